/** The findings between the buckets of one environment. */
import { isDeepStrictEqual } from "node:util";
import type { Finding, Inspection } from "./inspection";

/**
 * @param members the number of buckets in the file, including new ones
 * @param objectLock whether the file enables Object Lock for the new buckets
 */
export function findingsBetween(
  inspections: readonly Inspection[],
  members: number,
  objectLock: boolean,
): Finding[] {
  const here = inspections.filter(({ place }) => place.kind === "here");
  const findings: Finding[] = [];
  const lock = lockFinding(here, members - here.length, objectLock);
  if (lock) findings.push(lock);
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

/** S3 replicates a locked object only to a bucket with Object Lock. Ledger: object-lock-replication */
function lockFinding(here: readonly Inspection[], created: number, objectLock: boolean): Finding | undefined {
  const names = (locked: boolean) =>
    here.filter(({ existing }) => (existing.objectLock === true) === locked).map(({ bucket }) => bucket);
  const [locked, unlocked] = [names(true), names(false)];
  const reason = "S3 replicates locked objects only to a bucket with Object Lock.";
  const have = `${locked.join(", ")} ${locked.length === 1 ? "has" : "have"} Object Lock`;
  if (locked.length > 0 && unlocked.length > 0)
    return {
      kind: "prevents",
      text: `${have}, and ${unlocked.join(", ")} ${unlocked.length === 1 ? "does" : "do"} not. ${reason}`,
      fix: "Enable Object Lock on every bucket, or choose buckets without it.",
    };
  if (locked.length > 0 && created > 0 && !objectLock)
    return {
      kind: "prevents",
      text: `${have}, and ${created === 1 ? "a new bucket does" : `${created} new buckets do`} not. ${reason}`,
      fix: "Write objectLock: true, which enables Object Lock for new buckets.",
    };
  if (unlocked.length > 0 && objectLock)
    return {
      kind: "prevents",
      text: `${unlocked.join(", ")} ${unlocked.length === 1 ? "has" : "have"} no Object Lock, and objectLock is in the file. ${reason}`,
      fix: "Enable Object Lock on the existing buckets, or remove objectLock.",
    };
  return undefined;
}
