import type { CheckOutcome } from "../../../../cli/checks/check";

export const AGAIN = "Deploy the environment again (npx cdktf deploy photos), which";

/** `error: text | fix`, to compare whole outcomes in one line. */
export function line({ level, text, fix }: CheckOutcome): string {
  return `${level}: ${text}${fix === undefined ? "" : ` | ${fix}`}`;
}
