import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readPlan } from "../../../cli/review/plan";
import { review } from "../../../cli/review/review";
import { written } from "../../../cli/review/text";
import { SCENARIOS } from "./scenario";

const REAL = gunzipSync(readFileSync(join(SCENARIOS, "no-changes", "plan.json.gz"))).toString("utf8");

/** The cause of the finding for an access point that Terraform replaces. */
function cause(reason: string): string {
  const plan = JSON.parse(REAL);
  const entry = plan.resource_changes.find(
    ({ type }: any) => type === "aws_s3control_multi_region_access_point",
  );
  entry.change.actions = ["delete", "create"];
  entry.action_reason = reason;
  const { findings } = review(readPlan(JSON.stringify(plan), "plan.json"), {
    hash: "0",
    hashOf: "the plan's JSON",
  });
  const found = findings.find(({ family }) => family.id === "access-point-replaced")!;
  return written(found.cause, (value) => value);
}

test("a tainted access point can be kept with terraform untaint", () => {
  expect(cause("replace_because_tainted")).toMatch(
    /^access point \S+: it is tainted: an earlier apply did not finish creating it; clients use \S+ today\. If AWS has created it since then, run terraform untaint aws_s3control_multi_region_access_point\.\w+ in place of this plan$/,
  );
  expect(cause("replace_by_request")).not.toContain("untaint");
});
