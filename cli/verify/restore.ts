import type { VerifyContext } from "./context";

/** The fix of a setting that differs from the stack. */
export function restoreFix({ shown }: Pick<VerifyContext, "shown">): string {
  return `Deploy the environment again (npx cdktf deploy ${shown}), which restores the setting.`;
}
