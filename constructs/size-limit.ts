import type { IConstruct } from "constructs";

/** A limit for the size of one resource. */
export interface SizeLimit {
  /** Names the resource, as in "makes the bucket policy too large". */
  readonly what: string;
  readonly maximum: number;
  readonly unit: "bytes" | "characters" | "metrics" | "widgets";
  /** Computes the size. It is called when the construct is validated. */
  readonly size: () => number;
  /** The props that the size depends on. */
  readonly causes: readonly SizeCause[];
}

/** A prop that makes a resource large. */
export interface SizeCause {
  readonly prop: string;
  /** The value of the prop. The longest value is named in the error. */
  readonly value: readonly string[] | undefined;
  /** How often the value is in the resource. @default 1 */
  readonly times?: number;
  /** The fix, as an imperative without a period. */
  readonly fix: string;
}

/** A resource that AWS would reject because of its size. */
export interface Oversize {
  readonly what: string;
  readonly size: number;
  readonly maximum: number;
  readonly unit: string;
  /** The prop with the longest value, and what to do. */
  readonly prop: string;
  readonly fix: string;
}

/** The fix for long lists of principals that a Deny statement exempts. */
export const FEWER_ADMINISTRATORS =
  "write a wildcard in place of several names, such as arn:aws:iam::ACCOUNT:role/team-*";

/** The fix for long lists of readers and writers. */
export const FEWER_PRINCIPALS = "name an account ID in place of its roles and users";

/** The fix for long lists of distributions. */
export const FEWER_DISTRIBUTIONS = "serve several sites with one distribution";

const limits = new WeakMap<IConstruct, SizeLimit[]>();

/**
 * Adds a limit to a construct. The limit is validated when the app is synthesized, so that all errors are reported
 * together.
 */
export function limitSize(scope: IConstruct, limit: SizeLimit): void {
  limits.set(scope, [...(limits.get(scope) ?? []), limit]);
  scope.node.addValidation({
    validate: () =>
      oversizes([limit]).map(
        ({ what, size, maximum, unit, prop, fix }) =>
          `${what} should have at most ${maximum} ${unit}, got about ${size} because of '${prop}': ${fix}`,
      ),
  });
}

/** Returns everything in a scope that AWS would reject because of its size. */
export function oversizesIn(scope: IConstruct): Oversize[] {
  return scope.node.findAll().flatMap((node) => oversizes(limits.get(node) ?? []));
}

function oversizes(ofOne: readonly SizeLimit[]): Oversize[] {
  return ofOne.flatMap(({ what, maximum, unit, size: measure, causes }) => {
    const size = measure();
    if (size <= maximum) return [];
    const length = ({ value = [], times = 1 }: SizeCause) => value.join().length * times;
    const { prop, fix } = [...causes].sort((a, b) => length(b) - length(a))[0]!;
    return [{ what, size, maximum, unit, prop, fix }];
  });
}
