/** Proves that a bucket has no version that exists only there. The pure part: the counts of a comparison. */
import type { Version } from "../adapters/aws/object-versions";
import { onlyIn, type MergedKey } from "./versions";

/** The result of a comparison of a bucket with the members. */
export interface Proof {
  versions: number;
  markers: number;
  bytes: number;
  /** The number of versions that no other bucket has. */
  only: number;
  /** The first of them. */
  readonly examples: Version[];
}

const EXAMPLES = 5;

export function emptyProof(): Proof {
  return { versions: 0, markers: 0, bytes: 0, only: 0, examples: [] };
}

/**
 * Adds one key to the proof.
 * @param merged the versions of the bucket first, then those of the members
 * @returns the versions and delete markers of the bucket that may be deleted
 */
export function prove(proof: Proof, { versions: [own = [], ...members] }: MergedKey): Version[] {
  const only = new Set(onlyIn(own, members));
  for (const version of own) {
    if (version.marker) proof.markers += 1;
    else {
      proof.versions += 1;
      proof.bytes += version.size;
    }
  }
  proof.only += only.size;
  for (const version of only) if (proof.examples.length < EXAMPLES) proof.examples.push(version);
  return own.filter((version) => !only.has(version));
}
