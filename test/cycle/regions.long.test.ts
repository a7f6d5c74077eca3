/**
 * The Regions of an environment change while clients write: two become three, the first is replaced, and two are left. With
 * mrap regions, the real Terraform and a local AWS.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateJobCommand,
  GetMultiRegionAccessPointCommand,
  S3ControlClient,
} from "@aws-sdk/client-s3-control";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { accountId } from "../../local-aws/credentials";
import { batchRole, jobOf, reaches, REPORTS } from "../local-aws/batch";
import { expectStatus, RealStack, type Run } from "../support/terraform";

const MINUTES = 60_000;
const ireland = "eu-west-1";
const virginia = "us-east-1";
const mumbai = "ap-south-1";
const london = "eu-west-2";
const BUCKETS = {
  [ireland]: "cycle-ireland",
  [virginia]: "cycle-virginia",
  [mumbai]: "cycle-mumbai",
  [london]: "cycle-london",
};
type Region = keyof typeof BUCKETS;

let aws: LocalAws;
let stack: RealStack;
let control: S3ControlClient;
let writers: Writers;
const s3 = (region: string): S3Client => new S3Client(aws.clientConfig(region));

beforeAll(async () => {
  aws = await startLocalAws();
  const file = join(aws.directory, "photos.yaml");
  writeFileSync(
    file,
    `name: photos # the first name
regions:
  ${ireland}: { bucket: ${BUCKETS[ireland]} }
  ${virginia}: { bucket: ${BUCKETS[virginia]} }
state: { bucket: cycle-state, region: eu-central-1 }
monitoring: { dashboard: false, requestMetrics: false }
access: { onlyThroughAccessPoint: false }
failover: { runbook: false, announceChanges: false }
`,
  );
  stack = RealStack.on(aws, file);
  control = new S3ControlClient(aws.clientConfig("us-west-2"));
  expectStatus(await stack.mrap("state", "create"), 0);
  await deploy([]);
  writers = new Writers(await arnOf("photos"));
}, 10 * MINUTES);
afterAll(async () => {
  await writers?.stop();
  await aws?.stop();
}, MINUTES);

/** Clients that write all the time. Each acknowledged version is remembered. */
class Writers {
  readonly acknowledged: string[] = [];
  readonly failures: string[] = [];
  private running = true;
  private readonly loops: Promise<void>[];

  constructor(public arn: string) {
    this.loops = [ireland, virginia].map((from, index) => this.write(s3(from), index));
  }

  private async write(client: S3Client, index: number): Promise<void> {
    for (let count = 0; this.running; count += 1) {
      const Key = `writer-${index}/${count}`;
      try {
        const { VersionId } = await client.send(new PutObjectCommand({ Bucket: this.arn, Key, Body: Key }));
        this.acknowledged.push(`${Key} ${VersionId}`);
      } catch (error) {
        this.failures.push(`${Key}: ${String(error)}`);
      }
      // A few writes each second show what many would.
      await new Promise((next) => setTimeout(next, 200));
    }
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.loops);
  }
}

async function arnOf(name: string): Promise<string> {
  const { AccessPoint } = await control.send(
    new GetMultiRegionAccessPointCommand({ AccountId: accountId, Name: name }),
  );
  return `arn:aws:s3::${accountId}:accesspoint/${AccessPoint!.Alias}`;
}

/** Synthesizes, plans and applies. @param deleted the only addresses that the plan may delete, as patterns */
async function deploy(deleted: readonly RegExp[]): Promise<void> {
  expectStatus(await stack.synth(), 0);
  expectStatus(await stack.terraform("init", "-input=false"), 0);
  expectStatus(await stack.terraform("plan", "-out=change.tfplan"), 0);
  const { resource_changes: changes } = JSON.parse(
    expected(await stack.terraform("show", "-json", "change.tfplan"), 0),
  ) as { resource_changes: { address: string; change: { actions: string[] } }[] };
  const gone = changes.filter(({ change }) => change.actions.includes("delete"));
  expect(gone.filter(({ change }) => change.actions.length > 1).map(({ address }) => address)).toEqual([]);
  expect(
    gone.map(({ address }) => address).filter((address) => !deleted.some((one) => one.test(address))),
  ).toEqual([]);
  expectStatus(await stack.terraform("apply", "change.tfplan"), 0);
}

function expected(run: Run, status: number): string {
  expectStatus(run, status);
  return run.output;
}

/** Copies the existing objects to a new Region, as S3 Batch Replication does. */
async function backfill(from: Region, token: string): Promise<void> {
  const { JobId } = await control.send(new CreateJobCommand(jobOf(BUCKETS[from], undefined, token)));
  await reaches(control, JobId, "Complete");
}

/** One change: the steps in their order, each by its command. */
async function change(
  command: readonly string[],
  name: string,
  newName: string,
  leaving?: Region,
): Promise<void> {
  const old = await arnOf(name);
  expectStatus(await stack.mrap("regions", ...command, "--no-aws"), 0);
  expect(expected(await stack.mrap("regions", "status"), 0)).toContain("Next: step 1, deploy.");
  await deploy([]);
  if (command.includes("add") || command.includes("--with")) await backfill(virginia, newName);
  // Both access points serve.
  await s3(virginia).send(new PutObjectCommand({ Bucket: old, Key: "through the old one" }));
  writers.arn = await arnOf(newName);
  expect(expected(await stack.mrap("regions", "status"), 0)).toContain("Next: step 7");
  expect(writers.failures).toEqual([]);
  expectStatus(await stack.mrap("regions", "retire", "--yes"), 0);
  await s3(virginia).send(new PutObjectCommand({ Bucket: old, Key: "until it is retired" }));
  const label = leaving?.replaceAll("-", "_") ?? "none";
  await deploy([
    new RegExp(`^aws_s3control_multi_region_access_point(_policy)?\\.${name.replaceAll("-", "_")}$`),
    // Alarms, rules and roles of a Region that leaves. Its bucket is only forgotten.
    new RegExp(`^(?!aws_s3_bucket\\.).*${label}`),
  ]);
  await expect(s3(virginia).send(new PutObjectCommand({ Bucket: old, Key: "too late" }))).rejects.toThrow();
  expect(writers.failures).toEqual([]);
  if (leaving !== undefined) {
    while ((await aws.control.pending()).length > 0) await new Promise((next) => setTimeout(next, 100));
    const removed = await stack.mrap("regions", "empty", leaving, "--bucket", BUCKETS[leaving], "--yes");
    expect(expected(removed, 0)).toContain(`The bucket ${BUCKETS[leaving]} is deleted`);
  }
}

test(
  "two Regions become three",
  async () => {
    await s3(virginia).send(new CreateBucketCommand({ Bucket: REPORTS }));
    await batchRole(aws, BUCKETS[virginia]);
    await change(["add", mumbai, "--bucket", BUCKETS[mumbai]], "photos", "photos-2");
  },
  10 * MINUTES,
);

test(
  "the first Region is replaced, and its bucket removed",
  () =>
    change(
      ["replace", ireland, "--with", london, "--bucket", BUCKETS[london]],
      "photos-2",
      "photos-3",
      ireland,
    ),
  10 * MINUTES,
);

test("two Regions are left", () => change(["remove", mumbai], "photos-3", "photos-4", mumbai), 10 * MINUTES);

test(
  "every acknowledged write is in every bucket of the final set",
  async () => {
    await writers.stop();
    while ((await aws.control.pending()).length > 0) await new Promise((next) => setTimeout(next, 100));
    expect(writers.failures).toEqual([]);
    expect(writers.acknowledged.length).toBeGreaterThan(20);
    for (const region of [virginia, london] as const) {
      const there = new Set(await versionsIn(region));
      expect(writers.acknowledged.filter((one) => !there.has(one))).toEqual([]);
    }
  },
  5 * MINUTES,
);

async function versionsIn(region: Region): Promise<string[]> {
  const found: string[] = [];
  let KeyMarker: string | undefined;
  do {
    const page = await s3(region).send(new ListObjectVersionsCommand({ Bucket: BUCKETS[region], KeyMarker }));
    found.push(...(page.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    KeyMarker = page.NextKeyMarker;
  } while (KeyMarker);
  return found;
}
