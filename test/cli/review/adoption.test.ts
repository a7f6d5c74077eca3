/**
 * The plans of two existing buckets that are adopted, given back and forgotten, as the real Terraform makes them on the local
 * AWS for the buckets in test/cycle/adopted-buckets.ts.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { json } from "../../../cli/review/json";
import { markdown } from "../../../cli/review/markdown";
import { readPlan } from "../../../cli/review/plan";
import { review, type Review } from "../../../cli/review/review";
import { terminal } from "../../../cli/review/terminal";

const text = (name: string): string =>
  gunzipSync(readFileSync(join(__dirname, "adoption", `${name}.json.gz`))).toString("utf8");
const of = (plan: object | string): Review =>
  review(readPlan(typeof plan === "string" ? text(plan) : JSON.stringify(plan), "plan.json"), {
    name: "photos",
    hash: "0".repeat(64),
    hashOf: "the plan's JSON",
  });
const dangers = ({ findings }: Review): string[] =>
  findings
    .filter(({ severity }) => severity === "danger")
    .map(({ family, address }) => `${family.id} ${address}`);

test("an adoption imports, and has no danger", () => {
  const result = of("adopt");
  const sentence =
    "11 existing resources are imported: 6 without a change, 5 updated in place. 78 resources are created. No resource is replaced or deleted.";
  expect(terminal(result, false).split("\n").slice(0, 3)).toEqual([
    "photos: Check first: 5 warnings (create 78, update 5, replace 0, delete 0, import 11, move 0, forget 0)",
    "",
    sentence,
  ]);
  expect(markdown(result)).toContain(`\n\n${sentence}\n\n`);
  expect(dangers(result)).toEqual([]);
  expect([...new Set(result.findings.map(({ family }) => family.id))].sort()).toEqual([
    // Every bucket policy delegates to the access point.
    "policy-opened",
    // The rule to another bucket gets the role of the environment.
    "replication-role-narrowed",
  ]);
  expect(result.notJudged).toEqual([]);
  const { changes } = JSON.parse(json(result)) as { changes: { group: string; imported: boolean }[] };
  expect(changes.filter(({ imported }) => imported)).toHaveLength(11);
});

/** The plan of the adoption in which the import of one resource also changes it. */
const importing = (address: string, edit: (after: any, change: any) => void): Review => {
  const plan = JSON.parse(text("adopt"));
  const entry = plan.resource_changes.find((each: any) => each.address === address);
  expect(entry.change.importing).toEqual({ id: expect.any(String) });
  entry.change.actions = ["update"];
  edit(entry.change.after, entry.change);
  return of(plan);
};

test("an import that changes a protection is a danger", () => {
  expect(
    dangers(
      importing("aws_s3_bucket_versioning.ap_south_1", (after) => {
        after.versioning_configuration[0].status = "Suspended";
      }),
    ),
  ).toEqual(["versioning-suspended aws_s3_bucket_versioning.ap_south_1"]);
  expect(
    dangers(
      importing("aws_s3_bucket_lifecycle_configuration.us_east_1", (after) => {
        after.rule[0].expiration[0].days = 30;
      }),
    ),
  ).toEqual(["lifecycle-expires-objects aws_s3_bucket_lifecycle_configuration.us_east_1"]);
  const replaced = importing("aws_s3_bucket.us_east_1", (_, change) => {
    change.actions = ["delete", "create"];
  });
  expect(dangers(replaced)).toContain("bucket-replaced aws_s3_bucket.us_east_1");
  expect(terminal(replaced, false)).toContain(
    "11 existing resources are imported: 5 without a change, 5 updated in place, 1 replaced. 78 resources are created. 1 resource is replaced. No resource is deleted.",
  );
});

test("buckets that are given back are not deleted, and the review names what ends", () => {
  const result = of("restore");
  const found = dangers(result);
  expect(found).toContain("access-point-deleted aws_s3control_multi_region_access_point.this");
  expect(found.filter((one) => one.startsWith("bucket-deleted"))).toEqual([
    "bucket-deleted aws_s3_bucket.ap_south_1_jobs",
    "bucket-deleted aws_s3_bucket.us_east_1_jobs",
  ]);
  expect(result.counts).toMatchObject({ update: 5, replace: 0, forget: 0, import: 0 });
});

test("forgotten buckets are named, and remain", () => {
  const result = of("forget");
  expect(terminal(result, false)).toContain(
    "20 resources are forgotten: Terraform no longer manages them, and changes nothing of them in AWS. 69 resources are deleted. No resource is replaced.",
  );
  expect(
    result.findings.filter(({ family }) => family.id === "forgotten").map(({ address }) => address),
  ).toEqual(["aws_s3_bucket.ap_south_1", "aws_s3_bucket.us_east_1"]);
});
