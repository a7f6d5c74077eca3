/**
 * The checks between the keys of one file. They read data that may be wrong elsewhere, because all errors are reported at
 * once.
 *
 * Ledger: none: it collects the other checks
 */
import type { PlacedMistake } from "../rules/rule";
import { accessMistakes } from "./access";
import { accessLogMistakes } from "./access-logs";
import { duplicateMistakes } from "./duplicates";
import { encryptionMistakes } from "./encryption";
import { jobBucketMistakes } from "./job-buckets";
import { memberMistakes } from "./members";
import { networkMistakes } from "./network";
import { notifyMistakes } from "./notify";
import { objectLockMistakes } from "./object-lock";
import { prefixMistakes } from "./prefixes";
import { previousMistakes } from "./previous";
import { withPreviousRegions } from "./regions-of";
import { nameMistakes } from "./service-names";
import { stateMistakes } from "./state";
import { tagMistakes } from "./tags";

/** The checks that see the Regions of both access points. */
const CHECKS: readonly ((data: unknown) => PlacedMistake[])[] = [
  nameMistakes,
  networkMistakes,
  prefixMistakes,
  stateMistakes,
  accessMistakes,
  accessLogMistakes,
  jobBucketMistakes,
  encryptionMistakes,
  notifyMistakes,
  tagMistakes,
].map(withPreviousRegions);

/** The mistakes between the keys of one file. */
export function environmentMistakes(data: unknown): PlacedMistake[] {
  return [memberMistakes, ...CHECKS, objectLockMistakes, duplicateMistakes, previousMistakes].flatMap(
    (check) => check(data),
  );
}
