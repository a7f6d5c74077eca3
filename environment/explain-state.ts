/** Finds out which kind of state the user meant. */
import type * as z from "zod/mini";
import { asGroup, shown } from "./data";
import { allowedAt, knownKeys } from "./keys";
import { nearest } from "./rules/nearest";
import type { Mistake } from "./rules/rule";
import { STATE_BUCKET_KEYS } from "./schema/state";
import { CREDENTIALS, OTHER_BACKENDS, type OtherBackend } from "./schema/state-backends";
import { stateOf } from "./wrong-type";

type Issues = readonly z.core.$ZodIssue[];

/** One mistake about the whole state, or the issues of the alternative that the user meant. */
type Meant = { readonly mistake: Mistake } | { readonly issues: Issues | undefined };

/** `alternatives` has the issues of each alternative, in the order of the schema. */
export function meantState(value: unknown, alternatives: readonly Issues[]): Meant {
  const group = asGroup(value);
  if (group === undefined) return { issues: undefined };
  const mistake = manyPlaces(value);
  if (mistake !== undefined) return { mistake };
  const keys = Object.keys(group);
  const [, bucket, ...rest] = alternatives;
  const other = OTHER_BACKENDS.find((name) => keys.includes(name));
  if (other !== undefined) return { issues: rest[OTHER_BACKENDS.indexOf(other)] };
  if (keys.length > 0 && keys.every((key) => nearest(key, knownKeys(["state"])) === undefined))
    return { mistake: { got: shown(value), allowed: allowedAt(["state"]), ...stateOf(value) } };
  // A misspelled backend is not a bucket whose name is missing.
  const misspelled = keys.some((key) => nearest(key, OTHER_BACKENDS) !== undefined);
  return {
    issues: misspelled ? bucket?.filter(({ code }) => code === "unrecognized_keys") : bucket,
  };
}

/** The mistake of a state in several backends. */
export function manyPlaces(value: unknown): Mistake | undefined {
  const keys = Object.keys(asGroup(value) ?? {});
  const others = OTHER_BACKENDS.filter((name) => keys.includes(name));
  const inBucket = STATE_BUCKET_KEYS.some((name) => keys.includes(name));
  if (others.length === 0 || (others.length === 1 && !inBucket)) return undefined;
  return {
    message: "names more than one place for the state",
    got: shown(value),
    allowed: allowedAt(["state"]),
    fix: `keep one of them, and indent the keys of ${others[0]!} below it`,
  };
}

/** The replacement for a key that holds a credential. */
export function credentialAt(path: readonly PropertyKey[], key: string): string | undefined {
  const [first, backend] = path.map(String);
  if (path.length !== 2 || first !== "state" || !Object.hasOwn(CREDENTIALS, backend!)) return undefined;
  const keys = CREDENTIALS[backend as OtherBackend];
  const plain = (name: string): string => name.replace(/_/g, "").toLowerCase();
  return Object.entries(keys).find(([name]) => plain(name) === plain(key))?.[1];
}
