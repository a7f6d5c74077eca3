import { App } from "cdktf";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import { environment } from "../support/environment";
import { synth } from "../support/synth";

/** The arguments that name a resource. AWS rejects or overwrites a second resource of the same name. */
const NAMES = ["name", "alarm_name", "dashboard_name", "bucket", "prefix", "target_prefix"];
/** Their names are the same in all environments, below a resource with a name of its own. */
const NESTED = ["aws_iam_role_policy", "aws_s3_bucket_metric"];
/** They have no Region, so that their names are unique in the account. */
const GLOBAL = ["aws_iam_role", "aws_cloudwatch_dashboard", "aws_s3_bucket"];

/** Every name of an environment, with its type and its Region. */
function names(name: string): string[] {
  const { json } = synth((app: App) => {
    const regions = ["eu-west-1", "us-east-1"];
    const props = environment(regions, {
      name,
      network: { "eu-west-1": { vpc: "default" } },
      accessLogs: { "eu-west-1": "logs" },
    });
    return new MultiRegionAccessPointStack(app, "environment", {
      ...props,
      regions: Object.fromEntries(
        Object.entries(props.regions).map(([region, one]) => [
          region,
          { ...one, bucket: `${name.slice(0, 10)}-${region}` },
        ]),
      ),
    });
  });
  return Object.entries(json.resource as Record<string, Record<string, any>>).flatMap(([type, resources]) =>
    Object.values(resources).flatMap((resource) =>
      NAMES.flatMap((argument) => {
        const value: unknown = resource[argument] ?? resource.details?.[argument];
        if (typeof value !== "string" || value.startsWith("${") || NESTED.includes(type)) return [];
        if (type === "aws_s3_bucket" || type === "aws_s3_bucket_logging") {
          if (argument !== "target_prefix") return [];
        }
        return [`${type} ${GLOBAL.includes(type) ? "" : resource.provider} ${argument} ${value}`];
      }),
    ),
  );
}

const LONG = "a".repeat(49);

test("environments with different names have no name in common, however similar or long they are", () => {
  const similar = [
    "photos",
    "photos-routing",
    "photos-failover",
    "photos-replication-eu-west-1",
    `${LONG}1`,
    `${LONG}2`,
  ];
  const all = similar.map((name) => new Set(names(name)));
  for (const each of all) expect(each.size).toBeGreaterThan(25);
  expect(new Set(all.flatMap((each) => [...each])).size).toBe(all.reduce((sum, { size }) => sum + size, 0));
});
