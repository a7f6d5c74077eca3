/** Changes of a deployed environment with the real Terraform: each ends in the right sentence, or in a procedure that works. */
import { rmSync, writeFileSync } from "node:fs";
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
`;
}

const WITHOUT_SAO_PAULO = { "eu-west-1": "change-ireland", "us-east-1": "change-virginia" };

let aws: LocalAws;
let file: string;
let stack: RealStack;

beforeAll(async () => {
  aws = await startLocalAws();
  file = join(aws.directory, "photos.yaml");
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

/** The output of `mrap plan` without its progress. */
async function plan(change: Change, status: number): Promise<string> {
  writeFileSync(file, yaml(change));
  const run: Run = await stack.mrap("plan");
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
    "a new name is refused by the record",
    async () => {
      expect(await plan({ name: "albums" }, 1)).toContain(
        "renames the environment photos. AWS cannot rename",
      );
    },
    5 * MINUTES,
  );

  test(
    "a new name without the record is recognized from the buckets, and the other state is named",
    async () => {
      rmSync(identityFile(file));
      const output = await plan({ name: "albums" }, 1);
      expect(output).toContain("The file renames the access point from photos to albums. AWS replaces");
      expect(output).toContain("  - To keep the access point, write name: photos.");
      expect(output).toContain("The state bucket contains other states: photos/terraform.tfstate.");
      expect(output).toContain("Terraform was not asked for a plan. Nothing was changed.");
      // From now on synth knows the name.
      expect(await plan({ name: "albums" }, 1)).toContain(
        "renames the environment photos. AWS cannot rename",
      );
    },
    5 * MINUTES,
  );

  test(
    "a removed, an added and another Region's bucket are reported without a plan",
    async () => {
      const removed = await plan({ regions: WITHOUT_SAO_PAULO }, 1);
      expect(removed).toContain("The file removes sa-east-1 with the bucket change-sao-paulo.");
      expect(removed).toContain("Terraform was not asked for a plan.");
      const added = await plan({ regions: { ...REGIONS, "ca-central-1": "change-montreal" } }, 1);
      expect(added).toContain("The file adds ca-central-1 with the bucket change-montreal.");
      const changed = await plan({ regions: { ...REGIONS, "sa-east-1": "change-rio" } }, 1);
      expect(changed).toContain(
        "The file replaces the bucket change-sao-paulo in sa-east-1 with change-rio.",
      );
    },
    10 * MINUTES,
  );
});

test(
  "protect: false that is not deployed is reported, and its deploy makes a destroy complete",
  async () => {
    const output = await plan({ protect: false }, 1);
    expect(output).toContain("protect: false is not deployed yet.");
    expect(output).toContain("  - Before a destroy, run: npx cdktf deploy photos");
    await terraform("apply", "-auto-approve");
  },
  10 * MINUTES,
);

test.each<[string, Change]>([
  ["failover.runbook and announceChanges", { failover: "{ runbook: false, announceChanges: false }" }],
  ["failover.announceFrom", { failover: "{ announceFrom: us-west-2 }" }],
  ["a removed Region", { regions: WITHOUT_SAO_PAULO }],
  [
    "a member that shifts the runbook",
    { regions: { "sa-east-1": "change-sao-paulo", "us-west-1": "change-north" } },
  ],
])(
  "the provider that %s drops is kept for its resources",
  async (_what, change) => {
    await synthesized({ ...change, protect: false });
    await terraform("init");
    expect(await terraform("plan")).toContain("to destroy");
  },
  5 * MINUTES,
);

test(
  "a trial loses a Region with its objects in one deploy",
  async () => {
    await putObject("sa-east-1", "change-sao-paulo");
    const change = { regions: WITHOUT_SAO_PAULO, protect: false };
    expect(await plan(change, 1)).toContain("  - To do it, run: npx cdktf deploy photos");
    await synthesized(change);
    await terraform("apply", "-auto-approve");
  },
  10 * MINUTES,
);

test(
  "a trial gets another name in one deploy, in the same state",
  async () => {
    const change = { name: "albums", regions: WITHOUT_SAO_PAULO, protect: false };
    await synthesized(change);
    await terraform("init");
    await terraform("apply", "-auto-approve");
    // The Region's provider is forgotten after its resources.
    expect(await plan(change, 0)).not.toMatch(/^Next steps:/m);
    await putObject("eu-west-1", "change-ireland");
    await terraform("destroy", "-auto-approve");
  },
  10 * MINUTES,
);
