import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const FILE = join(__dirname, "..", "..", "..", ".github", "workflows", "plan.yml");
const text = readFileSync(FILE, "utf8");
const workflow = parse(text) as {
  on: Record<string, unknown>;
  permissions: unknown;
  jobs: Record<string, Job>;
};
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);

test("every action is pinned by its commit, and says its version", () => {
  const uses = [...text.matchAll(/uses: (.*)/g)].map((match) => match[1] ?? "");
  expect(uses.length).toBe(steps.filter((step) => step.uses).length);
  for (const line of uses) expect(line).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  // One action, one version.
  expect(new Set(uses.map((line) => line.split("@")[0])).size).toBe(new Set(uses).size);
});

test("the permissions are the least that each job can do with", () => {
  expect(workflow.permissions).toEqual({});
  expect(Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]))).toEqual({
    synthesize: { contents: "read" },
    plan: { "id-token": "write" },
    review: { contents: "read", "pull-requests": "write" },
    fork: {},
  });
  expect(Object.keys(workflow.on)).toEqual(["pull_request"]);
  for (const [, job] of jobs) expect(job["timeout-minutes"]).toBeLessThanOrEqual(30);
});

test("the pull request's code runs only where there is neither a credential nor a right to write", () => {
  for (const [name, job] of jobs) {
    const runsCode = job.steps.some((step) => /npm|node|mrap/.test(step.run ?? ""));
    const trusted = job.steps
      .filter((step) => step.uses?.startsWith("actions/checkout@"))
      .every((step) => step.with?.["ref"] === "${{ github.event.pull_request.base.sha }}");
    const mayDoHarm = Object.values(job.permissions ?? {}).includes("write");
    if (runsCode && mayDoHarm) expect([name, trusted]).toEqual(["review", true]);
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

test("a pull request from a fork is not planned", () => {
  expect(workflow.jobs.synthesize?.if).toContain(
    "github.event.pull_request.head.repo.full_name == github.repository",
  );
  expect(workflow.jobs.plan?.needs).toBe("synthesize");
  expect(workflow.jobs.review?.needs).toEqual(["synthesize", "plan"]);
});

test("terraform runs without the wrapper, and its plan is kept", () => {
  const plan = workflow.jobs.plan?.steps ?? [];
  expect(
    plan.find((step) => step.uses?.startsWith("hashicorp/setup-terraform@"))?.with?.["terraform_wrapper"],
  ).toBe(false);
  expect(plan.find((step) => step.name === "Plan")?.run).toContain(
    "terraform plan -out plan.out\nterraform show -json plan.out > plan.json",
  );
  const kept = plan.find((step) => step.uses?.startsWith("actions/upload-artifact@"))?.with;
  expect(String(kept?.["path"])).toContain("plan.out");
  expect(kept?.["include-hidden-files"]).toBe(true);
});

describe("the review step", () => {
  const script = workflow.jobs.review?.steps.find((step) => step.name === "Review")?.run ?? "";
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mrap-workflow-"));
    put("bin/mrap", '#!/bin/sh\necho "<!-- mrap-review demo -->"\necho "$@"\nexit 1\n');
    chmodSync(join(folder, "bin/mrap"), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  function run(): { comment: string; output: string; summary: string } {
    const env = {
      PATH: process.env.PATH,
      ENVIRONMENT: "demo",
      GITHUB_STEP_SUMMARY: "summary",
      GITHUB_OUTPUT: "output",
    };
    const { status } = spawnSync("bash", ["--noprofile", "--norc", "-e", "-c", script], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    expect(status).toBe(0);
    const read = (path: string): string => readFileSync(join(folder, path), "utf8");
    return { comment: read("review.md"), output: read("output"), summary: read("summary") };
  }

  test("with a plan, both configurations and exceptions", () => {
    for (const path of [
      "plan/plan.json",
      "plan/cdk.tf.json",
      "synthesized/base/demo/cdk.tf.json",
      "synthesized/accept.yaml",
    ])
      put(path, "{}");
    const { comment, output, summary } = run();
    expect(comment).toBe(
      "<!-- mrap-review demo -->\nreview plan/plan.json --format markdown --name demo --plan-file plan/plan.out --fail-on danger " +
        "--accept synthesized/accept.yaml --before synthesized/base/demo/cdk.tf.json --after plan/cdk.tf.json\n",
    );
    expect([output, summary]).toEqual(["status=1\n", comment]);
  });

  test("for a new environment there is nothing to compare with", () => {
    put("plan/plan.json", "{}");
    expect(run().comment).not.toContain("--before");
  });

  test("without a plan the comment says so, and the check fails", () => {
    const { comment, output } = run();
    expect(comment).toBe(
      "<!-- mrap-review demo -->\n## Plan review: `demo`\n\n⛔ **There is no plan**: it failed; the run has the reason.\n",
    );
    expect(output).toBe("status=1\n");
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
