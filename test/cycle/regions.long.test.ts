/**
 * The Regions of a protected environment change three times while clients write: two become three, the first is replaced, and
 * two are left. With mrap regions, mrap backfill, the real Terraform and a local AWS.
 */
import { spawn } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  HeadBucketCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetMultiRegionAccessPointCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { identityFile } from "../../environment/identity";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { accountId } from "../../local-aws/credentials";
import { terraformBinary } from "../../local-aws/terraform";
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
let file: string;
let stack: RealStack;
let control: S3ControlClient;
let writers: Writers;
const s3 = (region: string): S3Client => new S3Client(aws.clientConfig(region));

beforeAll(async () => {
  aws = await startLocalAws();
  file = join(aws.directory, "photos.yaml");
  writeFileSync(
    file,
    `name: photos # the first name
regions:
  ${ireland}: { bucket: ${BUCKETS[ireland]} }
  ${virginia}: { bucket: ${BUCKETS[virginia]} }
state: { bucket: cycle-state, region: eu-central-1 }
monitoring: { dashboard: false, requestMetrics: false }
access: { onlyThroughAccessPoint: false }
failover: { announceChanges: false }
`,
  );
  stack = RealStack.on(aws, file);
  control = new S3ControlClient(aws.clientConfig("us-west-2"));
  expectStatus(await stack.mrap("state", "create"), 0);
  expectStatus(await stack.synth(), 0);
  expectStatus(await stack.terraform("init", "-input=false"), 0);
  expectStatus(await stack.terraform("plan", "-out=change.tfplan"), 0);
  expectStatus(await stack.terraform("apply", "change.tfplan"), 0);
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
      // A write each second shows what many would.
      await new Promise((next) => setTimeout(next, 1000));
    }
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.loops);
  }
}

async function arnOf(name: string): Promise<string> {
  const found = await control.send(
    new GetMultiRegionAccessPointCommand({ AccountId: accountId, Name: name }),
  );
  return `arn:aws:s3::${accountId}:accesspoint/${found.AccessPoint!.Alias}`;
}

function output(run: Run): string {
  expectStatus(run, 0);
  return run.output;
}

interface Change {
  readonly address: string;
  readonly previous_address?: string;
  readonly change: { readonly actions: readonly string[] };
}

/** Synthesizes and plans. Returns the changes, a line each. */
async function plan(): Promise<string> {
  expectStatus(await stack.synth(), 0);
  expectStatus(await stack.terraform("plan", "-out=change.tfplan"), 0);
  const json = output(await stack.terraform("show", "-json", "change.tfplan"));
  const { resource_changes: changes } = JSON.parse(json) as { resource_changes: Change[] };
  return changes
    .filter(({ address }) => !address.startsWith("data."))
    .flatMap(({ address, previous_address: from, change: { actions } }) => [
      ...(from ? [`move ${from} to ${address}`] : []),
      ...(actions.join() === "no-op" ? [] : [`${actions.join(" and ")} ${address}`]),
    ])
    .sort()
    .map((line) => `${line}\n`)
    .join("");
}

/** The expected changes of each plan. */
const golden = new Map(
  readFileSync(join(__dirname, "regions.golden.txt"), "utf8")
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return [part.slice(0, end), `${part.slice(end + 1).trim()}\n`] as const;
    }),
);

const apply = async (): Promise<void> => expectStatus(await stack.terraform("apply", "change.tfplan"), 0);

/** A second plan has no changes. */
const expectConverged = async (): Promise<void> =>
  expectStatus(await stack.terraform("plan", "-detailed-exitcode"), 0);

/** The managed addresses of the state. */
async function addresses(): Promise<string[]> {
  const state = JSON.parse(output(await stack.statePull())) as {
    resources: { mode: string; type: string; name: string; instances: { index_key?: unknown }[] }[];
  };
  return state.resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, instances }) =>
      instances.map(
        ({ index_key: key }) => `${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
      ),
    )
    .sort();
}

/** The addresses of the same file as a new environment, without its identity record. */
async function freshAddresses(): Promise<string[]> {
  const record = identityFile(file);
  copyFileSync(record, `${record}.kept`);
  rmSync(record);
  expectStatus(await stack.synth(), 0);
  const { resource } = JSON.parse(stack.json) as { resource: Record<string, object> };
  copyFileSync(`${record}.kept`, record);
  return Object.entries(resource)
    .flatMap(([type, labels]) => Object.keys(labels).map((label) => `${type}.${label}`))
    .sort();
}

/** Kills an apply of the plan as soon as the local AWS received a call. */
async function killedApply(action: string): Promise<void> {
  await aws.control.clearRequests();
  const child = spawn(terraformBinary(), ["apply", "-no-color", "change.tfplan"], {
    cwd: stack.folder,
    env: aws.childEnv({}),
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  let running = true;
  void ended.then(() => (running = false));
  while (running && !(await aws.control.requests()).some((one) => one.action === action))
    await new Promise((resolve) => setImmediate(resolve));
  expect(running).toBe(true);
  child.kill("SIGKILL");
  await ended;
}

interface ChangeOfRegions {
  readonly command: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly added?: true;
  readonly left?: Region;
  /** Kills the deploy of the retirement. */
  readonly killed?: boolean;
}

/** One change: the steps in their order, each by its command. */
async function change({ command, from, to, added, left, killed }: ChangeOfRegions): Promise<void> {
  const old = await arnOf(from);
  const put = (arn: string, Key: string): Promise<unknown> =>
    s3(virginia).send(new PutObjectCommand({ Bucket: arn, Key, Body: Key }));

  expectStatus(await stack.mrap("regions", ...command), 0);
  expect(output(await stack.mrap("regions", "status"))).toContain("Next: step 1, deploy.");
  expect(await plan()).toBe(golden.get(`${to} is created`));
  await apply();
  await expectConverged();

  if (added) output(await stack.mrap("backfill", "--yes"));
  await put(old, `through ${from}`);
  await put(await arnOf(to), `through ${to}`);
  writers.arn = await arnOf(to);
  expect(output(await stack.mrap("regions", "status"))).toContain("Next: step 7");

  expectStatus(await stack.mrap("regions", "retire", "--yes"), 0);
  await put(old, `until ${from} is retired`);
  expect(await plan()).toBe(golden.get(`${from} is retired`));
  if (killed) {
    await killedApply("s3:DeleteMultiRegionAccessPoint");
    const locked = await stack.terraform("plan");
    expectStatus(locked, 1);
    const [, lock] = /^\s*ID:\s+(\S+)/m.exec(locked.output) ?? [];
    expectStatus(await stack.terraform("force-unlock", "-force", lock!), 0);
    expectStatus(await stack.terraform("apply", "-auto-approve"), 0);
  } else {
    await apply();
  }
  await expectConverged();
  await expect(put(old, "too late")).rejects.toThrow();
  expect(writers.failures).toEqual([]);
  expect(await addresses()).toEqual(await freshAddresses());

  if (!left) return;
  await replicated();
  const removed = output(await stack.mrap("regions", "empty", left, "--bucket", BUCKETS[left], "--yes"));
  expect(removed).toContain(`The bucket ${BUCKETS[left]} is deleted`);
  await expect(s3(left).send(new HeadBucketCommand({ Bucket: BUCKETS[left] }))).rejects.toThrow();
}

async function replicated(): Promise<void> {
  while ((await aws.control.pending()).length > 0) await new Promise((next) => setTimeout(next, 100));
}

test(
  "two Regions become three",
  () =>
    change({
      command: ["add", mumbai, "--bucket", BUCKETS[mumbai]],
      from: "photos",
      to: "photos-2",
      added: true,
    }),
  15 * MINUTES,
);

test(
  "the first Region is replaced, a killed deploy continues, and the bucket is removed",
  () =>
    change({
      command: ["replace", ireland, "--with", london, "--bucket", BUCKETS[london]],
      from: "photos-2",
      to: "photos-3",
      added: true,
      left: ireland,
      killed: true,
    }),
  15 * MINUTES,
);

test(
  "two Regions are left",
  () => change({ command: ["remove", mumbai], from: "photos-3", to: "photos-4", left: mumbai }),
  15 * MINUTES,
);

test(
  "every acknowledged write is in every bucket of the final set",
  async () => {
    await writers.stop();
    await replicated();
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
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await s3(region).send(
      new ListObjectVersionsCommand({ Bucket: BUCKETS[region], ...next }),
    );
    found.push(...(page.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    next = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
  return found;
}
