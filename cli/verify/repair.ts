import { details } from "../adapters/aws/errors";
import { notKnown, type Check } from "../checks/check";

/** The fix of a resource that the environment does not have yet. */
export function deploy(shown: string): string {
  return `Deploy the environment (npx cdktf deploy ${shown}).`;
}

/** A check of a bucket. If the bucket does not exist, its settings are not known. */
export function ofBucket(check: Check, bucket: string, shown: string): Check {
  return {
    ...check,
    run: (signal) =>
      check.run(signal).catch((problem: unknown) => {
        if (details(problem).code !== "NoSuchBucket") throw problem;
        return notKnown(`The bucket ${bucket} does not exist.`, deploy(shown));
      }),
  };
}

/** The fix of a resource that differs from the stack. */
export function deployAgain(shown: string, effect: string): string {
  return `Deploy the environment again (npx cdktf deploy ${shown}), which ${effect}.`;
}

/** The fix of a setting that differs from the stack. */
export function restoreFix({ shown }: { readonly shown: string }): string {
  return deployAgain(shown, "restores the setting");
}

/**
 * The fix of a setting of an adopted bucket. Terraform does not overwrite what changed after the adoption was recorded.
 */
export function adoptedFix(argument: string, shown: string): string {
  return `The bucket is adopted. Run mrap adopt ${argument} --check. If the bucket changed after the adoption, undo the change, or record it with mrap adopt ${argument}. ${deployAgain(shown, "restores the rest")}`;
}
