/** Refuses to remove a bucket that an access point uses. */
import { listAccessPoints } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { explain } from "../adapters/aws/errors";
import type { BucketPlace } from "../adapters/aws/object-versions";
import { ExitStatus, UserError } from "../errors";
import type { ChangingEnvironment } from "./change";

const TIMEOUT_MS = 30_000;

/** A bucket of either set is in use. */
export function refuseMember(
  id: string,
  { name, regions, previous }: ChangingEnvironment,
  { bucket }: BucketPlace,
): void {
  const region = Object.entries(regions).find(([, one]) => one.bucket === bucket)?.[0];
  if (region !== undefined)
    throw new UserError(
      `${bucket} is the bucket of ${region} in ${name}. Only a bucket that is in no access point can be removed. To take it out, run: mrap regions remove ${region} ${id}`,
      ExitStatus.usage,
    );
  if (Object.values(previous?.regions ?? {}).some((one) => one.bucket === bucket))
    throw new UserError(
      `Step 7 is missing: ${bucket} still belongs to the access point ${previous!.name}. Retire it first: mrap regions retire ${id}`,
    );
}

export async function refuseInUse(aws: Aws, account: string, { bucket }: BucketPlace): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const all = await listAccessPoints(aws, account, signal).catch((error: unknown) => {
    throw new UserError(
      explain(error, { action: "s3:ListMultiRegionAccessPoints", resource: `the account ${account}` }),
    );
  });
  const user = all.find(({ buckets }) => buckets.includes(bucket));
  if (user === undefined) return;
  throw new UserError(
    `Step 7 is missing: ${bucket} still belongs to the access point ${user.name} (${user.status}). Delete the access point first: deploy the environment without it.`,
  );
}
