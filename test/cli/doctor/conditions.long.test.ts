/** `mrap doctor` with keys, log buckets, a role of the providers and expiring credentials, and when it is interrupted. */
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import {
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  CreateKeyCommand,
  DisableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { versionedBucket } from "../../support/buckets";
import {
  environmentText,
  everything,
  frankfurt,
  ireland,
  makeDoctor,
  makeRole,
  makeSoundAccount,
  problems,
  virginia,
  type Doctor,
  type SoundAccount,
} from "./account";

let aws: LocalAws;
let account: SoundAccount;
let doctor: Doctor;
let sound: string;

beforeAll(async () => {
  aws = await startLocalAws();
  account = await makeSoundAccount(aws);
  doctor = makeDoctor(aws, account);
  sound = environmentText(account);
  doctor.write(sound);
  expect(await doctor.createState()).toMatchObject({ status: 0 });
});
afterAll(async () => {
  doctor.remove();
  await aws.stop();
});
afterEach(async () => {
  doctor.write(sound);
  await aws.control.setFaults([]);
});

interface Shown {
  readonly key: string;
  readonly level: string;
  readonly text: string;
}
const run = async (text: string, env?: Record<string, string>) => {
  doctor.write(text);
  const result = await doctor.run(env);
  if (result.stdout === "") return { ...result, get: () => undefined, problems: [] };
  const { checks } = JSON.parse(result.stdout) as { checks: Shown[] };
  return {
    ...result,
    get: (key: string) => checks.find((one) => one.key === key),
    problems: problems(result),
  };
};

test("existing keys of the buckets: enabled, disabled and pending deletion", async () => {
  const key = async (region: string): Promise<string> => {
    const kms = new KMSClient(aws.clientConfig(region));
    return (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
  };
  const kms = new KMSClient(aws.clientConfig(virginia));
  const [good, disabled, doomed] = [await key(ireland), await key(virginia), await key(virginia)];
  await kms.send(new DisableKeyCommand({ KeyId: disabled.split("/")[1]! }));
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: doomed.split("/")[1]! }));
  const withKeys = (other: string): string =>
    `${sound}encryption:\n  type: kms\n  keys:\n    ${ireland}: ${good}\n    ${virginia}: ${other}\n`;
  const first = await run(withKeys(disabled));
  expect(first.problems).toEqual([`error bucket-key ${virginia}: The key ${disabled} is disabled.`]);
  expect(first.get(`bucket-key ${ireland}`)).toMatchObject({
    level: "ok",
    text: `The key ${good} is enabled.`,
  });
  expect((await run(withKeys(doomed))).problems).toEqual([
    `error bucket-key ${virginia}: The key ${doomed} is pending deletion.`,
  ]);
  const gone = doomed.replace(/[^/]+$/, "1234abcd-12ab-34cd-56ef-1234567890ab");
  expect((await run(withKeys(gone))).problems).toEqual([
    `error bucket-key ${virginia}: The key ${gone} does not exist.`,
  ]);
});

test("a key of another Region or account is an error of the file, and nothing is asked", async () => {
  const id = "key/1234abcd-12ab-34cd-56ef-1234567890ab";
  await aws.control.clearRequests();
  const text = `${sound}encryption:\n  type: kms\n  keys:\n    ${ireland}: arn:aws:kms:${frankfurt}:123456789012:${id}\n    ${virginia}: arn:aws:kms:${virginia}:210987654321:${id}\n`;
  const result = await run(text);
  expect(result).toMatchObject({ status: 2, stdout: "" });
  expect(result.stderr).toContain(`encryption.keys.${ireland}`);
  expect(await aws.control.requests()).toEqual([]);
});

test("buckets for access logs: present, missing and in another Region", async () => {
  await versionedBucket(aws, ireland, "logs-ireland");
  const found = await run(`${sound}accessLogs:\n  ${ireland}: logs-ireland\n  ${virginia}: logs-nowhere\n`);
  expect(found.problems).toEqual([
    `error access-log-bucket ${virginia}: The bucket logs-nowhere for access logs does not exist.`,
  ]);
  expect(found.get(`access-log-bucket ${ireland}`)?.level).toBe("ok");
  const swapped = await run(`${sound}accessLogs:\n  ${virginia}: logs-ireland\n`);
  expect(swapped.problems).toEqual([
    `error access-log-bucket ${virginia}: The bucket logs-ireland for access logs exists in another Region than ${virginia}. S3 delivers access logs in the Region of the member bucket only.`,
  ]);
});

test("the role of the providers: usable, not usable, and missing", async () => {
  await makeRole(aws, "terraform", [everything]);
  const arn = "arn:aws:iam::123456789012:role/terraform";
  const usable = await run(`${sound}assumeRole: ${arn}\n`);
  expect(usable.problems).toEqual([]);
  expect(usable.get("assume-role")?.text).toBe(
    `The caller can assume ${arn}. The other checks are made with the caller's permissions.`,
  );
  await aws.control.setFaults([
    { host: "sts.*", action: "sts:AssumeRole", fault: "status", status: 403, code: "AccessDenied" },
  ]);
  expect((await run(`${sound}assumeRole: ${arn}\n`)).problems).toEqual([
    `error assume-role: Terraform's providers assume ${arn}, and the caller cannot. No permission: sts:AssumeRole on ${arn} is denied; allow it to your role, or use another one.`,
  ]);
  await aws.control.setFaults([]);
  const none = arn.replace("terraform", "none");
  expect((await run(`${sound}assumeRole: ${none}\n`)).get("assume-role")).toMatchObject({
    level: "error",
    text: `Terraform's providers assume ${none}, which does not exist.`,
  });
});

test("credentials that expire during the deploy", async () => {
  const AWS_CREDENTIAL_EXPIRATION = new Date(Date.now() + 20 * 60_000).toISOString();
  const { problems: found, status } = await run(sound, { AWS_CREDENTIAL_EXPIRATION });
  expect(found).toEqual([
    expect.stringMatching(
      /^warning credentials-expiry: The credentials expire at \S+, in (19|20) minutes\. A deploy may take longer\.$/,
    ),
  ]);
  expect(status).toBe(0);
});

test("a Region without a default VPC", async () => {
  const region = "eu-north-1";
  const ec2 = new EC2Client(aws.clientConfig(region));
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  for (const { SubnetId } of Subnets) await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  for (const { VpcId } of Vpcs) await ec2.send(new DeleteVpcCommand({ VpcId }));
  expect((await run(sound.replace(virginia, region))).problems).toEqual([
    `error vpc ${region}: ${region} has no default VPC.`,
  ]);
});

test("a Region that does not answer is not known within a bounded time", async () => {
  await aws.control.setFaults([{ host: "ec2.us-west-2.*", fault: "silent" }]);
  const { problems: found, status } = await run(sound);
  expect(status).toBe(0);
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((one) => !one.startsWith("not known region "))).toEqual([]);
});

test("Ctrl-C: status 1, every check has a result, and nothing is left", async () => {
  await aws.control.setFaults([{ host: "cloudtrail.*", fault: "silent" }]);
  const before = readdirSync(tmpdir())
    .filter((one) => one.startsWith("mrap"))
    .sort();
  const { child, result } = doctor.start();
  // The first result is printed when the command is under way.
  await new Promise<void>((done) => child.stdout!.once("data", () => done()));
  child.kill("SIGINT");
  const { status, stdout, stderr } = await result;
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toContain(`not known  Trail, ${ireland}: The check was stopped before it had an answer.`);
  expect(lines.at(-1)).toMatch(/^\d+ checks: \d+ ok, 0 warnings, 0 errors, [1-9]\d* not known\.$/);
  expect(
    readdirSync(tmpdir())
      .filter((one) => one.startsWith("mrap"))
      .sort(),
  ).toEqual(before);
});
