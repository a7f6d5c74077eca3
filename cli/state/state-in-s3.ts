import type { EnvironmentProps } from "../../composition/props";
import { UserError } from "../errors";
import type { StateBucket } from "../live/state-bucket-parts";

/**
 * The bucket that holds the state, or the word local.
 * @throws UserError if the state is outside AWS
 */
export function stateInS3(state: EnvironmentProps["state"]): StateBucket | "local" {
  if (state === "local" || "bucket" in state) return state;
  throw new UserError(`mrap creates a bucket in S3 only, and ${reason(state)}.`);
}

function reason(state: Exclude<EnvironmentProps["state"], StateBucket | "local">): string {
  if ("cloud" in state)
    return "this state is in HCP Terraform, where Terraform creates the workspace when it starts";
  if ("http" in state) return "this state is on an HTTP server, which needs no bucket";
  if ("gcs" in state)
    return `this state is in Google Cloud: create the bucket ${state.gcs.bucket} there, with object versioning`;
  const { containerName, storageAccountName } = state.azurerm;
  return `this state is in Azure: create the container ${containerName} in ${storageAccountName} there, with blob versioning`;
}
