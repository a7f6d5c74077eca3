import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly "timeout-minutes"?: number;
}

const read = (name: string): string =>
  readFileSync(join(__dirname, "..", "..", "..", ".github", "workflows", name), "utf8");
const text = read("plan.yml");
const applyText = read("apply.yml");
interface Workflow {
  on: Record<string, unknown>;
  permissions: unknown;
  jobs: Record<string, Job>;
}
const workflow = parse(text) as Workflow;
const apply = parse(applyText) as Workflow;
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);

test("every action is pinned by its commit, and says its version", () => {
  for (const each of [text, applyText]) {
    const uses = [...each.matchAll(/uses: (.*)/g)].map((match) => match[1] ?? "");
    for (const line of uses) expect(line).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    // One action, one version.
    expect(new Set(uses.map((line) => line.split("@")[0])).size).toBe(new Set(uses).size);
  }
});

test("each job has the least permissions that it can work with", () => {
  expect([workflow.permissions, apply.permissions]).toEqual([{}, {}]);
  expect(Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]))).toEqual({
    synthesize: { contents: "read" },
    list: {},
    plan: { "id-token": "write" },
    review: { contents: "read", "pull-requests": "write" },
    reviewed: {},
  });
  expect(Object.keys(workflow.on)).toEqual(["pull_request", "merge_group"]);
  for (const [, job] of jobs) expect(job["timeout-minutes"]).toBeLessThanOrEqual(30);
});

test("the pull request's code runs only where there is neither a credential nor a permission to write", () => {
  for (const [name, job] of jobs) {
    const runsCode = job.steps.some((step) => /npm|node |mrap/.test(step.run ?? ""));
    const trusted = job.steps
      .filter((step) => step.uses?.startsWith("actions/checkout@"))
      .every((step) => !String(step.with?.["ref"]).includes("github.sha"));
    const canWrite = Object.values(job.permissions ?? {}).includes("write");
    if (runsCode && canWrite) expect([name, trusted]).toEqual(["review", true]);
  }
  for (const step of steps) {
    if (step.uses?.startsWith("actions/checkout@")) expect(step.with?.["persist-credentials"]).toBe(false);
  }
});

test("nothing is interpolated into a script", () => {
  for (const step of steps) {
    expect(step.run ?? "").not.toContain("${{");
    expect(JSON.stringify(step.with?.["script"] ?? "")).not.toContain("${{");
  }
  expect(text).not.toMatch(/pull_request_target|secrets\./);
});

test("a pull request into another branch does not pass the required check, and changing its target plans again", () => {
  expect(workflow.jobs.synthesize?.if).toContain(
    "github.event.pull_request.base.ref == github.event.repository.default_branch",
  );
  expect(workflow.on.pull_request).toEqual({ types: ["opened", "synchronize", "reopened", "edited"] });
});

test("no package comes from a cache that code of a pull request can fill", () => {
  for (const step of [...steps, ...Object.values(apply.jobs).flatMap((job) => job.steps)])
    if (step.uses?.startsWith("actions/setup-node@"))
      expect(step.with?.["package-manager-cache"]).toBe(false);
});

test("a pull request from a fork is not planned, and does not pass the required check", () => {
  expect(workflow.jobs.synthesize?.if).toContain(
    "github.event.pull_request.head.repo.full_name == github.repository",
  );
  expect(workflow.jobs.reviewed).toMatchObject({
    if: "always()",
    needs: ["synthesize", "list", "plan", "review"],
  });
});

const run = (script: string, folder: string, env: Record<string, string>) =>
  spawnSync("bash", ["--noprofile", "--norc", "-e", "-c", script], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", GITHUB_STEP_SUMMARY: "summary", GITHUB_OUTPUT: "output", ...env },
    encoding: "utf8",
  });
const scriptOf = (job: string, name: string): string =>
  workflow.jobs[job]?.steps.find((step) => step.name === name)?.run ?? "";

describe("the scripts", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mrap-workflow-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (path: string, content = "{}"): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };

  test.each([
    [["success", "success", "success", "success"], 0],
    [["success", "success", "success", "skipped"], 1],
    [["skipped", "skipped", "skipped", "skipped"], 1],
    [["success", "success", "failure", "success"], 1],
    [["success", "cancelled", "success", "success"], 1],
  ])("the required check with %j exits with %i", (results, status) => {
    const script = scriptOf("reviewed", "Require that every job succeeded");
    expect(run(script, folder, { RESULTS: JSON.stringify(results) }).status).toBe(status);
  });

  test("only configurations with a safe name go on, and no file beside them", () => {
    put("cdktf.out/stacks/orders/cdk.tf.json", '{"terraform":{}}');
    put("cdktf.out/stacks/orders/backend_override.tf.json");
    put("cdktf.out/stacks/a b/cdk.tf.json");
    put(".mrap-accept.yaml", "accept: []\n");
    expect(run(scriptOf("synthesize", "Pick the configurations"), folder, {}).status).toBe(0);
    const picked = spawnSync("find", ["picked", "-type", "f"], { cwd: folder, encoding: "utf8" }).stdout;
    expect(picked.trim().split("\n").sort()).toEqual(["picked/accept.yaml", "picked/orders/cdk.tf.json"]);
  });

  test("a removed environment is reviewed, but not planned", () => {
    put("synthesized/head/orders/cdk.tf.json");
    put("synthesized/base/orders/cdk.tf.json");
    put("synthesized/base/gone/cdk.tf.json");
    const { status, stderr } = run(scriptOf("list", "List the environments"), folder, {});
    expect([status, stderr]).toEqual([0, ""]);
    expect(readFileSync(join(folder, "output"), "utf8")).toBe(
      'planned=["orders"]\nreviewed=["gone","orders"]\n',
    );
  });

  test("an apply checks the hash and the code", () => {
    const script = apply.jobs.apply?.steps.find((step) => step.name?.startsWith("Check that"))?.run ?? "";
    put("plan/plan.out", "the plan");
    put("plan/cdk.tf.json", "{}");
    put("cdktf.out/stacks/orders/cdk.tf.json", "{}");
    const hash = createHash("sha256").update("the plan").digest("hex");
    expect(run(script, folder, { ENVIRONMENT: "orders", HASH: hash }).status).toBe(0);
    const other = run(script, folder, { ENVIRONMENT: "orders", HASH: "0".repeat(64) });
    expect([other.status, other.stdout]).toEqual([
      1,
      expect.stringContaining("This is not the plan that was reviewed."),
    ]);
    put("cdktf.out/stacks/orders/cdk.tf.json", '{"a":1}');
    const moved = run(script, folder, { ENVIRONMENT: "orders", HASH: hash });
    expect([moved.status, moved.stdout]).toEqual([1, expect.stringContaining("Plan and review again.")]);
    expect(run(script, folder, { ENVIRONMENT: "../orders", HASH: hash }).status).toBe(1);
    expect(run(script, folder, { ENVIRONMENT: "orders\n../x", HASH: hash }).status).toBe(1);
    put("plan/.terraform/providers/evil");
    put("plan/x_override.tf.json");
    put("cdktf.out/stacks/orders/cdk.tf.json", "{}");
    expect(run(script, folder, { ENVIRONMENT: "orders", HASH: hash }).status).toBe(0);
    expect(readdirSync(join(folder, "plan")).sort()).toEqual(["cdk.tf.json", "plan.out"]);
  });
});

test("terraform runs without the wrapper, waits for the lock, and its plan is kept", () => {
  const plan = workflow.jobs.plan?.steps ?? [];
  expect(
    plan.find((step) => step.uses?.startsWith("hashicorp/setup-terraform@"))?.with?.["terraform_wrapper"],
  ).toBe(false);
  expect(scriptOf("plan", "Plan")).toContain("terraform plan -lock-timeout=5m -out plan.out");
  const kept = plan.find((step) => step.uses?.startsWith("actions/upload-artifact@"))?.with;
  expect(String(kept?.["path"])).toBe("plan/cdk.tf.json\nplan/.terraform.lock.hcl\nplan/plan.out\n");
  expect(kept?.["include-hidden-files"]).toBe(true);
});

describe("the review step", () => {
  const script = scriptOf("review", "Review");
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mrap-workflow-"));
    put("bin/mrap", '#!/bin/sh\necho "<!-- mrap-review demo -->"\necho "$@"\nexit 1\n');
    put("tools/terraform", '#!/bin/sh\n[ "$1" = show ] && echo "{}" || true\n');
    chmodSync(join(folder, "bin/mrap"), 0o755);
    chmodSync(join(folder, "tools/terraform"), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  function review(): { comment: string; output: string; summary: string } {
    const { status } = run(script, folder, {
      PATH: `${join(folder, "tools")}:${process.env.PATH ?? ""}`,
      ENVIRONMENT: "demo",
    });
    expect(status).toBe(0);
    const read = (path: string): string => readFileSync(join(folder, path), "utf8");
    return { comment: read("review.md"), output: read("output"), summary: read("summary") };
  }

  test("with a plan, both configurations and exceptions", () => {
    for (const path of [
      "plan/plan.out",
      "synthesized/head/demo/cdk.tf.json",
      "synthesized/base/demo/cdk.tf.json",
      "synthesized/head/accept.yaml",
    ])
      put(path, "{}");
    const { comment, output, summary } = review();
    expect(comment).toBe(
      "<!-- mrap-review demo -->\nreview plan/plan.json --format markdown --name demo --plan-file plan/plan.out --fail-on danger " +
        "--accept synthesized/head/accept.yaml --before synthesized/base/demo/cdk.tf.json --after synthesized/head/demo/cdk.tf.json\n",
    );
    expect([output, summary]).toEqual(["status=1\n", comment]);
  });

  test.each([
    ["of HashiCorp", "registry.terraform.io/hashicorp/random", "{}", false],
    ["that the target branch uses", "registry.terraform.io/acme/dns", '{"source":"acme/dns"}', false],
    ["that only the pull request uses", "registry.terraform.io/acme/dns", '{"source":"acme/dns-2"}', true],
    ["of another registry", "example.com/hashicorp/aws", "{}", true],
  ])(
    "a provider %s: its code does not run unless the target branch uses it",
    (_, provider, base, refused) => {
      put("plan/plan.out", "{}");
      put("plan/.terraform.lock.hcl", `provider "${provider}" {\n  version = "1.0.0"\n}\n`);
      put("synthesized/head/demo/cdk.tf.json", "{}");
      put("synthesized/base/demo/cdk.tf.json", base);
      put("tools/terraform", '#!/bin/sh\n[ "$1" = show ] && echo shown >> ../shown || true\n');
      chmodSync(join(folder, "tools/terraform"), 0o755);
      const { comment, output } = review();
      expect(comment.includes("⛔ **The pull request adds a provider**: ")).toBe(refused);
      expect(existsSync(join(folder, "shown"))).toBe(!refused);
      expect(output).toBe("status=1\n");
    },
  );

  test("rejects a lock file that hides a provider, and deletes files next to the plan", () => {
    put("plan/plan.out", "{}");
    put("plan/.terraform.lock.hcl", 'provider  "registry.terraform.io/acme/evil" {\n}\n');
    put("plan/.terraform/providers/evil", "");
    put("plan/x_override.tf.json", "{}");
    put("plan/cdk.tf.json", '{"forged":true}');
    put("synthesized/head/demo/cdk.tf.json", "{}");
    put("synthesized/base/demo/cdk.tf.json", "{}");
    const selections = '{"provider_selections":{"registry.terraform.io/acme/evil":"1.0.0"}}';
    put("tools/terraform", `#!/bin/sh\n[ "$1" = version ] && echo '${selections}' || true\n`);
    chmodSync(join(folder, "tools/terraform"), 0o755);
    expect(review().comment).toContain("⛔ **The pull request adds a provider**: ");
    expect(readdirSync(join(folder, "plan")).sort()).toEqual([
      ".terraform.lock.hcl",
      "cdk.tf.json",
      "plan.out",
    ]);
    expect(readFileSync(join(folder, "plan/cdk.tf.json"), "utf8")).toBe("{}");
  });

  test("for a new environment there is nothing to compare with", () => {
    put("plan/plan.out", "{}");
    put("synthesized/head/demo/cdk.tf.json", "{}");
    expect(review().comment).not.toContain("--before");
  });

  test.each([
    ["without a plan", "There is no plan", true, ""],
    ["for a removed environment", "The environment is removed from the code", false, ""],
    ["for a review with exit status 2", "The plan cannot be reviewed", true, "#!/bin/sh\nexit 2\n"],
  ])("%s the comment says so, and the check fails", (_, title, head, mrap) => {
    if (head) put("synthesized/head/demo/cdk.tf.json", "{}");
    if (mrap !== "") {
      put("plan/plan.out", "{}");
      writeFileSync(join(folder, "bin/mrap"), mrap);
    }
    const { comment, output } = review();
    expect(comment).toContain(`<!-- mrap-review demo -->\n## Plan review: \`demo\`\n\n⛔ **${title}**: `);
    expect(output).toMatch(/^status=[12]\n$/);
  });
});

describe("the sticky comment", () => {
  const script = String(
    workflow.jobs.review?.steps.find((step) => step.uses?.startsWith("actions/github-script@"))?.with?.[
      "script"
    ],
  );
  const MARK = "<!-- mrap-review demo -->";

  async function post(review: string, comments: readonly unknown[]): Promise<unknown[]> {
    const calls: unknown[] = [];
    const github = {
      paginate: () => Promise.resolve(comments),
      rest: {
        issues: {
          listComments: {},
          updateComment: (args: unknown) => Promise.resolve(calls.push(["update", args])),
          createComment: (args: unknown) => Promise.resolve(calls.push(["create", args])),
        },
      },
    };
    const context = { repo: { owner: "o", repo: "r" }, issue: { number: 7 } };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const make = new Function("github", "context", "require", `return (async () => {${script}})()`) as (
      ...args: unknown[]
    ) => Promise<void>;
    await make(github, context, () => ({ readFileSync: () => review }));
    return calls;
  }

  test("is made once, and updated from then on", async () => {
    const body = `${MARK}\nnew`;
    expect(await post(body, [])).toEqual([["create", { owner: "o", repo: "r", issue_number: 7, body }]]);
    const comments = [
      { id: 1, user: { type: "User" }, body: `${MARK}\nquoted by somebody` },
      { id: 2, user: { type: "Bot" }, body: "<!-- mrap-review demo2 -->\nanother environment" },
      { id: 3, user: { type: "Bot" }, body: `${MARK}\nold` },
    ];
    expect(await post(body, comments)).toEqual([["update", { owner: "o", repo: "r", comment_id: 3, body }]]);
  });

  test("is not made of an error", async () => {
    await expect(post("plan.json: this is not JSON", [])).rejects.toThrow("the review was not written");
  });
});
