/** The findings between the buckets of one environment. */
import { isDeepStrictEqual } from "node:util";
import type { Finding, Inspection } from "./inspection";

/** @param members the number of buckets in the file, including new ones */
export function findingsBetween(inspections: readonly Inspection[], members: number): Finding[] {
  const here = inspections.filter(({ place }) => place.kind === "here");
  const findings: Finding[] = [];
  const locked = here.filter(({ existing }) => existing.objectLock);
  if (locked.length > 0 && locked.length < members) {
    const names = locked.map(({ bucket }) => bucket).join(", ");
    const others = here.filter(({ existing }) => !existing.objectLock).map(({ bucket }) => bucket);
    findings.push({
      kind: "prevents",
      text: `${names} ${locked.length === 1 ? "has" : "have"} Object Lock, and ${others.length > 0 ? others.join(", ") : "a new bucket"} does not. S3 replicates locked objects only to a bucket with Object Lock.`,
      fix: "Enable Object Lock on every bucket, or choose buckets without it.",
    });
  }
  const [first, ...rest] = here;
  const rules = ({ existing }: Inspection) => existing.lifecycle?.rules ?? [];
  if (first && rest.some((one) => !isDeepStrictEqual(rules(one), rules(first)))) {
    findings.push({
      kind: "note",
      text: "The buckets have different lifecycle rules. S3 does not replicate lifecycle actions: an object that one bucket expires remains in the others.",
      fix: "Give every bucket the same rules before the adoption.",
    });
  }
  return findings;
}
