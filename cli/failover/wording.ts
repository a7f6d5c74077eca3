import { list } from "../access-point/wording";
import type { Ending } from "./run-types";

/** The copies of an update that may still take effect. */
export function unsettledSentence(unsettled: readonly string[]): string {
  if (unsettled.length === 0) return "";
  const [have, its] = unsettled.length === 1 ? ["has", "its copy"] : ["have", "their copies"];
  return ` ${list(unsettled)} ${have} not confirmed ${its} of the update, which may still take effect and undo a later change.`;
}

/** The next step if the outcome of an update is not known. */
export function retryAdvice(environment: string): string {
  return `Wait 2 minutes, then run mrap status ${environment}. You can also run the same command again.`;
}

/** The ending with the copies of the update that have no answer by now, just before the last line. */
export function namingCopies({ namesCopies, ...ending }: Ending, copies: readonly string[]): Ending {
  const unsettled = [...new Set([...(ending.unsettled ?? []), ...copies])];
  return {
    ...ending,
    sentence: ending.sentence + (namesCopies ? unsettledSentence(copies) : ""),
    ...((namesCopies || unsettled.length > 0) && { unsettled }),
  };
}
