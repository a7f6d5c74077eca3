/** The role of a replication configuration: `local-aws/server/access/trust.py`. */
import { CreateRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { startLocalAws, type LocalAws } from "../../../../local-aws";
import { accountId } from "../../../../local-aws/credentials";
import { HERE, ledger, mirror } from "../../mirror";
import { until } from "../../support";

let aws: LocalAws;
let here: S3Client;
let iam: IAMClient;
const { entries } = ledger(() => aws);

const trust = (Condition?: object, Service = "s3.amazonaws.com") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole", Condition }],
  });
const fromAccount = { StringEquals: { "aws:SourceAccount": accountId } };
const fromBucket = { ArnLike: { "aws:SourceArn": `arn:aws:s3:::${HERE}` } };

beforeAll(async () => {
  aws = await startLocalAws();
  [here] = await mirror(aws);
  iam = new IAMClient(aws.clientConfig("us-east-1"));
  await iam.send(new CreateRoleCommand({ RoleName: "replication", AssumeRolePolicyDocument: trust() }));
});
afterAll(() => aws.stop());

/** The replication status of an object that is written under this trust policy. */
async function outcome(PolicyDocument: string, sendSourceToRole = false): Promise<string | null | undefined> {
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "replication", PolicyDocument }));
  await aws.control.setReplication({ sendSourceToRole });
  const Key = `object-${Math.random()}`;
  await here.send(new PutObjectCommand({ Bucket: HERE, Key, Body: "1" }));
  const status = async () => (await entries(HERE, Key))[0]?.replication;
  await until("the replication has ended", async () => (await status()) !== "PENDING");
  return status();
}

test("S3 may assume a role that trusts it without a condition", async () => {
  expect(await outcome(trust())).toBe("COMPLETED");
});

test("replication fails if the role trusts another service only", async () => {
  expect(await outcome(trust(undefined, "batchoperations.s3.amazonaws.com"))).toBe("FAILED");
});

test.each([
  ["aws:SourceAccount", fromAccount],
  ["aws:SourceArn", fromBucket],
])("replication fails if the trust policy requires %s, unless S3 sends it", async (_, condition) => {
  expect(await outcome(trust(condition))).toBe("FAILED");
  expect(await outcome(trust(condition), true)).toBe("COMPLETED");
});

test("replication fails if S3 sends another account than the trust policy requires", async () => {
  const other = { StringEquals: { "aws:SourceAccount": "210987654321" } };
  expect(await outcome(trust(other), true)).toBe("FAILED");
});
