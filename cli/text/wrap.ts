/** Breaks a text into lines of at most 100 columns; the lead stands before the first. */
export function wrap(lead: string, text: string, indent: number, columns = 100): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, index) => (index === 0 ? lead : " ".repeat(indent)) + one);
}
