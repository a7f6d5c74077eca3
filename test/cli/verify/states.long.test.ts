/** `mrap verify` as a process in accounts in which the environment is not deployed, or only in part. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateMultiRegionAccessPointCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { startLocalAws, type Fault, type LocalAws } from "../../../local-aws";
import { versionedBucket } from "../../support/buckets";
import { copyCommandLine, type CommandLine, type Result } from "../../support/process";

const account = "123456789012";
const [ireland, virginia] = ["eu-west-1", "us-east-1"] as const;
const buckets = { [ireland]: "states-ireland", [virginia]: "states-virginia" };

let aws: LocalAws;
let mrap: CommandLine;
let folder: string;
let file: string;

beforeAll(async () => {
  aws = await startLocalAws();
  mrap = copyCommandLine(aws.childEnv({ NODE_PATH: join(__dirname, "../../../node_modules") }));
  folder = mkdtempSync(join(tmpdir(), "mrap-states-"));
  file = join(folder, "states.yaml");
  writeFileSync(
    file,
    `name: states
regions:
  ${ireland}: {bucket: ${buckets[ireland]}}
  ${virginia}: {bucket: ${buckets[virginia]}, routing: passive}
state: local
failover: {announceChanges: false, runbook: false}
`,
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mrap.remove();
  await aws.stop();
});
afterEach(() => aws.control.setFaults([]));

const verify = (...args: string[]): Promise<Result> => mrap.run(["verify", file, ...args]);

interface Shown {
  readonly key: string;
  readonly level: string;
  readonly text: string;
  readonly fix: string | null;
  readonly because: readonly string[];
}
interface Report {
  readonly checks: readonly Shown[];
  readonly notes: readonly string[];
}

async function report(
  ...args: string[]
): Promise<Report & { status: number | null; get(key: string): Shown }> {
  const { stdout, stderr, status } = await verify("--json", "--timeout", "2", ...args);
  if (stdout === "") throw new Error(stderr);
  const parsed = JSON.parse(stdout) as Report;
  return { ...parsed, status, get: (key) => parsed.checks.find((one) => one.key === key)! };
}

/** Calls that failed, for which no check knows the reason. */
const unexplained = ({ checks }: Report): string[] =>
  checks
    .filter(({ level, text }) => level === "not known" && / failed: /.test(text))
    .map(({ key, text }) => `${key}: ${text}`);

test("without credentials: one sentence and status 1", async () => {
  const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "" };
  const result = await mrap.run(["verify", file], { env: none });
  expect(result).toMatchObject({
    status: 1,
    stdout: "",
    stderr:
      "There are no AWS credentials: set AWS_PROFILE (or --profile), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n",
  });
});

test("not deployed: one sentence with the command, and nothing is written", async () => {
  await aws.control.clearRequests();
  expect(await verify()).toMatchObject({
    status: 1,
    stdout: "",
    stderr: `The environment is not deployed in the account ${account}: there is no access point states, and none of its buckets exists. Deploy it first (npx cdktf deploy states), or use the credentials of its account.\n`,
  });
  const writes = (await aws.control.requests()).filter(({ action }) =>
    /:(Put|Create|Delete)/.test(action ?? ""),
  );
  expect(writes).toEqual([]);
});

test("deployed by another account: the sentence names the account and a bucket", async () => {
  // S3 answers 403 for the bucket of another account.
  const denied = (host: string): Fault => ({ host, fault: "status", status: 403, code: "AccessDenied" });
  await aws.control.setFaults([denied("states-*.s3.*"), denied("s3.*")]);
  expect(await verify()).toMatchObject({
    status: 1,
    stdout: "",
    stderr: `The account ${account} has no access point states, and the bucket states-ireland is not accessible from it. Use the credentials of the account that the environment is deployed in.\n`,
  });
});

test("only one bucket: every check that needs something else says that it does not exist", async () => {
  await versionedBucket(aws, ireland, buckets[ireland]);
  const found = await report();
  expect(found.status).toBe(1);
  expect(unexplained(found)).toEqual([]);
  expect(found.get(`bucket ${ireland}`).level).toBe("ok");
  expect(found.get(`bucket-versioning ${ireland}`).level).toBe("ok");
  expect(found.get(`bucket ${virginia}`)).toMatchObject({
    level: "error",
    text: "The bucket states-virginia does not exist.",
    fix: "Deploy the environment (npx cdktf deploy states).",
  });
  expect(found.get(`bucket-versioning ${virginia}`)).toMatchObject({
    level: "not known",
    text: "The bucket states-virginia does not exist.",
    because: [`bucket ${virginia}`],
  });
  expect(found.get("access-point")).toMatchObject({
    level: "error",
    text: `The account ${account} has no Multi-Region Access Point states.`,
    fix: "Deploy the environment (npx cdktf deploy states).",
  });
  for (const key of ["canary", "routing", "replication-content", `replication ${ireland} to ${virginia}`])
    expect(found.get(key)).toMatchObject({
      level: "not known",
      fix: "Deploy the environment (npx cdktf deploy states).",
      because: expect.arrayContaining(["access-point"]),
    });
  expect(found.notes).toEqual([]);
});

describe("buckets and an access point without policies and replication", () => {
  beforeAll(async () => {
    await versionedBucket(aws, virginia, buckets[virginia]);
    const control = new S3ControlClient(aws.clientConfig("us-west-2"));
    const Regions = Object.values(buckets).map((Bucket) => ({ Bucket }));
    const Details = { Name: "states", Regions };
    await control.send(
      new CreateMultiRegionAccessPointCommand({ AccountId: account, ClientToken: "states", Details }),
    );
  });
  afterEach(() => aws.control.setAccessPointStatus("states", "READY"));

  test("the missing parts are errors, and no day is named on which the lifecycle deletes the objects", async () => {
    const found = await report();
    expect(found.status).toBe(1);
    expect(unexplained(found)).toEqual([]);
    expect(found.get("access-point").level).toBe("ok");
    expect(found.get("access-point-policy")).toMatchObject({
      level: "error",
      text: "The established policy is missing.",
      fix: "Deploy the environment again (npx cdktf deploy states), which restores the setting.",
    });
    expect(found.get(`bucket-policy ${ireland}`).text).toBe("The policy of states-ireland is missing.");
    expect(found.get(`replication-rules ${ireland}`).text).toBe("states-ireland has no replication rules.");
    expect(found.get(`direct-access ${ireland}`).text).toBe(
      "S3 does not deny a direct read of states-ireland.",
    );
    expect(found.get(`replication ${ireland} to ${virginia}`)).toMatchObject({
      level: "error",
      because: expect.arrayContaining([`replication-rules ${ireland}`]),
    });
    expect(found.notes).toEqual([
      expect.stringMatching(
        /^Canary objects remain below mrap-canary\/verify-\S+ in states-ireland \(2 versions, 2 delete markers\)\.$/,
      ),
      "The lifecycle rules of the buckets are not those of the stack, so the day on which they are deleted is not known.",
    ]);
  });

  test.each([
    ["CREATING", "Wait until it is READY, then run the command again. A creation can take 24 hours."],
    [
      "INCONSISTENT_ACROSS_REGIONS",
      "Run the command again in a few minutes. If the status remains, contact AWS Support.",
    ],
  ] as const)(
    "an access point that is %s is an error, and the other checks continue",
    async (status, fix) => {
      await aws.control.setAccessPointStatus("states", status);
      const found = await report("--read-only");
      expect(found.get("access-point")).toMatchObject({ level: "error", text: `states is ${status}.`, fix });
      expect(found.get("access-point-members").level).toBe("ok");
      expect(found.get(`bucket ${ireland}`).level).toBe("ok");
      expect(found.get("access-point-policy").because).toEqual(["access-point"]);
      expect(found.status).toBe(1);
    },
  );

  test("the objects of a run that was killed are named by the next run", async () => {
    const s3 = new S3Client(aws.clientConfig(ireland));
    const prefix = "mrap-canary/verify-20260101000000-0123abcd/";
    await s3.send(
      new PutObjectCommand({ Bucket: buckets[ireland], Key: `${prefix}${ireland}/object`, Body: "x" }),
    );
    const { notes } = await report();
    expect(notes.at(-1)).toBe(
      `An earlier run was killed: 1 object remains below ${prefix} in states-ireland. No lifecycle rule deletes it. Delete it as an administrator: aws s3 rm s3://states-ireland/${prefix} --recursive`,
    );
  });

  test("as text, a failure follows its cause and names it", async () => {
    const { stdout } = await verify("--read-only");
    const lines = stdout.split("\n");
    const policy = lines.findIndex((line) => line.startsWith(`error      Bucket policy, ${ireland}`));
    expect(policy).toBeGreaterThan(0);
    const direct = lines.findIndex((line) =>
      line.startsWith(`error      Access only through the access point, ${ireland}`),
    );
    expect(direct).toBeGreaterThan(policy);
    expect(lines.slice(direct, direct + 4).join("\n")).toContain(`Follows from: bucket-policy ${ireland}`);
  });
});
