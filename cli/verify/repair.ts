/** The fix of a resource that differs from the stack. */
export function deployAgain(shown: string, effect: string): string {
  return `Deploy the environment again (npx cdktf deploy ${shown}), which ${effect}.`;
}

/** The fix of a setting that differs from the stack. */
export function restoreFix({ shown }: { readonly shown: string }): string {
  return deployAgain(shown, "restores the setting");
}
