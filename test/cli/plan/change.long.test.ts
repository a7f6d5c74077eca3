/** Changes of a deployed environment with the real Terraform: each ends in the right sentence, or in a procedure that works. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { identityFile } from "../../../environment/identity";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { expectStatus, RealStack, type Run } from "../../support/terraform";

const MINUTES = 60_000;
const REGIONS = {
  "eu-west-1": "change-ireland",
  "us-east-1": "change-virginia",
  "sa-east-1": "change-sao-paulo",
};

interface Change {
  readonly name?: string;
  readonly regions?: Readonly<Record<string, string>>;
  readonly protect?: boolean;
  readonly failover?: string;
}

function yaml({ name = "photos", regions = REGIONS, protect = true, failover = "{}" }: Change): string {
  const members = Object.entries(regions).map(([region, bucket]) => `  ${region}: { bucket: ${bucket} }\n`);
  return `name: ${name}
regions:
${members.join("")}state: { bucket: change-terraform-state, region: eu-central-1 }
monitoring: { dashboard: false, requestMetrics: false }
access: { onlyThroughAccessPoint: false }
failover: ${failover}
protect: ${protect}
repair: { batchReplication: false }
`;
}

const REFUSED_NAME = "renames the environment photos. AWS cannot rename";
const BUCKETS = ["-target=aws_s3_bucket.eu_west_1", "-target=aws_s3_bucket.us_east_1"];
const WITHOUT_SAO_PAULO = { "eu-west-1": "change-ireland", "us-east-1": "change-virginia" };

let aws: LocalAws;
let file: string;
let stack: RealStack;
let planFile: string;

beforeAll(async () => {
  aws = await startLocalAws();
  file = join(aws.directory, "photos.yaml");
  planFile = join(aws.directory, "photos.tfplan");
  writeFileSync(file, yaml({}));
  stack = RealStack.on(aws, file);
  expectStatus(await stack.mrap("state", "create"), 0);
  expectStatus(await stack.synth(), 0);
  await terraform("init");
  await terraform("apply", "-auto-approve");
}, 10 * MINUTES);
afterAll(() => aws?.stop(), MINUTES);

async function terraform(command: string, ...args: string[]): Promise<string> {
  const run = await stack.terraform(command, ...args);
  expectStatus(run, 0);
  return run.output;
}

/** The output of `mrap plan`. @param options such as --out, for a plan to apply */
async function plan(change: Change, status: number, ...options: string[]): Promise<string> {
  writeFileSync(file, yaml(change));
  const run: Run = await stack.mrap("plan", ...options);
  expectStatus(run, status);
  return run.output;
}

/** A file with a change is synthesized, as cdktf does, and planned. */
async function synthesized(change: Change): Promise<void> {
  writeFileSync(file, yaml(change));
  expectStatus(await stack.synth(), 0);
}

const putObject = (region: string, bucket: string) =>
  new S3Client(aws.clientConfig(region)).send(new PutObjectCommand({ Bucket: bucket, Key: "a", Body: "1" }));

describe("while it is protected", () => {
  test(
    "an unchanged file has a harmless plan",
    async () => {
      expect(await plan({}, 0)).not.toMatch(/^Next steps:/m);
    },
    5 * MINUTES,
  );

  test(
    "a new name is refused by the record, and without the record it is recognized from the buckets",
    async () => {
      expect(await plan({ name: "albums" }, 1)).toContain(REFUSED_NAME);
      rmSync(identityFile(file));
      const output = await plan({ name: "albums" }, 1);
      expect(output).toContain("The file renames the access point from photos to albums. AWS replaces");
      expect(output).toContain("  - To keep the access point, write name: photos.");
      expect(output).toContain("The state bucket contains other states: photos/terraform.tfstate.");
      expect(output).toContain("Terraform was not asked for a plan. Nothing was changed.");
      // From now on synth knows the name.
      expect(await plan({ name: "albums" }, 1)).toContain(REFUSED_NAME);
    },
    5 * MINUTES,
  );

  test(
    "a removed, an added and another Region's bucket are reported without a plan",
    async () => {
      const output = await plan(
        {
          regions: {
            "eu-west-1": "change-dublin",
            "us-east-1": "change-virginia",
            "ca-central-1": "change-montreal",
          },
        },
        1,
      );
      expect(output).toContain("The file removes sa-east-1 with the bucket change-sao-paulo.");
      expect(output).toContain("The file adds ca-central-1 with the bucket change-montreal.");
      expect(output).toContain(
        "The file replaces the bucket change-ireland in eu-west-1 with change-dublin.",
      );
      expect(output).toContain("Terraform was not asked for a plan.");
    },
    5 * MINUTES,
  );

  test(
    "cdktf refuses a destroy before protect: false is deployed",
    async () => {
      writeFileSync(file, yaml({ protect: false }));
      const recorded = JSON.parse(readFileSync(identityFile(file), "utf8")) as object;
      // A deploy with cdktf writes this. Terraform alone deployed here.
      writeFileSync(identityFile(file), JSON.stringify({ ...recorded, protect: true }));
      const run = await stack.cdktf("destroy", "photos", "--auto-approve");
      expect(run.status).not.toBe(0);
      expect(run.output).toContain("is not deployed yet. A destroy would delete the access point");
      expect(run.output).toContain("run npx cdktf deploy photos first, then npx cdktf destroy photos");
      // The record without the deploy, for the tests below.
      writeFileSync(identityFile(file), JSON.stringify(recorded));
    },
    5 * MINUTES,
  );
});

test(
  "protect: false that is not deployed is reported, and its deploy makes a destroy complete",
  async () => {
    const output = await plan({ protect: false }, 1, "--out", planFile);
    expect(output).toContain("protect: false is not deployed yet.");
    expect(output).toContain("  - Before a destroy, run: npx cdktf deploy photos");
    await terraform("apply", planFile);
  },
  10 * MINUTES,
);

// One plan shows several keys: without the provider of any of them, Terraform plans nothing.
test.each<[string, Change, readonly string[]]>([
  [
    "failover.runbook, failover.announceChanges and a removed Region",
    { regions: WITHOUT_SAO_PAULO, failover: "{ runbook: false, announceChanges: false }" },
    [
      "aws_ssm_document.runbook_us_west_2",
      "aws_cloudwatch_event_rule.routing_ap_southeast_2",
      "aws_s3_bucket.sa_east_1",
    ],
  ],
  [
    "failover.announceFrom and a member that shifts the runbook",
    {
      regions: { "sa-east-1": "change-sao-paulo", "us-west-1": "change-north" },
      failover: "{ announceFrom: us-west-2 }",
    },
    [
      "aws_cloudwatch_event_rule.routing_ap_southeast_2",
      "aws_ssm_document.runbook_us_east_1",
      "aws_s3_bucket.eu_west_1",
    ],
  ],
])(
  "the providers that %s drop are kept for their resources",
  async (_what, change, destroyed) => {
    await synthesized({ ...change, protect: false });
    // Terraform needs the provider to plan the destruction, and no refresh.
    const output = await terraform("plan", "-refresh=false", "-lock=false");
    for (const address of destroyed) expect(output).toContain(`# ${address} will be destroyed`);
  },
  5 * MINUTES,
);

test(
  "a trial loses a Region with its objects in one deploy",
  async () => {
    await putObject("sa-east-1", "change-sao-paulo");
    const change = { regions: WITHOUT_SAO_PAULO, protect: false };
    expect(await plan(change, 1, "--out", planFile)).toContain("  - To do it, run: npx cdktf deploy photos");
    await terraform("apply", planFile);
  },
  10 * MINUTES,
);

test(
  "a trial gets another name in one deploy, in the same state",
  async () => {
    const change = { name: "albums", regions: WITHOUT_SAO_PAULO, protect: false };
    await synthesized(change);
    await terraform("apply", "-auto-approve", "-refresh=false");
    // The Region's provider is forgotten after its resources.
    expect(await plan(change, 0)).not.toMatch(/^Next steps:/m);
  },
  10 * MINUTES,
);

test(
  "a destroy that stopped at buckets with objects is completed by the commands of docs/change.md",
  async () => {
    const change = { name: "albums", regions: WITHOUT_SAO_PAULO };
    // With protect: true, Terraform's state says that the objects are kept.
    await synthesized({ ...change, protect: true });
    await terraform("apply", "-auto-approve", "-refresh=false", ...BUCKETS);
    await putObject("eu-west-1", "change-ireland");
    await synthesized({ ...change, protect: false });
    const stopped = await stack.terraform("destroy", "-auto-approve", "-refresh=false");
    expect(stopped.status).toBe(1);
    expect(stopped.output).toContain("BucketNotEmpty");
    const left = (await inState()).filter((address) => /^aws_s3_bucket\.\w+$/.test(address));
    expect(left).toContain("aws_s3_bucket.eu_west_1");
    await terraform("apply", "-auto-approve", ...left.map((address) => `-target=${address}`));
    await terraform("destroy", "-auto-approve");
    expect(await inState()).toEqual([]);
  },
  10 * MINUTES,
);

/** The addresses of the resources in the state. */
async function inState(): Promise<string[]> {
  const { resources } = JSON.parse((await stack.statePull()).output) as {
    resources: { mode: string; type: string; name: string }[];
  };
  return resources.filter(({ mode }) => mode === "managed").map(({ type, name }) => `${type}.${name}`);
}
