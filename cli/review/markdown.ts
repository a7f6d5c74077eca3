import { code, sentence } from "./escape";
import type { Finding } from "./finding";
import { differenceLines, type Line } from "./lines";
import { changes, diff, fold } from "./markdown-changes";
import { COUNTED, type Review } from "./review";
import { shorten, visible } from "./text";
import { byFamily, verdictText } from "./wording";

/** GitHub refuses a longer comment. It counts characters; UTF-16 units are never fewer. */
export const LIMIT = 65_536;
/** What the foot may take, and what the findings may take at the very most. */
const FOOT = 6_000;
const FINDINGS = LIMIT - FOOT - 1_500;
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
