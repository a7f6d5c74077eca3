import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformBinary } from "../../../local-aws/terraform";
import { json } from "../../../cli/review/json";
import { markdown } from "../../../cli/review/markdown";
import { readPlan } from "../../../cli/review/plan";
import { review, type Review } from "../../../cli/review/review";
import { terminal } from "../../../cli/review/terminal";
import { reviewOf } from "./support";

/** Code that has nothing to do with this project, through the real terraform; its built-in provider is enough. */
const CHILD = `
variable "names" { type = set(string) }
variable "secret" {
  type      = string
  sensitive = true
}
resource "terraform_data" "each" {
  for_each = var.names
  input    = each.key
}
resource "terraform_data" "secret" {
  input = { user = "app", passwords = [var.secret, "plain"] }
}
output "secret" {
  value     = terraform_data.secret.output
  sensitive = true
}
`;
const root = (names: string, secret: string, rest: string): string => `
module "child" {
  for_each = toset(["a", "b|c"])
  source   = "./child"
  names    = ${names}
  secret   = "${secret}"
}
output "secret" {
  value     = { for key, child in module.child : key => child.secret }
  sensitive = true
}
output "plain" { value = "${secret}" == "" ? "none" : "some" }
${rest}
`;
const BEFORE = root(
  '["</details>`@octocat`", "keep"]',
  "hunter2-old",
  `
resource "terraform_data" "counted" {
  count = 3
  input = count.index
}
resource "terraform_data" "replaced" { triggers_replace = ["one"] }
resource "terraform_data" "first" {
  triggers_replace = ["one"]
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "old_name" { input = 1 }
resource "terraform_data" "left" { input = "left" }
resource "terraform_data" "text" { input = "one\\ntwo\\nthree\\n" }
`,
);
const AFTER = root(
  '["keep", "# heading\\n\\n- list"]',
  "hunter2-new",
  `
resource "terraform_data" "counted" {
  count = 1
  input = count.index
}
resource "terraform_data" "replaced" { triggers_replace = ["two"] }
resource "terraform_data" "first" {
  triggers_replace = ["two"]
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "new_name" { input = 1 }
moved {
  from = terraform_data.old_name
  to   = terraform_data.new_name
}
removed {
  from = terraform_data.left
  lifecycle { destroy = false }
}
resource "terraform_data" "imported" {}
import {
  to = terraform_data.imported
  id = "a |\`id\`"
}
resource "terraform_data" "text" { input = "one\\nTWO\\nthree\\n" }
check "never" {
  assert {
    condition     = terraform_data.text.input == "none"
    error_message = "never"
  }
}
`,
);

let plan: string;
let result: Review;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "mrap-foreign-"));
  try {
    mkdirSync(join(folder, "child"));
    writeFileSync(join(folder, "child", "main.tf"), CHILD);
    const { TF_CLI_CONFIG_FILE: _, ...rest } = process.env;
    const env = { ...rest, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
    const terraform = (...args: string[]): string =>
      execFileSync(terraformBinary(), args, {
        cwd: folder,
        env,
        encoding: "utf8",
        maxBuffer: 1 << 26,
        stdio: ["ignore", "pipe", "pipe"],
      });
    writeFileSync(join(folder, "main.tf"), BEFORE);
    terraform("init");
    terraform("apply", "-auto-approve");
    writeFileSync(join(folder, "main.tf"), AFTER);
    terraform("plan", "-out=plan.out");
    plan = terraform("show", "-json", "plan.out");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  result = review(readPlan(plan, "plan.json"), { hash: "0", hashOf: "the plan's JSON" });
}, 60_000);

test("every action is counted as what it is", () => {
  expect(result.counts).toEqual({
    create: 2,
    update: 3,
    replace: 2,
    delete: 4,
    import: 1,
    move: 1,
    forget: 1,
  });
  expect(result.verdict).toBe("harmless");
  const groups = [...result.groups].filter(([, changes]) => changes.length > 0);
  expect(groups.map(([group, changes]) => `${group} ${changes.length}`)).toEqual([
    "delete 4",
    "replace 2",
    "forget 1",
    "update 3",
    "import 1",
    "move 1",
    "create 2",
  ]);
});

test("deletes first, with Terraform's reason and the keys made harmless", () => {
  const comment = markdown(result);
  expect(comment).toContain(
    "<details><summary><code>module.child[&quot;a&quot;].terraform_data.each[&quot;&lt;/details&gt;`@octocat`&quot;]</code>: its key is no longer in for_each</summary>",
  );
  expect(comment).toContain(
    "<code>terraform_data.counted[1]</code>: its index is out of range for count</summary>",
  );
  expect(comment).toContain(
    '- triggers_replace[0] = "one"\n+ triggers_replace[0] = "two"  # forces replacement',
  );
  expect(comment).toContain("the new one is created first");
  expect(comment).toContain("`terraform_data.new_name` from `terraform_data.old_name`");
  expect(comment).toContain("- `terraform_data.imported` (`` a |`id` ``)");
  expect(comment).toContain("  input: lines 2 and after\n-   two\n+   TWO");
  expect(comment.indexOf("#### Delete: 4")).toBeLessThan(comment.indexOf("#### Replace: 2"));
  expect(comment.indexOf("#### Replace: 2")).toBeLessThan(comment.indexOf("#### Create: 2"));
});

test("a failed check is reported", () => {
  expect(markdown(result)).toContain("1 check or condition fails");
  expect(markdown(result)).toContain("fails: `check.never`");
});

test("a secret is in no format, though it is in the plan", () => {
  expect(plan).toContain("hunter2-new");
  for (const output of [markdown(result), terminal(result, true), json(result)])
    expect(output).not.toContain("hunter2");
  expect(markdown(result)).toContain("(sensitive value, changed)");
});

describe("what Terraform 1.11 does not write", () => {
  test("deferred changes are judged as far as possible, and reported as not judged", () => {
    const deferred = reviewOf([], {
      complete: false,
      deferred_changes: [
        {
          reason: "resource_config_unknown",
          resource_change: {
            address: "aws_s3_bucket.b",
            type: "aws_s3_bucket",
            mode: "managed",
            change: { actions: ["delete"], before: { bucket: "b" } },
          },
        },
      ],
    });
    const comment = markdown(deferred);
    expect(deferred.counts.delete).toBe(0);
    expect(comment).toContain(
      "`terraform plan`: a further plan and apply must follow this one (-target or deferred changes)",
    );
    expect(comment).toContain("⛔ **Dangerous: 1 danger, 1 warning, 1 change was not judged**");
    expect(comment).toContain("bucket `b`: it is deleted");
    expect(comment).toContain(
      "- `aws_s3_bucket.b`: `deferred to a later plan (resource_config_unknown); judged only by what this plan tells`",
    );
  });

  test("actions and kinds of change that are new", () => {
    const comment = markdown(
      reviewOf([{ actions: ["teleport"], before: { a: 1 }, after: { a: 2 } }], {
        format_version: "1.7",
        action_invocations: [{}, {}],
      }),
    );
    expect(comment).toContain("⚠️ **Check first: 3 warnings, 3 changes were not judged**");
    expect(comment).toContain("- `terraform_data.this`: `unknown action teleport`");
    expect(comment).toContain("#### Other: 1");
  });

  test("a plan that ended with an error", () => {
    expect(markdown(reviewOf([], { errored: true }))).toContain(
      "`terraform plan`: it ended with an error, and contains only what Terraform had planned until then",
    );
  });

  test("a replacement by create, then forget; a leftover of an earlier one", () => {
    const both = reviewOf([
      { actions: ["create", "forget"], before: { input: 1 }, after: { input: 2 } },
      { name: "old", actions: ["delete"], before: { input: 1 }, also: { deposed: "abcd1234" } },
    ]);
    expect(both.counts).toMatchObject({ replace: 1, delete: 1 });
    expect(markdown(both)).toContain(
      "<code>terraform_data.old</code>: left over from an earlier replacement",
    );
  });
});
