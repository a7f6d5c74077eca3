import { bundle } from "../../../cli/handoff/bundle";
import { synthesize } from "../../../cli/handoff/synthesize";
import type { EnvironmentProps } from "../../../composition/props";
import { loadEnvironment } from "../../../environment/load";
import { ALL_REGIONS, environment } from "../../support/environment";

function filesOf(props: EnvironmentProps): Map<string, string> {
  return bundle({ id: "id", environment: props, synthesized: synthesize("id", props), format: "hcl" });
}

const demo = filesOf(loadEnvironment("environments/demo.yaml"));
const readme = demo.get("README.md")!;

test("the initial routing is one command, with a bucket and a percentage for each Region", () => {
  expect(readme).toContain(
    [
      "```sh",
      "aws s3control submit-multi-region-access-point-routes \\",
      "  --region us-west-2 \\",
      '  --account-id "$(aws sts get-caller-identity --query Account --output text)" \\',
      '  --mrap "$(terraform output -raw access_point_arn)" \\',
      "  --route-updates \\",
      "    Bucket=bucket1-in-mumbai,TrafficDialPercentage=100 \\",
      "    Bucket=bucket2-in-virginia,TrafficDialPercentage=0",
      "```",
    ].join("\n"),
  );
  expect(readme).toContain("This environment starts with us-east-1 as passive.");
  expect(demo.get("outputs.tf")).toContain('output "access_point_arn"');
});

test("an environment whose Regions are all active needs no change of the routing", () => {
  const text = filesOf(environment(ALL_REGIONS.slice(0, 2))).get("README.md")!;
  expect(text).toContain("so a new access point needs no change.");
  expect(text).not.toContain("TrafficDialPercentage=0");
});

test("a change of a bucket needs a second apply", () => {
  expect(readme).toContain("**Apply twice after a change of a bucket.** Version 5 of the AWS provider turns");
});

test("force_destroy is applied before a destroy", () => {
  expect(readme).toContain("**Apply before you destroy.**");
});

test("an environment with Object Lock says what a destroy does not delete", () => {
  const locked = filesOf({
    ...environment(ALL_REGIONS.slice(0, 2)),
    objectLock: { mode: "compliance", days: 30 },
    protect: false,
  });
  expect(locked.get("README.md")).toContain(
    "**A destroy cannot delete every version.** The buckets have Object Lock",
  );
  const buckets = locked.get("buckets.tf")!.replace(/\n\s*# /g, " ");
  expect(buckets).toContain("Deletes objects on destroy, except versions under compliance retention.");
  expect(buckets).not.toContain("Deletes all objects on destroy.");
  expect(readme).not.toContain("Object Lock");
});

test("the example values are the defaults, and describe each variable", () => {
  const example = demo.get("terraform.tfvars.example")!;
  const variables = [...demo.get("variables.tf")!.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name);
  expect([...example.matchAll(/^(\w+) += /gm)].map(([, name]) => name)).toEqual(variables);
  expect(example).toContain(
    "# Replication latency, in seconds, above which an alarm fires.\nreplication_latency_seconds = 900\n",
  );
});

test("local files of Terraform are ignored, and the lock file and the values are not", () => {
  const patterns = demo.get(".gitignore")!.split("\n");
  for (const pattern of [".terraform/", "*.tfstate", "*.tfstate.*"]) expect(patterns).toContain(pattern);
  expect(patterns.filter((pattern) => /lock|tfvars/.test(pattern))).toEqual([]);
});

test("a Region is added beside the access point, whose buckets AWS cannot change", () => {
  const section = readme.split("## Add a Region")[1]!.split("\n## ")[0]!;
  expect(section).toContain("AWS cannot add a bucket to an existing access point.");
  expect(section).toContain(
    "`buckets.tf`, `replication.tf`, `access.tf`, `network.tf`, `monitoring.tf` and `repair.tf`",
  );
  expect(section.match(/^\d+\. /gm)).toHaveLength(11);
});

test("every file of the handover is in the table, with its contents", () => {
  for (const file of demo.keys())
    if (file !== "README.md")
      expect(readme).toMatch(new RegExp(`^\\| \`${file.replace(/\./g, "\\.")}\` \\| \\S`, "m"));
});
