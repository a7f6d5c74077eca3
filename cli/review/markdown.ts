import { code, fence, htmlCode, htmlSentence, sentence } from "./escape";
import type { Finding } from "./finding";
import { reason } from "./findings/causes";
import { changeLines, differenceLines, type Line } from "./lines";
import type { Change } from "./plan";
import { COUNTED, GROUPS, type Group, type Review } from "./review";
import { shorten, visible } from "./text";
import { byFamily, HEADINGS, verdictText } from "./wording";

/** GitHub refuses a longer comment. It counts characters; UTF-16 units are never fewer. */
export const LIMIT = 65_536;
/** What the foot may take, and what the findings may take at the very most. */
const FOOT = 6_000;
const FINDINGS = 50_000;
/** Of one kind of finding so many stand in the open, the others in a fold. */
const OPEN = 10;

const ICONS = { danger: "⛔", warning: "⚠️", harmless: "✅", "no changes": "✅" } as const;

/** The comment: what happens, what it means, the changes as far as they fit, the foot. */
export function markdown(review: Review): string {
  const head = headline(review);
  const findings = meaning(review, FINDINGS - head.length);
  const foot = footer(review);
  const room = LIMIT - head.length - findings.length - foot.length - 10;
  return [head, findings, changes(review, room), foot].filter((part) => part !== "").join("\n\n") + "\n";
}

function headline({ options, counts, verdict, findings }: Review): string {
  const marker = `<!-- mrap-review${options.name === undefined ? "" : ` ${options.name}`} -->`;
  const title = options.name === undefined ? "## Plan review" : `## Plan review: ${code(options.name)}`;
  const line = COUNTED.map((each) => `${each} ${counts[each]}`).join(" · ");
  return [marker, title, "", `${ICONS[verdict]} **${verdictText(verdict, findings)}** · ${line}`].join("\n");
}

/** Part 2. Whole, whatever the plan's size, unless the hits alone are more than a comment can hold. */
function meaning(review: Review, room: number): string {
  const groups = byFamily(review.findings);
  if (groups.length === 0) return "";
  const render = (most: number): string => {
    const parts = groups.map((group) => family(group, most));
    const index =
      groups.length < 3
        ? []
        : [
            groups
              .map(([first, ...rest]) => `${icon(first)} ${first.family.id} ${rest.length + 1}`)
              .join(" · "),
          ];
    return ["### What it means", ...index, ...parts].join("\n\n");
  };
  const whole = render(Infinity);
  if (whole.length <= room) return whole;
  let [low, high] = [0, Math.max(...groups.map((group) => group.length))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (render(middle).length <= room) low = middle;
    else high = middle - 1;
  }
  return render(low);
}

const icon = (finding: Finding): string =>
  finding.accepted === undefined ? ICONS[finding.family.severity] : "☑️";

function family(group: readonly [Finding, ...Finding[]], most: number): string {
  const { family, accepted } = group[0];
  const shown = group.slice(0, most).map((finding) => `- ${hit(finding)}`);
  const left = group.length - shown.length;
  if (left > 0) shown.push(`- and ${left} more, which \`--format json\` lists`);
  const open = shown.slice(0, OPEN);
  const folded = shown.slice(OPEN);
  return [
    `${icon(group[0])} **${family.title}**${accepted === undefined ? "" : " (accepted)"} \`${family.id}\``,
    open.join("\n"),
    ...(folded.length === 0 ? [] : [fold(`${folded.length} more`, folded.join("\n"))]),
    ...(accepted === undefined ? [`> Why: ${family.why}\\\n> Instead: ${family.instead}`] : []),
  ].join("\n\n");
}

const hit = ({ address, cause, accepted }: Finding): string =>
  `${code(address)}: ${sentence(cause)}${accepted === undefined ? "" : `; accepted: ${code(accepted)}`}`;

/** The summary is HTML, the content Markdown: the blank lines make it so. */
const fold = (summary: string, content: string): string =>
  `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;

export const diff = (lines: readonly Line[]): string =>
  fence(
    lines.map(({ sign, text }) => (sign === "head" ? `@@ ${text} @@` : `${sign} ${text}`)),
    "diff",
  );

/** One change, in one line and as a fold with its attributes. */
function entry(change: Change, group: Group): { readonly line: string; readonly full: () => string } {
  const notes = [
    ...(change.deposed === undefined ? [] : ["a leftover of an earlier replacement"]),
    ...(change.createsFirst ? ["the new one is made first"] : []),
    ...(change.previousAddress === undefined ? [] : ["moved"]),
    ...(change.imported && group !== "import" ? ["imported"] : []),
    ...(change.action === "other" ? ["unknown kind of change"] : []),
  ];
  const why = reason(change);
  const tail = (text: string): string => [text, ...notes].filter((each) => each !== "").join("; ");
  const inMarkdown = tail(why ? sentence(why) : "");
  const inHtml = tail(why ? htmlSentence(why) : "");
  const moved = change.previousAddress;
  const id = change.importId;
  const from = moved === undefined ? "" : ` from ${code(moved)}`;
  const line = `- ${code(change.address)}${from}${inMarkdown === "" ? "" : `: ${inMarkdown}`}`;
  return {
    line,
    full: () => {
      const lines = group === "tags" ? [] : changeLines(change);
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

/** Part 3. Every change gets a line before any gets its attributes; both in the order of danger. */
function changes(review: Review, room: number): string {
  const title = "### Changes";
  const all = GROUPS.flatMap((group) =>
    (review.groups.get(group) ?? []).map((change) => ({ group, change })),
  );
  const outputs = review.outputs.length === 0 ? "" : outputsFold(review);
  if (all.length === 0 && outputs === "") return "";
  // Kept free for the headings of the groups, and for the sentence that says what is missing.
  let left = room - title.length - 1_500;
  const shown: { group: Group; entry: ReturnType<typeof entry>; text: string }[] = [];
  for (const { group, change } of all) {
    const made = entry(change, group);
    if (made.line.length + 2 > left) break;
    left -= made.line.length + 2;
    shown.push({ group, entry: made, text: made.line });
  }
  let folded = 0;
  let failures = 0;
  for (const one of shown) {
    if (one.group === "tags") continue;
    // A huge change must not keep a small one behind it from being shown; but not every one is tried.
    const full = failures > 50 ? undefined : one.entry.full();
    if (full !== undefined && full.length - one.text.length <= left) {
      left -= full.length - one.text.length;
      one.text = full;
    } else {
      failures++;
      folded++;
    }
  }
  const parts = GROUPS.flatMap((group) => {
    const total = review.groups.get(group)?.length ?? 0;
    if (total === 0) return [];
    const texts = shown.filter((one) => one.group === group).map((one) => one.text);
    return [`#### ${HEADINGS[group]}: ${total}`, ...joined(texts)];
  });
  const fits = outputs.length + 2 <= left;
  const missing = [
    ...(all.length > shown.length ? [`${all.length - shown.length} changes (the least dangerous ones)`] : []),
    ...(folded > 0 ? [`the attributes of ${folded} more`] : []),
    ...(outputs !== "" && !fits ? ["the outputs"] : []),
  ];
  return [
    title,
    ...parts,
    ...(fits && outputs !== "" ? [outputs] : []),
    ...(missing.length > 0
      ? [
          `**Left out, because GitHub refuses longer comments:** ${missing.join("; ")}. \`mrap review --format terminal\` shows everything.`,
        ]
      : []),
  ].join("\n\n");
}

/** Lines next to each other make one list. */
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
    const { before, after } = output;
    return differenceLines({ path: output.address, before: before ?? undefined, after: after ?? undefined });
  });
  const shown = lines.slice(0, 100);
  if (lines.length > shown.length)
    shown.push({ sign: " ", text: `… and ${lines.length - shown.length} more lines` });
  return fold(`Outputs: ${review.outputs.length}`, diff(shown));
}

/** Part 4. */
function footer(review: Review): string {
  const { plan, options, stale, warnings, drift, reads } = review;
  const notes = [
    ...warnings.map((warning) => `- ⚠️ ${warning}`),
    ...plan.failedChecks.slice(0, 5).map((check) => `- ⚠️ does not hold: ${code(check)}`),
    ...plan.deferred
      .slice(0, 5)
      .map(({ change, reason }) => `- put off: ${code(change.address)} (${code(reason)})`),
    ...stale
      .slice(0, 5)
      .map(
        (exception) =>
          `- ⚠️ stale exception, take it out: ${code(exception.finding)} at ${code(exception.address)}`,
      ),
    ...(stale.length > 5 ? [`- and ${stale.length - 5} more stale exceptions`] : []),
  ];
  const facts = [
    `Terraform ${code(plan.terraformVersion)}`,
    `plan format ${plan.formatVersion}`,
    ...(reads > 0
      ? [`${reads} data ${reads === 1 ? "source is" : "sources are"} read during the apply`]
      : []),
    `SHA-256 of ${options.hashOf} ${code(options.hash)}`,
  ].join(" · ");
  const rest = ["---", ...(notes.length > 0 ? [notes.join("\n")] : []), facts].join("\n\n");
  let room = FOOT - rest.length - 300;
  if (drift.length === 0) return rest;
  const lines: Line[] = [];
  let told = 0;
  for (const { change, attributes } of drift) {
    const mine: Line[] = [
      { sign: "head", text: shorten(visible(change.address), 240) },
      ...(change.action === "delete"
        ? [{ sign: "-", text: "deleted outside Terraform" } as const]
        : attributes.slice(0, 10).flatMap((each) => differenceLines(each))),
      ...(change.action !== "delete" && attributes.length > 10
        ? [{ sign: " ", text: `… and ${attributes.length - 10} more attributes` } as const]
        : []),
    ];
    const size = mine.reduce((sum, line) => sum + line.text.length + 8, 0);
    if (size > room) break;
    room -= size;
    told++;
    lines.push(...mine);
  }
  if (told < drift.length) lines.push({ sign: " ", text: `… and ${drift.length - told} more` });
  return ["---", fold(`Drift: ${drift.length} changed outside Terraform`, diff(lines)), rest.slice(5)].join(
    "\n\n",
  );
}
