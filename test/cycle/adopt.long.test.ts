/** Two existing buckets and their access point are adopted by an environment, and given back. */
import * as S3 from "@aws-sdk/client-s3";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { expectStatus, RealStack } from "../support/terraform";
import { accessPointOf, changePolicy, createAccessPoint } from "./adopted-access-point";
import { callsOn, neededOn } from "./adoption-calls";
import { ADOPTED, configurationOf, createBuckets, s3In, versionsOf } from "./adopted-buckets";

const OBJECTS = 1000;
const regions = Object.keys(ADOPTED) as (keyof typeof ADOPTED)[];

let aws: LocalAws;
let folder: string;
let file: string;
let stack: RealStack;
let failed = false;
let accessPoint: object;
const before: Record<string, { configuration: object; versions: string[] }> = {};

/** A step. It fails if an earlier step failed. */
const step = (name: string, run: () => Promise<void>) =>
  test(
    name,
    async () => {
      if (failed) throw new Error("an earlier step failed");
      failed = true;
      await run();
      failed = false;
    },
    300_000,
  );

function write(adopt: string | undefined, point: "adopt" | "forget" = "adopt"): void {
  const members = regions.map(
    (region) => `  ${region}:\n    bucket: ${ADOPTED[region]}\n${adopt ? `    adopt: ${adopt}\n` : ""}`,
  );
  // protect: false does not apply to adopted buckets.
  writeFileSync(
    file,
    `name: photos\nregions:\n${members.join("")}state: local\nrepair: { batchReplication: false }\nprotect: false\ntags: { owner: media }\n${adopt ? `accessPoint: ${point}\n` : ""}`,
  );
}

/** The resources of a saved plan, by the action. */
async function plan(): Promise<Record<string, string[]>> {
  expectStatus(await stack.terraform("plan", "-out=plan"), 0);
  const shown = await stack.terraform("show", "-json", "plan");
  expectStatus(shown, 0);
  const { resource_changes = [] } = JSON.parse(
    shown.output.split("\n").find((line) => line.startsWith("{"))!,
  ) as {
    resource_changes?: {
      address: string;
      mode: string;
      change: { actions: string[]; importing?: object; before: any; after: any };
    }[];
  };
  const found: Record<string, string[]> = {};
  for (const { address, mode, change } of resource_changes) {
    if (mode !== "managed") continue;
    const action = change.actions.join("+");
    const name = change.importing ? `import+${action}` : action;
    if (name === "no-op") continue;
    (found[name] ??= []).push(address);
  }
  return found;
}

beforeAll(async () => {
  aws = await startLocalAws();
  folder = mkdtempSync(join(tmpdir(), "mrap-adopt-"));
  file = join(folder, "photos.yaml");
  write(undefined);
  stack = RealStack.on(aws, file);
  await createBuckets(aws, OBJECTS);
  for (const region of regions)
    before[region] = {
      configuration: await configurationOf(aws, region),
      versions: await versionsOf(aws, region),
    };
  accessPoint = await createAccessPoint(aws, "photos");
}, 400_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

step("is refused by synth without a record", async () => {
  write("true");
  const run = await stack.synth();
  expectStatus(run, 1);
  expect(run.output).toContain("and there is no photos.adopted.yaml");
  expect(run.output).toContain("run mrap adopt photos");
});

step("is recorded by mrap adopt, twice with the same text", async () => {
  const run = await stack.mrap("adopt");
  expectStatus(run, 0);
  expect(run.output).toContain("1,000 object versions");
  expect(run.output).toContain("ap-south-1 active, us-east-1 passive");
  expect(run.output).toContain("    routing: passive\n    adopt: true\naccessPoint: adopt\n");
  const text = readFileSync(join(folder, "photos.adopted.yaml"), "utf8");
  expectStatus(await stack.mrap("adopt"), 0);
  expect(readFileSync(join(folder, "photos.adopted.yaml"), "utf8")).toBe(text);
  for (const region of regions)
    expect(await configurationOf(aws, region)).toEqual(before[region]!.configuration);
  expect(await accessPointOf(aws, "photos")).toEqual(accessPoint);
});

step(
  "imports the buckets and the access point, changes nothing in the access point, and destroys nothing",
  async () => {
    expectStatus(await stack.synth(), 0);
    expectStatus(await stack.terraform("init"), 0);
    const { create, ...rest } = await plan();
    const parts = (type: string, ...labels: string[]) => labels.map((label) => `${type}.${label}`);
    expect(rest).toEqual({
      "import+no-op": [
        ...["aws_s3_bucket", "aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_versioning"].flatMap(
          (type) => parts(type, "ap_south_1", "us_east_1"),
        ),
        "aws_s3control_multi_region_access_point.this",
        "aws_s3control_multi_region_access_point_policy.this",
      ],
      "import+update": [
        ...parts(
          "aws_s3_bucket_notification",
          "ap_south_1_replication_events",
          "us_east_1_replication_events",
        ),
        ...parts("aws_s3_bucket_policy", "ap_south_1", "us_east_1"),
        ...parts("aws_s3_bucket_replication_configuration", "us_east_1"),
      ],
    });
    expect(create!.some((address) => /^aws_s3_bucket\./.test(address))).toBe(false);
  },
);

step("fails to plan if a bucket changed after the record", async () => {
  const s3 = s3In(aws, "us-east-1");
  const Bucket = ADOPTED["us-east-1"];
  const { Rules } = await s3.send(new S3.GetBucketLifecycleConfigurationCommand({ Bucket }));
  const added: S3.LifecycleRule = { ID: "new", Status: "Enabled", Filter: {}, Expiration: { Days: 9 } };
  const put = (rules: S3.LifecycleRule[] | undefined) =>
    s3.send(
      new S3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: rules } }),
    );
  await put([...(Rules ?? []), added]);
  const run = await stack.terraform("plan");
  expectStatus(run, 1);
  expect(run.output.replace(/\s+/g, " ")).toContain(
    "The lifecycle configuration of the bucket photos-virginia changed",
  );
  const check = await stack.mrap("adopt", "--check");
  expectStatus(check, 1);
  expect(check.output).toContain("lifecycle");
  const planned = await stack.mrap("plan");
  expectStatus(planned, 1);
  expect(planned.output).toContain(
    "photos-virginia changed after photos.adopted.yaml was written: lifecycle. Run mrap adopt photos again.",
  );
  expect(planned.output).not.toContain("terraform plan");
  await put(Rules);
  expectStatus(await stack.mrap("adopt", "--check"), 0);
});

step("fails to plan if the policy of the access point changed after the record", async () => {
  const restore = await changePolicy(aws, "photos");
  const run = await stack.terraform("plan");
  expectStatus(run, 1);
  expect(run.output.replace(/[\s│]+/g, " ")).toContain(
    "The policy of the access point photos changed after the adoption was recorded. Run mrap adopt again",
  );
  const check = await stack.mrap("adopt", "--check");
  expectStatus(check, 1);
  expect(check.output).toContain(
    "The access point photos changed after photos.adopted.yaml was written: policy.",
  );
  await restore();
  expectStatus(await stack.mrap("adopt", "--check"), 0);
});

step("is applied with the calls that mrap doctor names, and the second plan is empty", async () => {
  await aws.control.clearRequests();
  expectStatus(await stack.terraform("apply", "-auto-approve"), 0);
  for (const region of regions) {
    const [called, named] = [await callsOn(aws, ADOPTED[region]), neededOn(file, ADOPTED[region])];
    expect(called.filter((action) => !named.includes(action))).toEqual([]);
    const writes = named.filter((action) => /:Put/.test(action));
    expect(writes.filter((action) => !called.includes(action))).toEqual([]);
  }
  const run = await stack.terraform("plan", "-detailed-exitcode");
  expectStatus(run, 0);
  for (const region of regions) expect(await versionsOf(aws, region)).toEqual(before[region]!.versions);
  expect(await accessPointOf(aws, "photos")).toEqual(accessPoint);
  const outputs = await stack.terraform("output");
  expect(outputs.output).toContain(String((accessPoint as { alias: string }).alias));
  expect(outputs.output).not.toContain("your_next_step");
});

step("has no error in verify, with its own policy, rules and notifications", async () => {
  const { output } = await stack.mrap("verify", "--read-only");
  const lines = output.replace(/\n {5,}/g, " ").split("\n");
  // The local AWS has no trail, and nobody is notified.
  expect(lines.filter((line) => line.startsWith("error"))).toEqual([]);
  for (const title of ["Bucket policy", "Lifecycle", "Bucket notification", "Replication rules"])
    for (const region of regions)
      expect(lines.some((line) => line.startsWith(`ok         ${title}, ${region}:`))).toBe(true);
});

step("keeps the record if mrap adopt runs again", async () => {
  const record = join(folder, "photos.adopted.yaml");
  const text = readFileSync(record, "utf8");
  expectStatus(await stack.mrap("adopt"), 0);
  expect(readFileSync(record, "utf8")).toBe(text);
  expectStatus(await stack.mrap("adopt", "--check"), 0);
});

step("is not destroyed", async () => {
  const run = await stack.terraform("destroy", "-auto-approve");
  expectStatus(run, 1);
  expect(run.output).toContain("Instance cannot be destroyed");
  expect(run.output).toContain("aws_s3control_multi_region_access_point.this");
  for (const region of regions) expect(await versionsOf(aws, region)).toEqual(before[region]!.versions);
});

/** The lines of `mrap verify` or `mrap doctor` for people, each result in one line. */
const resultsOf = async (command: "verify" | "doctor"): Promise<string[]> => {
  const { output } = await stack.mrap(command);
  return output.replace(/\n {5,}/g, " ").split("\n");
};
const problems = (lines: string[]): string[] => lines.filter((line) => /^(error|warning) /.test(line));

step("is given back as it was", async () => {
  write("restore");
  const refused = await stack.synth();
  expectStatus(refused, 1);
  expect(refused.output).toContain("write accessPoint: forget");
  write("restore", "forget");
  expectStatus(await stack.synth(), 0);
  const planned = await plan();
  expect((planned.delete ?? []).filter((address) => /^aws_s3(_bucket\.|control_)/.test(address))).toEqual([]);
  // Before the deploy, the buckets still have the configuration of the environment. No object is written.
  const early = await resultsOf("verify");
  expect(problems(early).length).toBe(regions.length);
  for (const line of problems(early)) {
    expect(line).toContain("differs from its configuration before the adoption:");
    expect(line).toContain("Deploy the environment again (npx cdktf deploy photos), which restores it.");
  }
  expect(problems(await resultsOf("doctor"))).toEqual([]);
  expectStatus(await stack.terraform("apply", "plan"), 0);
  const late = await resultsOf("verify");
  expect(late.at(-2)).toBe("3 checks: 3 ok, 0 warnings, 0 errors, 0 not known.");
  expect(late).toContain(
    "ok         Access point: The adopted access point photos has the alias and the policy from before the adoption.",
  );
  expectStatus(await stack.terraform("plan", "-detailed-exitcode"), 0);
  for (const region of regions) {
    expect(await configurationOf(aws, region)).toEqual(before[region]!.configuration);
    expect(await versionsOf(aws, region)).toEqual(before[region]!.versions);
  }
  expect(await accessPointOf(aws, "photos")).toEqual(accessPoint);
});

step("is forgotten by Terraform", async () => {
  write("forget", "forget");
  expectStatus(await stack.synth(), 0);
  expectStatus(await stack.terraform("apply", "-auto-approve"), 0);
  const state = await stack.terraform("show", "-json");
  expectStatus(state, 0);
  const { values } = JSON.parse(state.output) as {
    values?: { root_module: { resources?: { address: string; mode: string }[] } };
  };
  expect((await resultsOf("verify")).at(-2)).toBe("3 checks: 3 ok, 0 warnings, 0 errors, 0 not known.");
  expect(problems(await resultsOf("doctor"))).toEqual([]);
  const managed = values?.root_module.resources?.filter(({ mode }) => mode === "managed") ?? [];
  expect(managed.map(({ address }) => address)).toEqual([]);
  for (const region of regions) {
    expect(await configurationOf(aws, region)).toEqual(before[region]!.configuration);
    expect(await versionsOf(aws, region)).toEqual(before[region]!.versions);
  }
  expect(await accessPointOf(aws, "photos")).toEqual(accessPoint);
});
