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
import { memberMistakes } from "./members";
import { networkMistakes } from "./network";
import { notifyMistakes } from "./notify";
import { prefixMistakes } from "./prefixes";
import { nameMistakes } from "./service-names";
import { stateMistakes } from "./state";
import { tagMistakes } from "./tags";

const CHECKS: readonly ((data: unknown) => PlacedMistake[])[] = [
  memberMistakes,
  nameMistakes,
  networkMistakes,
  prefixMistakes,
  stateMistakes,
  accessMistakes,
  accessLogMistakes,
  encryptionMistakes,
  notifyMistakes,
  tagMistakes,
  duplicateMistakes,
];

/** The mistakes between the keys of one file. */
export function environmentMistakes(data: unknown): PlacedMistake[] {
  return CHECKS.flatMap((check) => check(data));
}
