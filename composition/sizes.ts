import type { IConstruct } from "constructs";
import { oversizesIn, type Oversize } from "../constructs/size-limit";

/** A key of an environment that makes a resource too large for AWS, in the words of the error report. */
export interface SizeMistake {
  readonly path: readonly string[];
  readonly aboutKey: true;
  readonly message: string;
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;
}

/** The keys of an environment, by the prop of the construct. All other props come from the Regions. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  readers: ["access", "readers"],
  writers: ["access", "writers"],
  administrators: ["access", "administrators"],
  cloudFrontDistributions: ["access", "cloudfront"],
  prefixes: ["replication", "prefixes"],
};

/**
 * Returns every resource of an environment that AWS would reject because of its size. Resources of the same kind in
 * several Regions are reported once.
 */
export function sizeMistakes(stack: IConstruct): SizeMistake[] {
  const largest = new Map<string, Oversize>();
  for (const one of oversizesIn(stack)) {
    const kind = `${one.prop} ${one.what} ${one.unit}`;
    if (one.size > (largest.get(kind)?.size ?? 0)) largest.set(kind, one);
  }
  return [...largest.values()].map(({ what, size, maximum, unit, prop, fix }) => ({
    path: KEYS[prop] ?? ["regions"],
    aboutKey: true,
    message: `makes ${what} too large`,
    got: `about ${number(size)} ${unit}`,
    allowed: `at most ${number(maximum)} ${unit}`,
    fix,
  }));
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
