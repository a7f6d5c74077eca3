/** A sound account on the local AWS: everything that a deploy of an environment needs, made through the API. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import type { CheckResult } from "../../../cli/checks/check";
import { accountId } from "../../../local-aws/credentials";
import type { LocalAws } from "../../../local-aws";
import { rawCall } from "../../local-aws/raw";
import { copyCommandLine, type CommandLine, type Result } from "../../support/process";
import { createTrail } from "../../support/trail";

export const project = resolve(__dirname, "../../..");
export const [ireland, virginia, frankfurt] = ["eu-west-1", "us-east-1", "eu-central-1"] as const;

/** The parts of the account that the environment file names. */
export interface SoundAccount {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly topic: string;
  readonly stateKey: string;
  /** Variables with the credentials of a role that may do everything. */
  readonly env: Record<string, string>;
}

export const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "sts:AssumeRole" },
  ],
});

export async function makeRole(
  aws: LocalAws,
  RoleName: string,
  statements?: readonly object[],
): Promise<void> {
  const iam = new IAMClient(aws.clientConfig(virginia));
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  if (statements) await setPolicy(aws, RoleName, statements);
}

export async function setPolicy(
  aws: LocalAws,
  RoleName: string,
  statements: readonly object[],
): Promise<void> {
  const iam = new IAMClient(aws.clientConfig(virginia));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "deploys", PolicyDocument }));
}

export const everything = { Effect: "Allow", Action: "*", Resource: "*" };

/** Variables with the credentials of a session of the role. */
export async function sessionOf(aws: LocalAws, role: string): Promise<Record<string, string>> {
  const parameters = new URLSearchParams({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: `arn:aws:iam::${accountId}:role/${role}`,
    RoleSessionName: "doctor",
  });
  const { text } = await rawCall(aws, "sts", virginia, parameters.toString());
  const of = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)![1]!;
  return {
    AWS_ACCESS_KEY_ID: of("AccessKeyId"),
    AWS_SECRET_ACCESS_KEY: of("SecretAccessKey"),
    AWS_SESSION_TOKEN: of("SessionToken"),
  };
}

export function topicPolicy(arn: string, services: readonly string[], more: object = {}): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ServicesPublish",
        Effect: "Allow",
        Principal: { Service: services },
        Action: "sns:Publish",
        Resource: arn,
        ...more,
      },
    ],
  });
}

export async function setTopic(
  aws: LocalAws,
  TopicArn: string,
  attributes: Record<string, string>,
): Promise<void> {
  const sns = new SNSClient(aws.clientConfig(TopicArn.split(":")[3]!));
  for (const [AttributeName, AttributeValue] of Object.entries(attributes))
    await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
}

export async function makeVpc(aws: LocalAws, region: string, zones: readonly string[]) {
  const ec2 = new EC2Client(aws.clientConfig(region));
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const VpcId = Vpc!.VpcId!;
  for (const EnableDns of [{ EnableDnsSupport: { Value: true } }, { EnableDnsHostnames: { Value: true } }])
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, ...EnableDns }));
  const subnets: string[] = [];
  for (const [index, zone] of zones.entries()) {
    const place = { CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: `${region}${zone}` };
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, ...place }));
    subnets.push(Subnet!.SubnetId!);
  }
  return { vpc: VpcId, subnets };
}

export async function makeSoundAccount(aws: LocalAws): Promise<SoundAccount> {
  await makeRole(aws, "deployer", [everything]);
  await makeRole(aws, "reader", [everything]);
  const [network, env] = [await makeVpc(aws, ireland, ["a", "b"]), await sessionOf(aws, "deployer")];
  const kms = new KMSClient(aws.clientConfig(frankfurt));
  const stateKey = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
  const sns = new SNSClient(aws.clientConfig(ireland));
  const topic = (await sns.send(new CreateTopicCommand({ Name: "operators" }))).TopicArn!;
  await setTopic(aws, topic, { Policy: topicPolicy(topic, ["cloudwatch.amazonaws.com"]) });
  await createTrail(aws);
  return { ...network, topic, stateKey, env };
}

/** The environment file of the sound account. `edit` changes the text for one broken account. */
export function environmentText({ vpc, subnets, topic, stateKey }: SoundAccount): string {
  return `name: photos
regions:
  ${ireland}:
    bucket: photos-ireland
    network:
      vpc: ${vpc}
      subnets: [${subnets.join(", ")}]
  ${virginia}:
    bucket: photos-virginia
    routing: passive
    network:
      vpc: default
state:
  bucket: photos-state
  region: ${frankfurt}
  kmsKey: ${stateKey}
access:
  readers: [arn:aws:iam::${accountId}:role/reader]
monitoring:
  notify: [${topic}]
`;
}

export interface Doctor {
  readonly folder: string;
  readonly file: string;
  write(text: string): void;
  /** Runs mrap state create. */
  createState(): Promise<Result>;
  /** Runs the command with --json. */
  run(env?: Record<string, string>, args?: readonly string[]): Promise<Result>;
  /** Starts the command without --json. */
  start(): ReturnType<CommandLine["start"]>;
  remove(): void;
}

/** The command in the project's folder, with an environment file of its own. */
export function makeDoctor(aws: LocalAws, account: SoundAccount): Doctor {
  const mrap: CommandLine = copyCommandLine(
    aws.childEnv({ NODE_PATH: join(project, "node_modules"), ...account.env }),
  );
  const folder = mkdtempSync(join(tmpdir(), "mrap-doctor-"));
  const file = join(folder, "photos.yaml");
  const out = { CDKTF_OUTDIR: join(folder, "cdktf.out") };
  return {
    folder,
    file,
    write: (text) => writeFileSync(file, text),
    createState: () => mrap.run(["state", "create", file]),
    run: (env = {}, args = ["--json"]) =>
      mrap.run(["doctor", file, ...args], { cwd: project, env: { ...out, ...env } }),
    start: () => mrap.start(["doctor", file], { cwd: project, env: out }),
    remove() {
      mrap.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `error bucket-name eu-west-1: The bucket …` of each result that is not ok and that no other result explains. */
export function problems({ stdout }: Result): string[] {
  const { checks } = JSON.parse(stdout) as { checks: (CheckResult & { key: string })[] };
  return checks
    .filter(({ level, because }) => level !== "ok" && !(level === "not known" && because.length > 0))
    .map(({ level, key, text }) => `${level} ${key}: ${text}`);
}
