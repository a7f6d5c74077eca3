/** The calls of Terraform on a bucket, and the actions that `mrap doctor` names for it. */
import { ExpectedStack } from "../../cli/checks/expected";
import { deployNeeds } from "../../cli/doctor/deploy-needs";
import { loadEnvironments } from "../../environment/load";
import type { LocalAws } from "../../local-aws";
import { account } from "../support/live-environment";

export async function callsOn(aws: LocalAws, bucket: string): Promise<string[]> {
  const found = (await aws.control.requests()).flatMap((one) =>
    one.bucket === bucket && one.action && /terraform/i.test(one.userAgent ?? "") ? [one.action] : [],
  );
  return [...new Set(found)].sort();
}

export function neededOn(file: string, bucket: string): string[] {
  const [{ id, environment } = { id: "", environment: undefined }] = loadEnvironments(file);
  const stack = new ExpectedStack(id, environment!, { account });
  const found = deployNeeds(stack, { id, environment: environment! }).flatMap((one) =>
    one.elements.some((element) => one.arn(element, account, new Map()) === `arn:aws:s3:::${bucket}`)
      ? one.actions
      : [],
  );
  return [...new Set(found)].sort();
}
