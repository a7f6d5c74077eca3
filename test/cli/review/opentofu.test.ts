import { gunzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { json } from "../../../cli/review/json";
import { markdown } from "../../../cli/review/markdown";
import { readPlan } from "../../../cli/review/plan";
import { review } from "../../../cli/review/review";
import { judged } from "./edits";
import { SCENARIOS } from "./scenario";

/** A plan of Terraform in the form that OpenTofu writes: its own registry and version, and none of Terraform's newer fields. */
function fromOpenTofu(plan: string): string {
  const {
    applyable: _,
    complete: __,
    ...rest
  } = JSON.parse(plan.replaceAll("registry.terraform.io/", "registry.opentofu.org/")) as Record<
    string,
    unknown
  >;
  return JSON.stringify({ ...rest, terraform_version: "1.10.6" });
}

test.each(["bucket-deleted", "policy-opened", "replication-narrowed", "together"])(
  "OpenTofu's plan of %s has the same findings",
  (name) => {
    const plan = gunzipSync(readFileSync(join(SCENARIOS, name, "plan.json.gz"))).toString("utf8");
    const [terraform, tofu] = [plan, fromOpenTofu(plan)].map((each) =>
      review(readPlan(each, "plan.json"), { hash: "0", hashOf: "the plan's JSON" }),
    );
    const facts = (result: typeof tofu): unknown =>
      result?.findings.map(({ family, address, hash }) => [family.id, address, hash]);
    expect(facts(tofu)).toEqual(facts(terraform));
    expect([tofu?.verdict, tofu?.counts, tofu?.drift.length]).toEqual([
      terraform?.verdict,
      terraform?.counts,
      terraform?.drift.length,
    ]);
    expect(markdown(tofu!)).toContain("OpenTofu `1.10.6` · plan format 1.2");
    expect(JSON.parse(json(tofu!)).plan).toMatchObject({ tool: "OpenTofu", terraformVersion: "1.10.6" });
  },
);

test.each([
  ["forget", "create"],
  ["create", "forget"],
])("a bucket that is replaced by %s and %s is not said to lose its objects", (...actions) => {
  const { findings, causes } = judged((plan) => {
    plan.get("aws_s3_bucket.eu_west_1").change.actions = actions;
  });
  expect([findings[0], causes[0]]).toEqual([
    "danger bucket-replaced",
    "bucket orders-ireland: the plan does not give a reason; Terraform forgets the old bucket, and deletes neither it nor its objects",
  ]);
});
