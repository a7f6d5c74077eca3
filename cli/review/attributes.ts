import { isDeep } from "./input";
import { comparePolicies, type PolicyDifference } from "./policy/difference";
import { NO_POLICY, parsePolicy } from "./policy/document";
import { equal, isList, isMapping, isMark, isNothing, own, type Mapping, type Value } from "./values";

/** One attribute that differs. An absent side is undefined. */
export interface Difference {
  readonly path: string;
  readonly before: Value;
  readonly after: Value;
  /** In place of two documents: the statements that differ. */
  readonly policy?: PolicyDifference;
}

/** The attributes that differ, in the order of their names; nulls and empty collections are the same nothing. */
export function differences(before: Value, after: Value, limit = Infinity): readonly Difference[] {
  const found: Difference[] = [];
  compare("", before, after, found, limit);
  return found;
}

const TAGS = /^(tags|tags_all|labels|effective_labels|terraform_labels)$/;

/** Whether anything differs at all, and if so, whether it is nothing but tags. */
export function extent(before: Value, after: Value): "none" | "tags" | "more" {
  if (!isMapping(before) || !isMapping(after)) return equal(before, after) ? "none" : "more";
  let result: "none" | "tags" = "none";
  for (const key of Object.keys(before)) {
    if (equal(before[key], own(after, key))) continue;
    if (!TAGS.test(key)) return "more";
    result = "tags";
  }
  for (const key of Object.keys(after)) {
    if (Object.hasOwn(before, key) || isNothing(after[key])) continue;
    if (!TAGS.test(key)) return "more";
    result = "tags";
  }
  return result;
}

function keys(before: Mapping, after: Mapping): string[] {
  const all = Object.keys(before);
  for (const key of Object.keys(after)) if (!Object.hasOwn(before, key)) all.push(key);
  return sorted(all);
}

/** Terraform writes keys in this order, mostly. */
function sorted(all: string[]): string[] {
  for (let i = 1; i < all.length; i++) if ((all[i - 1] ?? "") > (all[i] ?? "")) return all.sort();
  return all;
}

/** A plan has few keys and many attributes: up to so many keys are remembered as HCL would write them. */
const REMEMBERED = 10_000;
const steps = new Map<string, string>();

/** A key as HCL would write it, at the end of a path. */
export const step = (path: string, key: string): string => {
  let known = steps.get(key);
  if (known === undefined) {
    known = /^[A-Za-z_][\w-]*$/.test(key) ? key : `[${JSON.stringify(key)}]`;
    if (steps.size < REMEMBERED) steps.set(key, known);
  }
  return path === "" || known.startsWith("[") ? path + known : `${path}.${known}`;
};

function compare(path: string, before: Value, after: Value, found: Difference[], limit: number): void {
  if (found.length >= limit || equal(before, after)) return;
  const left = isNothing(before) ? undefined : before;
  const right = isNothing(after) ? undefined : after;
  if (left === undefined || right === undefined) {
    whole(
      path,
      left ?? right,
      (value) => (left === undefined ? [undefined, value] : [value, undefined]),
      found,
      limit,
    );
    return;
  }
  if (isMapping(left) && isMapping(right)) {
    for (const key of keys(left, right)) {
      const [a, b] = [own(left, key), own(right, key)];
      // For most attributes, nothing is left to do.
      if (a !== b) compare(step(path, key), a, b, found, limit);
    }
    return;
  }
  if (isList(left) && isList(right)) {
    lists(path, left, right, found, limit);
    return;
  }
  if (typeof left === "string" || typeof right === "string") {
    const policies = [parsePolicy(left), parsePolicy(right)] as const;
    const [one, other] = [policies[0] ? {} : document(left), policies[1] ? {} : document(right)];
    if (one !== undefined && other !== undefined) {
      if (policies[0] ?? policies[1]) {
        found.push({
          path,
          before: left,
          after: right,
          policy: comparePolicies(policies[0] ?? NO_POLICY, policies[1] ?? NO_POLICY),
        });
      } else if (equal(one, other)) found.push({ path, before: left, after: right });
      else compare(path, one, other, found, limit);
      return;
    }
  }
  found.push({ path, before: left, after: right });
}

type Side = (value: Value) => readonly [before: Value, after: Value];

/** A value that the other side does not have: most of a large plan is objects that are created or deleted. */
function whole(path: string, value: Value, side: Side, found: Difference[], limit: number): void {
  if (found.length >= limit || isNothing(value)) return;
  if (isMapping(value)) {
    for (const key of sorted(Object.keys(value))) whole(step(path, key), value[key], side, found, limit);
    return;
  }
  if (isList(value)) {
    if (value.length === 1 && isMapping(value[0])) whole(path, value[0], side, found, limit);
    else value.forEach((entry, i) => whole(`${path}${place(entry, i)}`, entry, side, found, limit));
    return;
  }
  const [before, after] = side(value);
  const parsed = parsePolicy(value);
  if (parsed) {
    const [old, now] = before === undefined ? [NO_POLICY, parsed] : [parsed, NO_POLICY];
    found.push({ path, before, after, policy: comparePolicies(old, now) });
    return;
  }
  const content = document(value);
  if (isNothing(content)) found.push({ path, before, after });
  else whole(path, content, side, found, limit);
}

/** The JSON document in a string. */
export function document(value: Value): Value {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value) || isDeep(value)) return undefined;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}

const IDENTITY = ["id", "name", "sid", "key", "rule_id", "bucket", "region", "type"];

/** Elements are compared as a set first; what is left is matched by what names it, then in order. */
function lists(
  path: string,
  before: readonly Value[],
  after: readonly Value[],
  found: Difference[],
  limit: number,
): void {
  const single = before.length <= 1 && after.length <= 1;
  if (single && [...before, ...after].every((entry) => isMapping(entry))) {
    compare(path, before[0], after[0], found, limit);
    return;
  }
  // Last first, so that taking the first one is cheap.
  const old = new Map<string, number[]>();
  for (let i = before.length - 1; i >= 0; i--) push(old, fingerprint(before[i]), i);
  const added: number[] = [];
  after.forEach((entry, i) => {
    if (old.get(fingerprint(entry))?.pop() === undefined) added.push(i);
  });
  const removed = [...old.values()].flat().sort((a, b) => a - b);
  if (added.length === 0 && removed.length === 0) {
    found.push({ path: `${path} (order)`, before, after });
    return;
  }
  const byName = new Map<string, number[]>();
  // What has no name of its own is matched by its place.
  for (const i of [...removed].reverse()) push(byName, named(before[i]) ?? `[${i}]`, i);
  const gone = new Set(removed);
  const pairs: (readonly [string, Value, Value])[] = [];
  for (const i of added) {
    const id = named(after[i]) ?? `[${i}]`;
    const other = byName.get(id)?.pop();
    if (other !== undefined) gone.delete(other);
    pairs.push([id, other === undefined ? undefined : before[other], after[i]]);
  }
  for (const i of gone) compare(`${path}${place(before[i], i)}`, before[i], undefined, found, limit);
  for (const [id, one, other] of pairs) compare(`${path}${bracketed(id)}`, one, other, found, limit);
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const same = map.get(key);
  if (same) same.push(value);
  else map.set(key, [value]);
}

const place = (entry: Value, i: number): string => bracketed(named(entry) ?? `[${i}]`);
const bracketed = (id: string): string => (id.startsWith("[") ? id : `[${id}]`);

function named(entry: Value): string | undefined {
  if (!isMapping(entry)) return undefined;
  for (const key of IDENTITY) {
    const value = own(entry, key);
    if (typeof value === "string" && value !== "") return `${key}=${JSON.stringify(value)}`;
  }
  return undefined;
}

/** Equal values have equal fingerprints, unlike ones (two different secrets too) unlike ones. */
function fingerprint(value: Value): string {
  if (isList(value)) return `[${value.map(fingerprint).join(",")}]`;
  if (!isMapping(value)) return JSON.stringify(value) ?? "null";
  return `{${Object.keys(value)
    .filter((key) => !isNothing(value[key]))
    .sort()
    .map((key) => `${JSON.stringify(key)}:${fingerprint(value[key])}`)
    .join(",")}}`;
}

/** A value on one line, as HCL would write it. */
export function literal(value: Value): string {
  if (value === undefined || value === null) return "null";
  if (isMark(value)) return value.label;
  if (isList(value)) return `[${value.map(literal).join(", ")}]`;
  if (isMapping(value))
    return `{${Object.entries(value)
      .map(([key, each]) => `${step("", key)} = ${literal(each)}`)
      .join(", ")}}`;
  return JSON.stringify(value);
}
