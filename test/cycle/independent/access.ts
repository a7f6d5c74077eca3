import { GetBucketPolicyCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetMultiRegionAccessPointPolicyCommand } from "@aws-sdk/client-s3-control";
import { GetRolePolicyCommand } from "@aws-sdk/client-iam";
import type { DeployedEnvironment } from "../../../tour/clients";
import { errorCode, expectEqual, expectTrue } from "../../../tour/expect";
import { accessPointArn } from "./access-point";

interface Policy {
  Statement: { Sid: string; Effect: string }[];
}

function sids(policy: string | undefined): string[] {
  return policy ? (JSON.parse(policy) as Policy).Statement.map(({ Sid, Effect }) => `${Effect} ${Sid}`) : [];
}

/** Step 5: the policies are in place, and requests that bypass the access point are denied. */
export async function checkAccess(environment: DeployedEnvironment): Promise<void> {
  const arn = await accessPointArn(environment);
  const { onlyThroughAccessPoint } = environment.environment.access;
  for (const region of environment.regions) {
    const s3 = environment.s3(region);
    const Bucket = environment.bucket(region);
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expectEqual(`the statements of ${Bucket}'s policy`, sids(Policy), [
      "Deny OnlyOverTls",
      "Allow DelegateObjectsToAccessPoint",
      "Allow DelegateListingToAccessPoint",
      ...(onlyThroughAccessPoint ? ["Deny OnlyThroughAccessPoint"] : []),
      "Deny OnlyBucketEncryption",
    ]);
    const Key = `walkthrough/policy-${region}`;
    await s3.send(new PutObjectCommand({ Bucket: arn, Key, Body: "through the access point" }));
    if (onlyThroughAccessPoint) {
      expectEqual(
        `a write to ${Bucket} that bypasses the access point`,
        await errorCode(s3.send(new PutObjectCommand({ Bucket, Key, Body: "bypasses it" }))),
        "AccessDenied",
      );
      expectEqual(
        `a read from ${Bucket} that bypasses the access point`,
        await errorCode(s3.send(new GetObjectCommand({ Bucket, Key }))),
        "AccessDenied",
      );
    }
    const { PolicyDocument } = await environment.iam().send(
      new GetRolePolicyCommand({
        RoleName: `${environment.name}-replication-${region}`,
        PolicyName: "replication",
      }),
    );
    expectEqual(
      `the statements of ${Bucket}'s replication role`,
      sids(decodeURIComponent(PolicyDocument ?? "")),
      ["Allow ReadReplicationConfiguration", "Allow ReadSourceObjects", "Allow WriteReplicas"],
    );
  }
  const { Policy } = await environment.s3Control().send(
    new GetMultiRegionAccessPointPolicyCommand({
      AccountId: environment.accountId,
      Name: environment.name,
    }),
  );
  const ofAccessPoint = sids(Policy?.Established?.Policy);
  expectTrue(
    "the access point's policy",
    ofAccessPoint.includes("Deny OnlyOverTls"),
    "a statement OnlyOverTls",
    ofAccessPoint,
  );
}
