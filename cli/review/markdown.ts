import { code, sentence } from "./escape";
import type { Finding } from "./finding";
import { differenceLines, type Line } from "./lines";
import { changes, diff, fold } from "./markdown-changes";
import { COUNTED, type Review } from "./review";
import { shorten, visible } from "./text";
import { byFamily, IDLE, importText, verdictText } from "./wording";
import { append, largest } from "./lists";

/** GitHub rejects a longer comment. It counts characters; there are never fewer UTF-16 units. */
export const COMMENT_LENGTH = 65_536;
/** The maximum size of the foot and of the findings. */
const FOOT = 6_000;
const FINDINGS = COMMENT_LENGTH - FOOT - 1_500;
/** So many entries of a list are shown in the open, the others in a fold. */
const OPEN = 10;

const ICONS = {
  danger: "⛔",
  warning: "⚠️",
  "not judged": "❔",
  harmless: "✅",
  "no changes": "✅",
} as const;

/** The comment: verdict, findings, what was not judged, the changes as far as they fit, and the foot. */
export function markdown(review: Review): string {
  const head = headline(review);
  const findings = meaning(review, FINDINGS - head.length);
  const foot = footer(review);
  const open = unjudgedList(review, COMMENT_LENGTH - head.length - findings.length - foot.length - 500);
  const room = COMMENT_LENGTH - head.length - findings.length - open.length - foot.length - 12;
  return (
    [head, findings, open, changes(review, room), foot].filter((part) => part !== "").join("\n\n") + "\n"
  );
}

function headline(review: Review): string {
  const { options, counts, verdict } = review;
  const marker = `<!-- mrap-review${options.name === undefined ? "" : ` ${options.name}`} -->`;
  const title = options.name === undefined ? "## Plan review" : `## Plan review: ${code(options.name)}`;
  const line = COUNTED.map((each) => `${each} ${counts[each]}`).join(" · ");
  const imports = importText(review);
  return [
    marker,
    title,
    "",
    `${ICONS[verdict]} **${verdictText(review)}** · ${line}`,
    ...(imports === undefined ? [] : ["", imports]),
  ].join("\n");
}

/** The findings are complete, whatever the plan's size, unless they alone are too long for a comment. */
function meaning(review: Review, room: number): string {
  const groups = byFamily(review.findings);
  if (groups.length === 0) return "";
  const lines = new Map<Finding, string>();
  const line = (finding: Finding, hashed: boolean): string => {
    const known = lines.get(finding) ?? hit(finding, hashed);
    lines.set(finding, known);
    return known;
  };
  const render = (most: number): string => {
    const parts = groups.map((group) => family(group, most, line));
    const index =
      groups.length < 3
        ? []
        : [
            groups
              .map(([first, ...rest]) => `${icon(first)} ${first.family.id} ${rest.length + 1}`)
              .join(" · "),
          ];
    return ["### Findings", ...index, ...parts].join("\n\n");
  };
  const longest = largest(groups.map((group) => group.length));
  // No line is shorter than this: without that bound, 38,000 findings would be written to be cut off again.
  const most = Math.ceil(room / SHORTEST_LINE);
  if (longest <= most) {
    const whole = render(Infinity);
    if (whole.length <= room) return whole;
  }
  let [low, high] = [0, Math.min(longest, most)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (render(middle).length <= room) low = middle;
    else high = middle - 1;
  }
  return render(low);
}

const icon = (finding: Finding): string => (finding.accepted === undefined ? ICONS[finding.severity] : "☑️");

/** "- `x`: y" */
const SHORTEST_LINE = 8;

function family(
  group: readonly [Finding, ...Finding[]],
  most: number,
  line: (finding: Finding, hashed: boolean) => string,
): string {
  const { family, accepted } = group[0];
  const shown = group.slice(0, most).map((finding) => `- ${line(finding, group.length <= HASHED)}`);
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

/** For more findings of one kind, the hashes for exceptions are in the JSON only. */
const HASHED = 200;

function hit(finding: Finding, hashed: boolean): string {
  const { address, cause, accepted } = finding;
  const hash = hashed ? finding.hash : undefined;
  const tail =
    accepted !== undefined ? `; accepted: ${code(accepted)}` : hash !== undefined ? ` · ${hash}` : "";
  return `${code(address)}: ${sentence(cause)}${tail}`;
}

/** The changes that no finding judges, by name. */
function unjudgedList({ notJudged }: Review, room: number): string {
  if (notJudged.length === 0) return "";
  const title = `### Not judged: ${notJudged.length}`;
  const lines: string[] = [];
  let left = Math.min(room, 8_000) - title.length - 100;
  for (const { address, reason } of notJudged) {
    const line = `- ${code(address)}: ${code(reason)}`;
    if (left < line.length + 1) break;
    left -= line.length + 1;
    lines.push(line);
  }
  const rest = notJudged.length - lines.length;
  const all = rest > 0 ? [...lines, `- and ${rest} more, which \`--format json\` lists`] : lines;
  const body =
    all.length > OPEN
      ? `${all.slice(0, OPEN).join("\n")}\n\n${fold(`${all.length - OPEN} more`, all.slice(OPEN).join("\n"))}`
      : all.join("\n");
  return `${title}\n\n${body}`;
}

/** Drift, notes about the plan and the exceptions, versions and the hash. */
function footer(review: Review): string {
  const { plan, options, stale, warnings, drift, reads } = review;
  const notes = [
    ...warnings.map((warning) => `- ⚠️ ${warning}`),
    ...plan.failedChecks.slice(0, 5).map((check) => `- ⚠️ fails: ${code(check)}`),
    ...stale
      .slice(0, 5)
      .map((each) => `- ⚠️ ${IDLE[each.problem]}: ${code(each.finding)} at ${code(each.address)}`),
    ...(stale.length > 5 ? [`- and ${stale.length - 5} more exceptions that accept nothing`] : []),
  ];
  const facts = [
    `${plan.tool} ${code(plan.terraformVersion)}`,
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
    append(lines, mine);
  }
  if (told < drift.length) lines.push({ sign: " ", text: `… and ${drift.length - told} more` });
  return ["---", fold(`Drift: ${drift.length} changed outside Terraform`, diff(lines)), rest.slice(5)].join(
    "\n\n",
  );
}
