/** The end of an adoption: `adopt: restore`, then `adopt: forget`. */
import { isAdopted, readAdopted } from "../../environment/adopted";
import type { LoadedEnvironment } from "../../environment/load";
import { UserError } from "../errors";
import type { InState } from "../live/deployed-in-state";

type Ending = Pick<LoadedEnvironment, "id" | "file" | "environment">;

/**
 * A forgotten bucket keeps what it has. It must have its earlier configuration by then.
 * @throws UserError if the buckets still have the configuration of the environment
 */
export function refuseToForgetMembers(
  { id, environment }: Ending,
  { deployed }: Pick<InState, "deployed">,
): void {
  const forgets = Object.values(environment.regions).some(({ adopt }) => adopt === "forget");
  if (!forgets || deployed === undefined) return;
  throw new UserError(
    `The buckets of ${id} are still members of the access point ${deployed.name}. With adopt: forget, they would keep the policy of the environment, which can deny every object request without the access point. Write adopt: restore for every adopted bucket, and deploy it. Then write adopt: forget.`,
  );
}

/** The parts that `adopt: restore` does not revert: one sentence each. */
export function notReverted({ file, environment }: Ending): string[] {
  const record = readAdopted(file);
  const restored = Object.entries(environment.regions).filter(([, { adopt }]) => adopt === "restore");
  if (restored.length === 0 || !isAdopted(record)) return [];
  const each = restored.flatMap(([, { bucket }]) => {
    const before = record.buckets[bucket]?.versioning;
    return before === "Enabled"
      ? []
      : [`Versioning of ${bucket} remains enabled (before: ${before ?? "never enabled"}).`];
  });
  return [...each, "Objects that the buckets replicated to each other remain in both."];
}
