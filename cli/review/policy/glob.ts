/** Does a pattern with * and ? match everything that another pattern, or a text, stands for? */
export function globCovers(pattern: string, value: string): boolean {
  let p = 0;
  let v = 0;
  let star = -1;
  let mark = 0;
  while (v < value.length) {
    if (p < pattern.length && pattern[p] === "*") {
      star = p++;
      mark = v;
    } else if (p < pattern.length && (pattern[p] === value[v] || (pattern[p] === "?" && value[v] !== "*"))) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Is there any text that both patterns match? */
export function globsOverlap(one: string, other: string): boolean {
  if (one === other) return true;
  // Most texts differ before their first wildcard.
  const isWild = (char: string | undefined): boolean => char === "*" || char === "?";
  let start = 0;
  while (start < one.length && one[start] === other[start] && !isWild(one[start])) start++;
  if (!isWild(one[start]) && !isWild(other[start])) return false;
  return restsOverlap(one.slice(start), other.slice(start));
}

function restsOverlap(one: string, other: string): boolean {
  // row[j]: can one[0..i) and other[0..j) stand for the same text?
  let row = Array.from({ length: other.length + 1 }, () => false);
  row[0] = true;
  for (let j = 0; j < other.length && other[j] === "*"; j++) row[j + 1] = true;
  for (let i = 0; i < one.length; i++) {
    const next = Array.from({ length: other.length + 1 }, () => false);
    next[0] = one[i] === "*" && row[0] === true;
    for (let j = 0; j < other.length; j++) {
      const [a, b] = [one[i], other[j]];
      if (a === "*" || b === "*") next[j + 1] = row[j + 1] === true || next[j] === true || row[j] === true;
      else next[j + 1] = (a === b || a === "?" || b === "?") && row[j] === true;
    }
    row = next;
  }
  return row[other.length] === true;
}
