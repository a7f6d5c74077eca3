import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { IdentifiedEnvironment } from "../../environment/identity";
import { newNotInState, type SetChange } from "../access-point/set-changes";
import type { InState } from "../live/deployed-in-state";
import type { PlanOptions } from "./run";

/**
 * The new access point of a change, if AWS has it and the state does not. Terraform records an access point when AWS has
 * created it, so a deploy that is killed before leaves it out of the state.
 */
export async function leftByInterruptedDeploy(
  folder: string,
  id: string,
  environment: IdentifiedEnvironment,
  { deployed, account }: InState,
  { askAws, warn }: PlanOptions,
): Promise<SetChange | undefined> {
  const { name, previous } = environment;
  if (previous === undefined || deployed?.name !== previous.name || !account || !askAws) return undefined;
  try {
    const { deployed: found } = await askAws(environment);
    return found?.name === name ? newNotInState(id, found, addressOf(folder, name), account) : undefined;
  } catch (error) {
    warn(`Not known: whether ${name} exists in AWS. ${(error as Error).message}`);
    return undefined;
  }
}

/** The address of an access point in the synthesized stack. */
function addressOf(folder: string, name: string): string {
  const type = "aws_s3control_multi_region_access_point";
  const { resource } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
    readonly resource: Record<string, Record<string, { readonly details?: { readonly name?: string } }>>;
  };
  const [label = "this"] =
    Object.entries(resource[type] ?? {}).find(([, { details }]) => details?.name === name) ?? [];
  return `${type}.${label}`;
}
