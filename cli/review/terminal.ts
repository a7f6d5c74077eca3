import pc from "picocolors";
import type { Finding } from "./finding";
import type { Context } from "./context";
import { reason } from "./causes";
import { changeLines, differenceLines, type Line } from "./lines";
import type { Change } from "./change";
import { COUNTED, GROUPS, type Review } from "./review";
import { plain, visible, type Text } from "./text";
import { byFamily, HEADINGS, IDLE, importText, verdictText } from "./wording";

type Colors = ReturnType<typeof pc.createColors>;

/** A sentence for the terminal; control characters in its values are written out. */
const words = (text: Text): string => visible(plain(text));

/** The review for a terminal: the same parts as the comment, complete. */
export function terminal(review: Review, color: boolean): string {
  const c = pc.createColors(color);
  const imports = importText(review);
  const parts = [
    headline(review, c),
    ...(imports === undefined ? [] : [imports]),
    ...byFamily(review.findings).map((group) => family(group, c)),
    ...unjudgedList(review, c),
    ...changes(review, c),
    footer(review, c),
  ];
  return parts.join("\n\n") + "\n";
}

function headline(review: Review, c: Colors): string {
  const { options, counts, verdict } = review;
  const paint =
    verdict === "danger" ? c.red : verdict === "warning" || verdict === "not judged" ? c.yellow : c.green;
  const line = COUNTED.map((each) => `${each} ${counts[each]}`).join(", ");
  const title = options.name === undefined ? "" : `${options.name}: `;
  return `${title}${c.bold(paint(verdictText(review)))} (${line})`;
}

function family(group: readonly [Finding, ...Finding[]], c: Colors): string {
  const { family, accepted, severity } = group[0];
  const paint = accepted !== undefined ? c.dim : severity === "danger" ? c.red : c.yellow;
  const label = accepted !== undefined ? "accepted" : severity;
  return [
    `${c.bold(paint(`${label}: ${family.title}`))} ${c.dim(`[${family.id}]`)}`,
    ...group.map(
      ({ address, cause, accepted: why, hash }) =>
        `  - ${visible(address)}: ${words(cause)}${why === undefined ? (hash === undefined ? "" : ` (${hash})`) : `; accepted: ${visible(why)}`}`,
    ),
    ...(accepted === undefined ? [`  Why: ${family.why}`, `  Instead: ${family.instead}`] : []),
  ].join("\n");
}

const unjudgedList = ({ notJudged }: Review, c: Colors): string[] =>
  notJudged.length === 0
    ? []
    : [
        [
          c.bold(`Not judged: ${notJudged.length}`),
          ...notJudged.map(({ address, reason: why }) => `  ${visible(address)}: ${visible(why)}`),
        ].join("\n"),
      ];

function changes(review: Review, c: Colors): string[] {
  const parts = GROUPS.flatMap((group) => {
    const all = review.groups.get(group) ?? [];
    if (all.length === 0) return [];
    return [
      [
        c.bold(`${HEADINGS[group]}: ${all.length}`),
        ...all.map((change) => entry(change, group === "tags" || group === "again", review.context, c)),
      ].join("\n"),
    ];
  });
  if (review.outputs.length === 0) return parts;
  const lines = review.outputs.flatMap((output) =>
    differenceLines({
      path: output.address,
      before: output.shown.before ?? undefined,
      after: output.shown.after ?? undefined,
    }),
  );
  return [...parts, [c.bold(`Outputs: ${review.outputs.length}`), paint(lines, c)].join("\n")];
}

function entry(change: Change, brief: boolean, context: Context, c: Colors): string {
  const why = reason(change);
  const from = change.previousAddress === undefined ? "" : ` (moved from ${visible(change.previousAddress)})`;
  const id = change.importId === undefined ? "" : ` (imported from ${visible(change.importId)})`;
  const line = `  ${visible(change.address)}${from}${id}${why ? `: ${words(why)}` : ""}`;
  const lines = brief ? [] : changeLines(change, context);
  return lines.length === 0 ? line : `${line}\n${paint(lines, c)}`;
}

const paint = (lines: readonly Line[], c: Colors): string =>
  lines
    .map(({ sign, text }) => {
      if (sign === "head") return c.cyan(`      ${text}`);
      const line = `    ${sign} ${text}`;
      return sign === "+" ? c.green(line) : sign === "-" ? c.red(line) : line;
    })
    .join("\n");

function footer({ plan, options, stale, warnings, drift, reads }: Review, c: Colors): string {
  return [
    ...drift.flatMap(({ change, attributes }) => [
      `drift: ${visible(change.address)}`,
      change.action === "delete"
        ? "    deleted outside Terraform"
        : paint(
            attributes.flatMap((each) => differenceLines(each)),
            c,
          ),
    ]),
    ...warnings.map((warning) => c.yellow(`warning: ${warning}`)),
    ...plan.failedChecks.map((check) => c.yellow(`fails: ${visible(check)}`)),
    ...stale.map((each) => c.yellow(`${IDLE[each.problem]}: ${each.finding} at ${visible(each.address)}`)),
    c.dim(
      `${plan.tool} ${visible(plan.terraformVersion)}, plan format ${plan.formatVersion}, ${reads} data sources read during the apply, SHA-256 of ${options.hashOf} ${options.hash}`,
    ),
  ].join("\n");
}
