import { DeleteBucketTaggingCommand, PutBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { terraformBinary } from "../../../local-aws/terraform";
import { versionedBucket } from "../../support/buckets";

/**
 * The scripts of the two workflows in the order in which GitHub runs them: on one clone of the target branch and one of the
 * pull request, with the real Terraform and the local AWS.
 */
const PROJECT = join(__dirname, "..", "..", "..");
const environment = (noncurrentDays: number): string => `name: orders
regions:
  eu-west-1: {bucket: orders-ireland}
  eu-central-1: {bucket: orders-frankfurt, routing: passive}
state: {bucket: orders-state, region: eu-north-1}
lifecycle: {expireNoncurrentVersionsAfterDays: ${noncurrentDays}}
monitoring: {dashboard: false, requestMetrics: false}
failover: {runbook: false, announceChanges: false}
repair: {batchReplication: false}
protect: false
`;

interface Job {
  readonly steps: readonly { readonly name?: string; readonly run?: string }[];
}
const jobs = (name: string): Record<string, Job> =>
  (
    parse(readFileSync(join(PROJECT, ".github", "workflows", `${name}.yml`), "utf8")) as {
      jobs: Record<string, Job>;
    }
  ).jobs;
const WORKFLOWS = { plan: jobs("plan"), apply: jobs("apply") };

let aws: LocalAws;
const folder = (...path: string[]): string => join(aws.directory, "workflow", ...path);

/** Runs a step of a job in a folder, as a runner does. */
function step(
  [workflow, job, name]: readonly ["plan" | "apply", string, string],
  cwd: string,
  env: Record<string, string> = {},
): SpawnSyncReturns<string> {
  const script = WORKFLOWS[workflow][job]?.steps.find((each) => each.name === name)?.run;
  if (script === undefined) throw new Error(`there is no step ${name}`);
  return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env: aws.childEnv({
      PATH: `${dirname(terraformBinary())}:${process.env.PATH ?? ""}`,
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      GITHUB_STEP_SUMMARY: join(cwd, "summary.md"),
      GITHUB_OUTPUT: join(cwd, "output.txt"),
      ...env,
    }),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
}

function ok(result: SpawnSyncReturns<string>): SpawnSyncReturns<string> {
  if (result.status !== 0)
    throw new Error(`exit status ${result.status}\n${result.stdout}\n${result.stderr}`);
  return result;
}

/** A clone of this project with other environments. The dependencies are those of the project. */
function clone(name: string, environments: Record<string, string>): string {
  const path = folder(name);
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", PROJECT, path]);
  // The clone has what is committed; the test is about the files as they are.
  for (const each of ["cli", "composition", "constructs", "environment", "main.ts", "build.js", ".github"])
    cpSync(join(PROJECT, each), join(path, each), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(path, "node_modules"));
  for (const file of readdirSync(join(path, "environments")))
    if (file.endsWith(".yaml")) rmSync(join(path, "environments", file));
  for (const [file, content] of Object.entries(environments))
    writeFileSync(join(path, "environments", `${file}.yaml`), content);
  return path;
}

/** Runs the job `synthesize` in a clone. */
function synthesize(path: string): void {
  rmSync(join(path, "picked"), { recursive: true, force: true });
  ok(spawnSync("node", ["-r", "@swc-node/register", "main.ts"], { cwd: path, encoding: "utf8" }));
  // An override file beside the configuration would move the backend.
  const orders = join(path, "cdktf.out", "stacks", "orders");
  writeFileSync(join(orders, "backend_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
  ok(step(["plan", "synthesize", "Pick the configurations"], path));
}

/** The machine of a later job, with the artifacts that it downloads. */
function machine(name: string, artifacts: Record<string, string>, from?: string): string {
  const path = from ?? folder(name);
  mkdirSync(path, { recursive: true });
  for (const [to, source] of Object.entries(artifacts)) {
    rmSync(join(path, to), { recursive: true, force: true });
    cpSync(source, join(path, to), { recursive: true });
  }
  return path;
}

const planned = (path: string): string => folder("plan", "plan", path);
/** The files of a plan that are uploaded: no provider and no backend configuration. */
function artifact(): string {
  const path = folder("artifact");
  mkdirSync(path, { recursive: true });
  for (const file of ["cdk.tf.json", ".terraform.lock.hcl", "plan.out"])
    cpSync(planned(file), join(path, file));
  return path;
}
const hashOf = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

let base: string;
let head: string;

beforeAll(async () => {
  aws = await startLocalAws();
  await versionedBucket(aws, "eu-north-1", "orders-state");
  mkdirSync(folder(), { recursive: true });
  base = clone("base", { orders: environment(90), old: environment(90).replaceAll("orders", "old") });
  head = clone("head", { orders: environment(7) });
  execFileSync("node", ["build.js"], { cwd: base });
  synthesize(base);
  synthesize(head);
  // The target branch is deployed.
  const deployed = machine("deployed", { "synthesized/head": join(base, "picked") });
  ok(step(["plan", "plan", "Plan"], deployed, { ENVIRONMENT: "orders" }));
  ok(step(["apply", "apply", "Apply"], join(deployed, "plan")));
}, 900_000);
afterAll(() => aws.stop());

test("only configurations reach the later jobs", () => {
  expect(readdirSync(join(head, "picked", "orders"))).toEqual(["cdk.tf.json"]);
});

test("the environments of both branches are listed", () => {
  const path = machine("list", {
    "synthesized/head": join(head, "picked"),
    "synthesized/base": join(base, "picked"),
  });
  ok(step(["plan", "list", "List the environments"], path));
  expect(readFileSync(join(path, "output.txt"), "utf8")).toBe(
    'planned=["orders"]\nreviewed=["old","orders"]\n',
  );
});

describe("plan, review and apply", () => {
  let comment: string;
  beforeAll(() => {
    const path = machine("plan", { "synthesized/head": join(head, "picked") });
    ok(step(["plan", "plan", "Plan"], path, { ENVIRONMENT: "orders" }));
    comment = review("orders").comment;
  }, 600_000);

  /** Runs the job `review` for one environment, with the code of the target branch. */
  function review(name: string): { comment: string; status: string } {
    const artifacts = {
      "synthesized/head": join(head, "picked"),
      "synthesized/base": join(base, "picked"),
      ...(name === "orders" ? { plan: artifact() } : {}),
    };
    machine("", artifacts, base);
    if (name !== "orders") rmSync(join(base, "plan"), { recursive: true, force: true });
    rmSync(join(base, "output.txt"), { force: true });
    ok(step(["plan", "review", "Review"], base, { ENVIRONMENT: name }));
    return {
      comment: readFileSync(join(base, "review.md"), "utf8"),
      status: readFileSync(join(base, "output.txt"), "utf8").trim(),
    };
  }

  test("the state is in its bucket, not beside the plan", () => {
    expect(existsSync(planned("terraform.tfstate"))).toBe(false);
    expect(readFileSync(planned(".terraform/terraform.tfstate"), "utf8")).toContain('"type": "s3"');
  });

  test("the comment has the danger and the hash of the plan file, and the check fails", () => {
    expect(comment).toContain("<!-- mrap-review orders -->");
    expect(comment).toContain("noncurrent-versions-expire-earlier");
    expect(comment).toContain(`SHA-256 of the plan file \`${hashOf(planned("plan.out"))}\``);
    expect(review("orders").status).toBe("status=1");
  });

  test("a removed environment gets a comment of its own", () => {
    const { comment: removed, status } = review("old");
    expect(removed).toContain("<!-- mrap-review old -->");
    expect(removed).toContain("The environment is removed from the code");
    expect(status).toBe("status=1");
  });

  test("the required check passes only if every job succeeded", () => {
    const required = ["plan", "reviewed", "Require that every job succeeded"] as const;
    const status = (...results: string[]): number | null =>
      step(required, folder(), { RESULTS: JSON.stringify(results) }).status;
    expect(status("success", "success", "success", "success")).toBe(0);
    expect(status("success", "success", "success", "skipped")).toBe(1);
  });

  describe("after the merge", () => {
    const CHECK = ["apply", "apply", "Check that this is the reviewed plan of this branch"] as const;
    const COMPARE = ["apply", "apply", "Plan again and compare"] as const;
    const check = (hash: string): SpawnSyncReturns<string> => {
      machine("", { plan: artifact() }, head);
      return step(CHECK, head, { ENVIRONMENT: "orders", HASH: hash });
    };

    test("another plan is refused", () => {
      const { status, stdout } = check("0".repeat(64));
      expect([status, stdout]).toEqual([
        1,
        expect.stringContaining("This is not the plan that was reviewed."),
      ]);
    });

    test("the plan is refused if the branch has moved", () => {
      writeFileSync(join(head, "environments", "orders.yaml"), environment(30));
      synthesize(head);
      const moved = check(hashOf(planned("plan.out")));
      expect([moved.status, moved.stdout]).toEqual([1, expect.stringContaining("Plan and review again.")]);
      writeFileSync(join(head, "environments", "orders.yaml"), environment(7));
      synthesize(head);
    });

    test("the plan is refused if the account has changed since, and the change is named", async () => {
      ok(check(hashOf(planned("plan.out"))));
      const s3 = new S3Client(aws.clientConfig("eu-west-1"));
      const Tagging = { TagSet: [{ Key: "Owner", Value: "somebody else" }] };
      await s3.send(new PutBucketTaggingCommand({ Bucket: "orders-ireland", Tagging }));
      const changed = step(COMPARE, join(head, "plan"));
      await s3.send(new DeleteBucketTaggingCommand({ Bucket: "orders-ireland" }));
      expect(changed.status).toBe(1);
      const [sentence, ...addresses] = changed.stdout.slice(changed.stdout.indexOf("A new plan")).split("\n");
      expect(sentence).toBe("A new plan is not the reviewed plan. Plan and review again. It differs in:");
      // What refers to the bucket is then known after apply, and differs too.
      expect(addresses).toContain("  aws_s3_bucket.eu_west_1");
      expect(addresses).not.toContain("  aws_s3_bucket.eu_central_1");
    }, 600_000);

    test("the reviewed plan is applied once, and then it is stale", () => {
      ok(check(hashOf(planned("plan.out"))));
      ok(step(COMPARE, join(head, "plan")));
      ok(step(["apply", "apply", "Apply"], join(head, "plan")));
      const again = step(["apply", "apply", "Apply"], join(head, "plan"));
      expect(again.status).toBe(1);
      expect(again.stderr).toContain("Saved plan is stale");
    }, 600_000);
  });
});
