/** The stack of an environment while its Regions are changed, and afterwards. */
import { Testing } from "cdktf";
import { generationId } from "../../composition/generations";
import type { EnvironmentProps } from "../../composition/props";
import { MultiRegionAccessPointStack } from "../../composition/stack";

const TWO = { "eu-west-1": { bucket: "photos-ireland" }, "us-east-1": { bucket: "photos-virginia" } };
const REPLACED = { "ap-south-1": { bucket: "photos-mumbai" }, "us-east-1": { bucket: "photos-virginia" } };
const base = { state: "local", encryption: { type: "kms" }, repair: { batchReplication: false } } as const;

function synth(props: Omit<EnvironmentProps, "state">): any {
  return JSON.parse(
    Testing.synth(new MultiRegionAccessPointStack(Testing.app(), "photos", { ...base, ...props })),
  );
}

const before = synth({ name: "photos", regions: TWO });
const during = synth({ name: "photos-2", regions: REPLACED, previous: { name: "photos", regions: TWO } });
const after = synth({
  name: "photos-2",
  environmentName: "photos",
  regions: REPLACED,
  hadGenerations: true,
  retired: { "eu-west-1": "photos-ireland" },
});
const MRAP = "aws_s3control_multi_region_access_point";
const NEW = `\${${MRAP}.photos_2.arn}`;
const OLD = `\${${MRAP}.photos.arn}`;

test("both access points have their own buckets and policies", () => {
  const members = (label: string): unknown =>
    during.resource[MRAP][label].details.region.map(({ bucket }: { bucket: string }) => bucket);
  expect(Object.keys(during.resource[MRAP]).sort()).toEqual(["photos", "photos_2"]);
  expect(members("photos")).toEqual(["${aws_s3_bucket.eu_west_1.id}", "${aws_s3_bucket.us_east_1.id}"]);
  expect(members("photos_2")).toEqual(["${aws_s3_bucket.ap_south_1.id}", "${aws_s3_bucket.us_east_1.id}"]);
  expect(Object.keys(during.resource[`${MRAP}_policy`]).sort()).toEqual(["photos", "photos_2"]);
});

test("the policies of buckets, applications and the runbook name both", () => {
  const documents = during.data.aws_iam_policy_document;
  for (const region of ["eu_west_1", "us_east_1", "ap_south_1"]) {
    const statements: any[] = documents[`${region}_bucket`].statement;
    const named = statements.flatMap(({ condition = [] }) =>
      condition.filter((one: any) => one.variable === "s3:DataAccessPointArn"),
    );
    expect(named.map(({ values }: any) => values)).toEqual([
      [NEW, OLD],
      [NEW, OLD],
      [NEW, OLD],
    ]);
  }
  for (const label of ["reader", "writer"])
    expect(documents[label].statement[1].resources).toEqual([NEW, OLD]);
  expect(documents.runbook_permissions?.statement ?? documents.runbook.statement).toBeDefined();
  expect(JSON.stringify(documents)).toContain(JSON.stringify([NEW, OLD]).slice(1, -1));
});

test("replication connects the buckets of both, and existing rules keep their ids and priorities", () => {
  const rules = (stack: any, label: string): [string, number][] =>
    stack.resource.aws_s3_bucket_replication_configuration[label].rule.map(({ id, priority }: any) => [
      id,
      priority,
    ]);
  for (const label of ["eu_west_1", "us_east_1"])
    expect(rules(during, label).slice(0, 1)).toEqual(rules(before, label));
  expect(rules(during, "us_east_1")).toEqual([
    ["to-eu-west-1", 1],
    ["to-ap-south-1", 2],
  ]);
});

test("the resources of the environment keep their addresses and names", () => {
  for (const [type, resources] of Object.entries<any>(before.resource)) {
    if (type.startsWith(MRAP)) continue;
    for (const [label, resource] of Object.entries<any>(resources)) {
      const now = during.resource[type]?.[label];
      expect([type, label, now?.name, now?.alarm_name, now?.dashboard_name]).toEqual([
        type,
        label,
        resource.name,
        resource.alarm_name,
        resource.dashboard_name,
      ]);
    }
  }
});

test("moved blocks keep the access points at the start and at the end of a change", () => {
  const pair = (from: string, to: string) => [
    { from: `${MRAP}.${from}`, to: `${MRAP}.${to}` },
    { from: `${MRAP}_policy.${from}`, to: `${MRAP}_policy.${to}` },
  ];
  expect(before).not.toHaveProperty("moved");
  expect(during.moved).toEqual(pair("this", "photos"));
  expect(after.moved).toEqual(pair("photos_2", "this"));
});

test("afterwards, the addresses are those of a new environment", () => {
  const addresses = (stack: any): string[] =>
    Object.entries<object>(stack.resource).flatMap(([type, all]) =>
      Object.keys(all).map((label) => `${type}.${label}`),
    );
  expect(addresses(after).sort()).toEqual(addresses(synth({ name: "photos-2", regions: REPLACED })).sort());
});

test("Terraform forgets the bucket of a removed Region, its settings and its key", () => {
  const forgotten = after.removed.map(({ from, lifecycle }: any) => lifecycle.destroy === false && from);
  for (const type of ["bucket", "bucket_versioning", "bucket_policy", "bucket_public_access_block"])
    expect(forgotten).toContain(`aws_s3_${type}.eu_west_1`);
  expect(forgotten).toContain("aws_kms_key.eu_west_1");
  expect(new Set(forgotten).size).toBe(forgotten.length);
});

test("a bucket that is a member again is imported", () => {
  const again = synth({
    name: "photos-3",
    environmentName: "photos",
    hadGenerations: true,
    regions: { ...REPLACED, ...TWO },
    previous: { name: "photos-2", regions: REPLACED },
    retired: { "eu-west-1": "photos-ireland" },
  });
  expect(again.import).toEqual([
    { to: "aws_s3_bucket.eu_west_1", id: "photos-ireland", provider: "aws.eu_west_1" },
  ]);
  expect(JSON.stringify(again.removed ?? [])).not.toContain("aws_s3_bucket.eu_west_1");
});

test("the outputs name both access points", () => {
  expect(during.output.access_point_arn.value).toBe(NEW);
  expect(during.output.previous_access_point_arn.value).toBe(OLD);
  expect(Object.keys(during.output.buckets.value)).toEqual(["ap-south-1", "us-east-1"]);
  expect(Object.keys(during.output.previous_buckets.value)).toEqual(["eu-west-1", "us-east-1"]);
  expect(Object.keys(after.output).filter((name) => name.startsWith("previous_"))).toEqual([]);
});

test.each([
  ["photos-2", "photos-2"],
  ["this", "named-this"],
  ["2026-photos", "named-2026-photos"],
])("the id of the access point %s is %s", (name, id) => {
  expect(generationId(name)).toBe(id);
});
