/** A real plan that retires an access point, and the same plan with one piece of its evidence changed: an accident. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readPlan } from "../../../cli/review/plan";
import { review, worst } from "../../../cli/review/review";
import { SCENARIOS } from "./scenario";

interface Resource {
  readonly address: string;
  type: string;
  previous_address?: string;
  change: { actions: string[]; before: any; after: any };
}
interface PlanJson {
  resource_changes: Resource[];
  output_changes: Record<string, Resource["change"]>;
}

const MRAP = "aws_s3control_multi_region_access_point";
const TEXT = gunzipSync(readFileSync(join(SCENARIOS, "access-point-retired", "plan.json.gz"))).toString();

function reviewed(edit: (plan: PlanJson) => void) {
  const plan = JSON.parse(TEXT) as PlanJson;
  edit(plan);
  return review(readPlan(JSON.stringify(plan), "plan.json"), { hash: "0", hashOf: "the plan's JSON" });
}
const dangers = (edit: (plan: PlanJson) => void): string[] =>
  reviewed(edit).findings.flatMap(({ severity, family, address }) =>
    severity === "danger" ? [`${family.id} ${address}`] : [],
  );
const find = ({ resource_changes }: PlanJson, address: string): Resource =>
  resource_changes.find((one) => one.address === address)!;
const kept = (plan: PlanJson): Resource => find(plan, `${MRAP}.this`);

test("the guided retirement has no danger, and names the host name that stops serving and the one that remains", () => {
  const result = reviewed(() => undefined);
  expect(worst(result.findings)).toBe("warning");
  const [found] = result.findings.filter(({ family }) => family.id === "access-point-retired");
  expect(
    found!.cause.map((part) => (typeof part === "string" ? part : "value" in part && part.value)).join(""),
  ).toBe(
    "access point parcels is deleted: m00000000000n.mrap.accesspoint.s3-global.amazonaws.com stops serving, and its clients get errors; parcels-2 is unchanged and serves through m00000000000m.mrap.accesspoint.s3-global.amazonaws.com, and 1 bucket belongs to both",
  );
});

test.each<[string, (plan: PlanJson) => void]>([
  ["nothing moves the other access point", (plan) => delete kept(plan).previous_address],
  ["the other access point is not READY", (plan) => (kept(plan).change.before.status = "CREATING")],
  ["the other access point is deleted as well", (plan) => (kept(plan).change.actions = ["delete"])],
  ["the other access point is replaced", (plan) => (kept(plan).change.actions = ["delete", "create"])],
  [
    "a bucket of the other one is deleted",
    (plan) => (find(plan, "aws_s3_bucket.eu_west_1").change.actions = ["delete"]),
  ],
  [
    "the access points share no bucket",
    (plan) => {
      for (const region of kept(plan).change.before.details[0].region) region.bucket += "-other";
      kept(plan).change.after = kept(plan).change.before;
    },
  ],
  [
    "the outputs tell clients to use the deleted one",
    (plan) => {
      const { before } = find(plan, `${MRAP}.parcels`).change;
      plan.output_changes["access_point_arn"] = { actions: ["no-op"], before: before.arn, after: before.arn };
    },
  ],
  ["no output names an access point", (plan) => (plan.output_changes = {})],
])("an accident is a danger: %s", (_what, edit) => {
  expect(dangers(edit).join("\n")).toContain(`access-point-`);
  expect(reviewed(edit).findings.map(({ family }) => family.id)).not.toContain("access-point-retired");
});

test("a bucket that Terraform deletes instead of forgetting it is a danger, and so are its rules", () => {
  const found = dangers((plan) => (find(plan, "aws_s3_bucket.eu_central_1").change.actions = ["delete"]));
  expect(found).toContain("bucket-deleted aws_s3_bucket.eu_central_1");
  expect(found).toContain("key-deletion-scheduled aws_kms_key.eu_central_1_alerts");
});

test("another bucket in the Region that leaves is a danger, whatever its name is", () => {
  const found = dangers((plan) => {
    const jobs = find(plan, "aws_s3_bucket.eu_central_1_jobs");
    const before = { ...jobs.change.before, bucket: "parcels-frankfurt-archive-jobs" };
    plan.resource_changes.push({
      ...jobs,
      address: "aws_s3_bucket.archive",
      change: { ...jobs.change, before },
    });
  });
  expect(found).toEqual(["bucket-deleted aws_s3_bucket.archive"]);
});

test("a key that also encrypts a bucket is a danger", () => {
  const found = dangers((plan) => {
    const key = find(plan, "aws_kms_key.eu_central_1_alerts").change.before.arn as string;
    find(
      plan,
      "aws_s3_bucket_server_side_encryption_configuration.eu_west_1",
    ).change.before.rule[0].apply_server_side_encryption_by_default[0].kms_master_key_id = key;
  });
  expect(found).toContain("key-deletion-scheduled aws_kms_key.eu_central_1_alerts");
});
