import { reviewDocument } from "../review/json";
import { terminal } from "../review/terminal";
import { changeParagraphs } from "../access-point/set-changes";
import type { PlanResult } from "./run";

/** The changes with their procedures, then the review. */
export function planText(
  { name, changes, stateKeys, notReverted = [], review }: PlanResult,
  color: boolean,
): string {
  const parts = changeParagraphs(changes);
  if (notReverted.length > 0)
    parts.push(
      ["The buckets get back their earlier configuration. Not reverted:", ...notReverted].join("\n  - "),
    );
  if (stateKeys.length > 0 && changes.length > 0)
    parts.push(
      `The state of ${name} is empty. The state bucket contains other states: ${stateKeys.join(", ")}.`,
    );
  if (review === undefined) parts.push("Terraform was not asked for a plan. Nothing was changed.");
  return [...parts, ...(review ? [terminal(review, color).trimEnd()] : [])].join("\n\n");
}

/** The fields are a contract. */
export function planJson({ name, changes, stateKeys, notReverted = [], review }: PlanResult): object {
  return { name, changes, stateKeys, notReverted, review: review ? reviewDocument(review) : null };
}
