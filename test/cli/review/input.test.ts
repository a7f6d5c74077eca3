import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../cli/errors";
import { decode } from "../../../cli/review/input";
import { readPlan } from "../../../cli/review/plan";
import { runReview, type ReviewArguments } from "../../../cli/review/run";
import { planText } from "./support";

const HOW = "create it with: terraform plan -out plan.out && terraform show -json plan.out.";
const SUSPENDED = planText([
  {
    type: "aws_s3_bucket_versioning",
    before: { bucket: "b", versioning_configuration: [{ status: "Enabled" }] },
    after: { bucket: "b", versioning_configuration: [{ status: "Suspended" }] },
  },
]);
const EMPTIED = planText([
  {
    type: "aws_cloudwatch_metric_alarm",
    before: { alarm_name: "a", alarm_actions: ["arn"] },
    after: { alarm_name: "a", alarm_actions: [] },
  },
]);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mrap-review-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function run(
  content: string | Buffer,
  args: Partial<ReviewArguments> = {},
): { output: string; status: number } {
  return runReview(file("plan.json", content), { failOn: "danger", ...args }, false, false);
}

function refused(action: () => unknown): [string, number] {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return [error.message.replaceAll(`${folder}/`, ""), error.exitStatus];
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("an input that is no plan", () => {
  test.each([
    ["nothing", "", `the input is empty; ${HOW}`],
    ["blanks", " \n\t ", `the input is empty; ${HOW}`],
    ["text", "Terraform will perform the following actions", `this is not JSON; ${HOW}`],
    ["a plan file", "PK\u0003\u0004tfplan", `this is the plan file itself; ${HOW}`],
    ["a cut-off plan", SUSPENDED.slice(0, 100), `the JSON is cut off or damaged (100 characters); ${HOW}`],
    [
      "a plan with something behind it",
      `${SUSPENDED}}`,
      `the JSON is cut off or damaged (${SUSPENDED.length + 1} characters); ${HOW}`,
    ],
    [
      "a log",
      '{"@level":"info"}\n{"@level":"info"}',
      `this is the log of terraform plan -json, not a plan; ${HOW}`,
    ],
    [
      "the wrapper's output",
      `[command]terraform show -json plan.out\n${SUSPENDED}`,
      "the first line is the echo of a command: run terraform without the wrapper (terraform_wrapper: false in hashicorp/setup-terraform).",
    ],
    ["a list", "[]", `this JSON is not a Terraform plan; ${HOW}`],
    ["null", "null", `this JSON is not a Terraform plan; ${HOW}`],
    ["another object", '{"format_version":"1.0","valid":true}', `this JSON is not a Terraform plan; ${HOW}`],
    [
      "an odd version",
      '{"format_version":"one","resource_changes":[]}',
      `this JSON is not a Terraform plan; ${HOW}`,
    ],
    [
      "a state",
      '{"format_version":"1.0","values":{"root_module":{}}}',
      `this is a Terraform state, not a plan; ${HOW}`,
    ],
    [
      "format 2",
      '{"format_version":"2.0","resource_changes":[]}',
      "the plan has format 2.0, and mrap review reads format 1 (Terraform 1.1 and newer).",
    ],
    [
      "format 0",
      '{"format_version":"0.2","resource_changes":[]}',
      "the plan has format 0.2, and mrap review reads format 1 (Terraform 1.1 and newer).",
    ],
    [
      "changes that are no list",
      '{"format_version":"1.2","resource_changes":{}}',
      "the plan is damaged: resource_changes is not a list.",
    ],
    [
      "a change without actions",
      '{"format_version":"1.2","resource_changes":[{"address":"a.b","change":{}}]}',
      "the plan is damaged: resource_changes[0] has no address or no actions.",
    ],
  ])("%s", (_, content, sentence) => {
    expect(refused(() => run(content))).toEqual([`plan.json: ${sentence}`, 2]);
  });

  test("JSON that is nested too deeply, as a whole or within a value", () => {
    const deep = `{"format_version":"1.2","resource_changes":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect(refused(() => run(deep))).toEqual([
      "plan.json: the JSON is nested too deeply for a Terraform plan.",
      2,
    ]);
    const body = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const inner = planText([{ before: { body: `[${body}]` }, after: { body } }]);
    expect(run(inner).output).toContain("+ body = ");
  });

  test("more than a string can hold", () => {
    const bytes = { length: 2 ** 30, 0: 0x7b } as unknown as Buffer;
    expect(refused(() => decode(bytes, "plan.json"))[0]).toMatch(
      /^plan\.json: it is larger than this runtime can read \(\d+ MB\)\.$/,
    );
  });

  test.each(["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"])(
    "%s is a name like any other",
    (name) => {
      const change = {
        type: name,
        name,
        before: { [name]: 1, bucket: name },
        after: { [name]: name, bucket: name },
      };
      const { output } = run(
        planText([
          { ...change, address: `${name}.a`, also: { action_reason: name } },
          { ...change, type: "aws_s3_bucket", also: { module_address: name } },
        ]),
      );
      expect(output).toContain("❔ **2 changes were not judged**");
    },
  );

  test("a missing file, and a folder", () => {
    const args = { failOn: "danger" } as const;
    expect(refused(() => runReview(join(folder, "none.json"), args, false, false))).toEqual([
      "none.json: no such file.",
      2,
    ]);
    expect(refused(() => runReview(folder, args, false, false))).toEqual([
      `${folder}: this is a folder, not a file.`,
      2,
    ]);
  });

  test("no error quotes the input", () => {
    for (const content of [
      '{"password":"hunter2"',
      "hunter2",
      '{"password":"hunter2"}',
      `{"format_version":"1.0","values":{"a":"hunter2"}}`,
    ]) {
      expect(refused(() => run(content))[0]).not.toContain("hunter2");
    }
  });
});

describe("what is a plan all the same", () => {
  test("an empty plan has no changes", () => {
    const { output, status } = run('{"format_version":"1.0","planned_values":{"root_module":{}}}', {
      failOn: "warning",
    });
    expect(output).toContain("✅ **No changes** · create 0 · update 0");
    expect(status).toBe(0);
  });

  test("UTF-16 from PowerShell, and UTF-8 with a mark", () => {
    const marked = [Buffer.from([0xff, 0xfe]), Buffer.from(SUSPENDED, "utf16le")];
    expect(run(Buffer.concat(marked)).output).toContain("versioning-suspended");
    const bigEndian = [Buffer.from([0xfe, 0xff]), Buffer.from(SUSPENDED, "utf16le").swap16()];
    expect(run(Buffer.concat(bigEndian)).output).toContain("versioning-suspended");
    expect(run(`\ufeff${SUSPENDED}`).output).toContain("versioning-suspended");
  });

  test("a newer minor format is read, and said to be newer", () => {
    const plan = readPlan('{"format_version":"1.9","resource_changes":[],"something_new":{}}', "p");
    expect(plan.formatVersion).toBe("1.9");
    expect(run('{"format_version":"1.9","resource_changes":[],"something_new":{}}').output).toContain(
      "the plan's format 1.9 is newer than this version knows: something can be missing here",
    );
  });
});

describe("the exit status", () => {
  test.each([
    ["danger", SUSPENDED, 1],
    ["warning", SUSPENDED, 1],
    ["never", SUSPENDED, 0],
    ["danger", EMPTIED, 0],
    ["warning", EMPTIED, 1],
    ["never", EMPTIED, 0],
  ] as const)("--fail-on %s", (failOn, content, status) => {
    expect(run(content, { failOn }).status).toBe(status);
  });

  test("an accepted finding does not count", () => {
    const address = "aws_s3_bucket_versioning.this";
    const accept = file(
      "accept.yaml",
      `accept:\n  - address: ${address}\n    finding: versioning-suspended\n    cause: "${/· ([0-9a-f]{12})/.exec(run(SUSPENDED).output)?.[1]}"\n    reason: wanted\n`,
    );
    const { output, status } = run(SUSPENDED, { accept });
    expect(status).toBe(0);
    expect(output).toContain("✅ **No data risk found apart from what was accepted: 1 accepted**");
    expect(output).toContain("accepted: `wanted`");
  });
});

describe("arguments", () => {
  test("names that could leave the comment's mark are refused", () => {
    expect(refused(() => run(SUSPENDED, { name: "a --> b" }))).toEqual([
      "--name must consist of at most 100 letters, digits, dots, hyphens and underscores.",
      2,
    ]);
  });

  test("--before without --after", () => {
    expect(refused(() => run(SUSPENDED, { before: "x" }))).toEqual([
      "--before and --after must be used together: the configuration of the target branch, and of the pull request.",
      2,
    ]);
  });

  test("a configuration that is none", () => {
    const good = file("good.json", '{"terraform":{}}');
    for (const content of ["{", "[]", '{"a":1}']) {
      const bad = file("bad.json", content);
      expect(refused(() => run(SUSPENDED, { before: bad, after: good }))).toEqual([
        "bad.json: this is not a Terraform configuration in JSON (cdk.tf.json).",
        2,
      ]);
    }
  });

  test("the plan file's hash stands in place of the JSON's", () => {
    const planFile = file("plan.out", "the plan file");
    expect(run(SUSPENDED, { planFile }).output).toMatch(/SHA-256 of the plan file `[0-9a-f]{64}`/);
  });
});

describe("a plan that is larger than any other", () => {
  const many = Array.from({ length: 130_000 }, (_, i) => i);

  test("130,000 principals are judged", () => {
    const principals = (list: readonly number[]): string =>
      JSON.stringify({
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: list.map((i) => `arn:aws:iam::123456789012:role/r${i}`) },
            Action: "s3:GetObject",
            Resource: "*",
          },
        ],
      });
    const plan = planText([
      {
        type: "aws_s3_bucket_policy",
        before: { bucket: "b", policy: principals([0]) },
        after: { bucket: "b", policy: principals(many) },
      },
    ]);
    expect(run(plan, { format: "json" }).output).toContain("s3:GetObject");
  });

  test("a failure of the review itself has another exit status than a finding", () => {
    const [message, status] = refused(() => run(SUSPENDED, { format: "none" as never }));
    expect(message).toMatch(
      /^plan\.json: mrap review failed unexpectedly: .* \(MRAP_DEBUG=1 shows where\)\.$/,
    );
    expect(status).toBe(2);
  });
});
