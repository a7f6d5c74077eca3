import { code, fence, htmlCode, htmlSentence, sentence } from "./escape";
import type { Context } from "./context";
import { reason } from "./causes";
import { changeLines, differenceLines, type Line } from "./lines";
import type { Change } from "./change";
import { GROUPS, groupOf, type Group, type Review } from "./review";
import { HEADINGS } from "./wording";

/** The summary is HTML. The blank lines make the content Markdown. */
export const fold = (summary: string, content: string): string =>
  `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;

export const diff = (lines: readonly Line[]): string =>
  fence(
    lines.map(({ sign, text }) => (sign === "head" ? `@@ ${text} @@` : `${sign} ${text}`)),
    "diff",
  );

/** Shown in one line each. */
const isBrief = (group: Group): boolean => group === "tags" || group === "again";

interface Entry {
  readonly line: string;
  readonly full: () => string;
}

/** One change, in one line and as a fold with its attributes. */
function entry(change: Change, group: Group, context: Context): Entry {
  const notes = [
    ...(change.deposed === undefined ? [] : ["left over from an earlier replacement"]),
    ...(change.createsFirst ? ["the new one is created first"] : []),
    ...(change.imported && group !== "import" ? ["imported"] : []),
    ...(change.action === "other" ? ["unknown action"] : []),
  ];
  const why = reason(change);
  const tail = (text: string): string => [text, ...notes].filter((each) => each !== "").join("; ");
  const inMarkdown = tail(why ? sentence(why) : "");
  const inHtml = tail(why ? htmlSentence(why) : "");
  const moved = change.previousAddress;
  const id = change.importId;
  const from = moved === undefined ? "" : ` from ${code(moved)}`;
  const imported = id === undefined ? "" : ` (${code(id)})`;
  const line = `- ${code(change.address)}${from}${imported}${inMarkdown === "" ? "" : `: ${inMarkdown}`}`;
  return {
    line,
    full: () => {
      const lines = isBrief(group) ? [] : changeLines(change, context);
      if (lines.length === 0) return line;
      const facts = [
        ...(moved === undefined ? [] : [`Moved from ${code(moved)}.`]),
        ...(id === undefined ? [] : [`Imported from ${code(id)}.`]),
      ];
      const summary = `${htmlCode(change.address)}${inHtml === "" ? "" : `: ${inHtml}`}`;
      return fold(summary, [...facts, diff(lines)].join("\n\n"));
    },
  };
}

interface Shown {
  readonly group: Group;
  readonly entry: Entry;
  text: string;
}

/** The changes that a finding is about, the most dangerous first, and then the others. Of many, only the first are asked for. */
function* urgent({
  groups,
  suspects,
  context,
}: Review): Generator<{ group: Group; change: Change }, undefined> {
  for (const change of suspects) {
    const group = change.managed ? groupOf(change, context) : undefined;
    if (group !== undefined) yield { group, change };
  }
  for (const group of GROUPS)
    for (const change of groups.get(group) ?? []) if (!suspects.has(change)) yield { group, change };
}

/**
 * The changes, in the order of danger. If room is short, the changes that a finding is about come first. Lines take at
 * most half of it, so the most dangerous changes are shown attribute by attribute, however many others there are.
 */
export function changes(review: Review, room: number): string {
  const title = "### Changes";
  const count = [...review.groups.values()].reduce((sum, group) => sum + group.length, 0);
  const outputs = review.outputs.length === 0 ? "" : outputsFold(review);
  if (count === 0 && outputs === "") return "";
  // Reserved for the headings of the groups, and for the sentence that says what is missing.
  let left = room - title.length - 1_500;
  const shown = new Map<Change, Shown>();
  const waiting = urgent(review);
  let next = waiting.next();
  const takeLines = (floor: number): void => {
    for (; !next.done; next = waiting.next()) {
      const { group, change } = next.value;
      const made = entry(change, group, review.context);
      if (left - made.line.length - 2 < floor) return;
      left -= made.line.length + 2;
      shown.set(change, { group, entry: made, text: made.line });
    }
  };
  takeLines(left / 2);
  let folded = expand([...shown.values()], left);
  left -= folded.spent;
  const before = shown.size;
  takeLines(0);
  const late = [...shown.values()].slice(before);
  const more =
    late.length < count - before || folded.failed > 0
      ? { spent: 0, failed: late.filter(({ group }) => !isBrief(group)).length }
      : expand(late, left);
  folded = { spent: folded.spent + more.spent, failed: folded.failed + more.failed };
  left -= more.spent;

  const parts = GROUPS.flatMap((group) => {
    const changes = review.groups.get(group) ?? [];
    if (changes.length === 0) return [];
    return [
      `#### ${HEADINGS[group]}: ${changes.length}`,
      ...joined(changes.flatMap((change) => shown.get(change)?.text ?? [])),
    ];
  });
  const fits = outputs.length + 2 <= left;
  const missing = [
    ...(count > shown.size ? [`${count - shown.size} changes (the least dangerous ones)`] : []),
    ...(folded.failed > 0 ? [`the attributes of ${folded.failed} more`] : []),
    ...(outputs !== "" && !fits ? ["the outputs"] : []),
  ];
  return [
    title,
    ...parts,
    ...(fits && outputs !== "" ? [outputs] : []),
    ...(missing.length > 0
      ? [
          `**Left out because GitHub rejects longer comments:** ${missing.join("; ")}. \`mrap review --format terminal\` shows everything.`,
        ]
      : []),
  ].join("\n\n");
}

/** Adds the attributes of changes, as far as there is room. */
function expand(shown: readonly Shown[], room: number): { spent: number; failed: number } {
  let spent = 0;
  let failed = 0;
  for (const one of shown) {
    if (isBrief(one.group)) continue;
    // A huge change must not hide a small one after it, but not every one is tried.
    const full = failed > 50 ? undefined : one.entry.full();
    if (full !== undefined && spent + full.length - one.text.length <= room) {
      spent += full.length - one.text.length;
      one.text = full;
    } else failed++;
  }
  return { spent, failed };
}

/** Adjacent lines are one list. */
function joined(texts: readonly string[]): string[] {
  const blocks: string[] = [];
  let list: string[] = [];
  for (const text of texts) {
    if (text.startsWith("- ")) {
      list.push(text);
      continue;
    }
    if (list.length > 0) blocks.push(list.join("\n"));
    list = [];
    blocks.push(text);
  }
  return list.length > 0 ? [...blocks, list.join("\n")] : blocks;
}

function outputsFold(review: Review): string {
  const lines = review.outputs.flatMap((output): readonly Line[] => {
    const { before, after } = output.shown;
    return differenceLines({ path: output.address, before: before ?? undefined, after: after ?? undefined });
  });
  const shown = lines.slice(0, 100);
  if (lines.length > shown.length)
    shown.push({ sign: " ", text: `… and ${lines.length - shown.length} more lines` });
  return fold(`Outputs: ${review.outputs.length}`, diff(shown));
}
