/** An access point over the two existing buckets, with a policy and a routing of its own. */
import * as Control from "@aws-sdk/client-s3-control";
import type { LocalAws } from "../../local-aws";
import { account } from "../support/live-environment";
import { ADOPTED } from "./adopted-buckets";

const control = (aws: LocalAws) => new Control.S3ControlClient(aws.clientConfig("us-west-2"));

function policyFor(arn: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PartnersRead",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::210987654321:root", "arn:aws:iam::310987654321:root"] },
        Action: "s3:GetObjectVersion",
        Resource: `${arn}/object/\${aws:username}/*`,
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
        Resource: `${arn}/object/*`,
        Condition: { Bool: { "aws:SecureTransport": false } },
      },
    ],
  });
}

/** Creates it by calls of the API, and makes us-east-1 passive. Returns what {@link accessPointOf} then reads. */
export async function createAccessPoint(aws: LocalAws, Name: string): Promise<object> {
  const AccountId = account;
  await control(aws).send(
    new Control.CreateMultiRegionAccessPointCommand({
      AccountId,
      ClientToken: "adopted",
      Details: { Name, Regions: Object.values(ADOPTED).map((Bucket) => ({ Bucket })) },
    }),
  );
  await putPolicy(aws, Name, policyFor(await arnOf(aws, Name)));
  const routes = new Control.S3ControlClient(aws.clientConfig("us-east-1"));
  await routes.send(
    new Control.SubmitMultiRegionAccessPointRoutesCommand({
      AccountId,
      Mrap: await arnOf(aws, Name),
      RouteUpdates: [{ Bucket: ADOPTED["us-east-1"], TrafficDialPercentage: 0 }],
    }),
  );
  return accessPointOf(aws, Name);
}

async function arnOf(aws: LocalAws, Name: string): Promise<string> {
  const input = { AccountId: account, Name };
  const { AccessPoint } = await control(aws).send(new Control.GetMultiRegionAccessPointCommand(input));
  return `arn:aws:s3::${account}:accesspoint/${AccessPoint?.Alias}`;
}

async function putPolicy(aws: LocalAws, Name: string, Policy: string): Promise<void> {
  await control(aws).send(
    new Control.PutMultiRegionAccessPointPolicyCommand({
      AccountId: account,
      ClientToken: "policy",
      Details: { Name, Policy },
    }),
  );
}

/** Replaces the policy. Returns a function that puts back the earlier one. */
export async function changePolicy(aws: LocalAws, Name: string): Promise<() => Promise<void>> {
  const input = { AccountId: account, Name };
  const { Policy } = await control(aws).send(new Control.GetMultiRegionAccessPointPolicyCommand(input));
  const text = Policy!.Established!.Policy!;
  await putPolicy(aws, Name, text.replace("s3:GetObjectVersion", "s3:GetObject"));
  return () => putPolicy(aws, Name, text);
}

/** Everything about the access point: what AWS describes, the text of its policy, and its routing. */
export async function accessPointOf(aws: LocalAws, Name: string): Promise<object> {
  const input = { AccountId: account, Name };
  const { AccessPoint } = await control(aws).send(new Control.GetMultiRegionAccessPointCommand(input));
  const { Policy } = await control(aws).send(new Control.GetMultiRegionAccessPointPolicyCommand(input));
  const routes = new Control.S3ControlClient(aws.clientConfig("us-east-1"));
  const { Routes } = await routes.send(
    new Control.GetMultiRegionAccessPointRoutesCommand({ AccountId: account, Mrap: await arnOf(aws, Name) }),
  );
  return { alias: AccessPoint?.Alias, AccessPoint, policy: Policy?.Established?.Policy, Routes };
}
