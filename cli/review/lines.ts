import type { Context } from "./context";
import { differences, literal, type Difference } from "./attributes";
import type { Change } from "./change";
import { parsePolicy } from "./policy/document";
import { comparePolicies } from "./policy/difference";
import { shorten, visible } from "./text";
import { UNKNOWN, isMapping, type Value } from "./values";
import { pathText } from "./causes";
import { append } from "./lists";

/** One line of a difference. A head names a policy's statement. */
export interface Line {
  readonly sign: "+" | "-" | " " | "head";
  readonly text: string;
}

/** So many lines are shown for one object; the plan file has the rest. */
const LINES = 60;
const VALUE = 300;

/** Printable characters that a string of HCL does not escape. */
const PLAIN = /^[ !#-[\]-~]*$/;

const show = (value: Value): string =>
  shorten(typeof value === "string" && PLAIN.test(value) ? `"${value}"` : visible(literal(value)), VALUE);

/** A change, attribute by attribute. */
export function changeLines(change: Change, context: Context): readonly Line[] {
  const forced = change.action === "replace" ? change.replacePaths.map(pathText) : [];
  const gone = change.action === "delete" || change.action === "forget";
  const shown = change.shown;
  const isWhole = gone || change.action === "create" || !shown.before || !shown.after;
  // For a whole object, empty attributes say nothing, and tags_all only repeats its tags.
  const side = (value: Value): Value => (isWhole ? withoutTagsAll(value) : value);
  const after = gone ? null : side(shown.after);
  const before = change.action === "create" ? null : side(shown.before);
  const later: string[] = [];
  const found = differences(before, after, 2000);
  const documents = new Set<string>();
  const several = found.filter((each) => each.policy !== undefined).length > 1;
  const lines: Line[] = [];
  for (const difference of found) {
    const { path, before: old, after: now } = difference;
    if (isWhole && (old === "" || now === "")) continue;
    // Some resources contain one document twice, such as the proposed and the established policy.
    const document = difference.policy && several ? JSON.stringify([old, now]) : undefined;
    if (document !== undefined && documents.has(document)) continue;
    if (document !== undefined) documents.add(document);
    const force = forced.some(
      (each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`),
    );
    // A new object has new computed attributes. They matter only if they force the replacement.
    const computed = change.action === "replace" && !forced.includes(path) && isShort(old);
    if (now === UNKNOWN && (old === undefined ? !force : computed)) {
      later.push(path);
      continue;
    }
    const planned = deferredPolicy(difference, change, context);
    if (planned) append(lines, planned);
    else addLines(lines, difference, force ? "  # forces replacement" : "");
  }
  const listed: Line[] =
    lines.length > LINES
      ? [...lines.slice(0, LINES), { sign: " ", text: `… and ${lines.length - LINES} more lines` }]
      : lines;
  if (later.length > 0)
    listed.push({ sign: " ", text: shorten(visible(`known after apply: ${later.join(", ")}`), VALUE) });
  // A document within a document is only read here.
  const { secrets } = context.plan;
  return secrets.none ? listed : listed.map(({ sign, text }) => ({ sign, text: secrets.within(text) }));
}

function withoutTagsAll(value: Value): Value {
  if (!isMapping(value) || !Object.hasOwn(value, "tags_all")) return value;
  const { tags_all: _, ...rest } = value;
  return rest;
}

/** A policy that is unknown only because its data source is deferred: what the data source's blocks say. */
function deferredPolicy(
  { path, before, after }: Difference,
  change: Change,
  context: Context,
): readonly Line[] | undefined {
  const old = after === UNKNOWN ? parsePolicy(before) : undefined;
  const now = old && context.resolver.policy(change, path.split("."));
  if (!old || !now) return undefined;
  const policy = comparePolicies(old, now);
  const rest = now.whole ? "" : ", and more that is known after apply";
  if (policy.statements.length > 0) return differenceLines({ path: `${path}${rest}`, before, after, policy });
  return [
    {
      sign: " ",
      text: `${shorten(visible(path), VALUE)}: the same statements after the apply${rest}`,
    },
  ];
}

export function differenceLines(difference: Difference): readonly Line[] {
  const lines: Line[] = [];
  addLines(lines, difference, "");
  return lines;
}

/** Adds the lines of an attribute. A large plan has hundreds of thousands. */
function addLines(lines: Line[], { path, before, after, policy }: Difference, note: string): void {
  if (policy) {
    for (const { effect, sid, kind, lines: facts } of policy.statements) {
      const head = `${path}: ${effect} statement ${sid || "(no sid)"} ${kind}`;
      lines.push({ sign: "head", text: shorten(visible(head), VALUE) });
      for (const { sign, text } of facts) lines.push({ sign, text: shorten(visible(`  ${text}`), VALUE) });
    }
    return;
  }
  const name = shorten(visible(path), VALUE);
  if ((isText(before) && isMissing(after)) || (isText(after) && isMissing(before))) {
    append(lines, textLines(name, before, after, note));
    return;
  }
  if (before !== undefined)
    lines.push({ sign: "-", text: `${name} = ${show(before)}${after === undefined ? note : ""}` });
  if (after !== undefined) lines.push({ sign: "+", text: `${name} = ${show(after)}${note}` });
}

const isText = (value: Value): value is string =>
  typeof value === "string" && value.includes("\n") && value.trimEnd().includes("\n");
const isShort = (value: Value): boolean => typeof value !== "string" || value.length < 200;
const isMissing = (value: Value): boolean => value === undefined || typeof value === "string";

/** For texts of several lines: the lines between the common start and the common end. */
function textLines(name: string, before: Value, after: Value, note: string): readonly Line[] {
  const split = (value: Value): string[] =>
    value === undefined ? [] : typeof value === "string" ? value.split("\n") : [literal(value)];
  const [one, other] = [split(before), split(after)];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let end = 0;
  while (
    end < one.length - start &&
    end < other.length - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  )
    end++;
  const part = (sign: "+" | "-", lines: readonly string[]): Line[] => {
    const changed = lines.slice(start, lines.length - end);
    const shown: Line[] = changed
      .slice(0, 15)
      .map((text) => ({ sign, text: `  ${shorten(visible(text), VALUE)}` }));
    return changed.length > 15
      ? [...shown, { sign, text: `  … and ${changed.length - 15} more lines` }]
      : shown;
  };
  return [
    { sign: " ", text: `${name}: lines ${start + 1} and after${note}` },
    ...part("-", one),
    ...part("+", other),
  ];
}
