import { hclForm } from "../../../cli/handoff/hcl-form";
import { synthesize } from "../../../cli/handoff/synthesize";
import type { EnvironmentProps } from "../../../composition/props";
import { loadEnvironment } from "../../../environment/load";
import { ALL_REGIONS, environment } from "../../support/environment";

function filesOf(props: EnvironmentProps): Map<string, string> {
  const synthesized = synthesize("id", props);
  return hclForm(synthesized, synthesized.blocks);
}

/** The numbers of lines below were counted without the resources of S3 Batch Replication. */
const seventeen = filesOf({
  ...loadEnvironment("examples/seventeen-regions.yaml"),
  repair: { batchReplication: false },
});
const lines = (text: string | undefined): number => text?.split("\n").length ?? 0;

test("the replication of seventeen Regions takes a fifth of the lines", () => {
  const files = seventeen;
  const replication = files.get("replication.tf")!;
  expect(lines(replication)).toBeLessThan(12_107 / 5);
  expect(replication.match(/dynamic "rule" \{/g)).toHaveLength(17);
  expect(replication).not.toMatch(/^ {2}rule \{/m);
  const all = [...files.values()].reduce((sum, text) => sum + lines(text), 0);
  expect(all).toBeLessThan(23_243 * 0.6);
});

test("each bucket takes the destinations from one list and leaves itself out", () => {
  const files = filesOf(environment(ALL_REGIONS.slice(0, 3)));
  expect(files.get("locals.tf")).toContain(`  replication_destinations = [
    { id = "to-ap-south-1", bucket = aws_s3_bucket.ap_south_1.arn },
    { id = "to-us-east-1", bucket = aws_s3_bucket.us_east_1.arn },
    { id = "to-eu-west-1", bucket = aws_s3_bucket.eu_west_1.arn },
  ]
`);
  expect(files.get("replication.tf")).toContain(`  dynamic "rule" {
    for_each = [
      for destination in local.replication_destinations : destination if destination.id != "to-us-east-1"
    ]

    content {
      id       = rule.value.id
      status   = "Enabled"
      priority = rule.key + 1
`);
  expect(files.get("replication.tf")).toContain(
    '      for destination in local.replication_destinations : "${destination.bucket}/*" if destination.id != "to-us-east-1"\n',
  );
});

test("rules for several prefixes leave out all rules of the bucket itself", () => {
  const files = filesOf(environment(ALL_REGIONS.slice(0, 3), { replication: { prefixes: ["a/", "b/"] } }));
  expect(files.get("locals.tf")).toContain(
    '    { id = "to-us-east-1-2", bucket = aws_s3_bucket.us_east_1.arn, prefix = "b/" },\n',
  );
  expect(files.get("replication.tf")).toContain(
    ': destination if !contains(["to-us-east-1-1", "to-us-east-1-2"], destination.id)\n',
  );
});

test("two Regions have one rule each, which is written as a block", () => {
  const files = filesOf(environment(ALL_REGIONS.slice(0, 2)));
  expect(files.get("replication.tf")).not.toContain("dynamic");
  expect(files.get("main.tf")).not.toContain("dynamic");
});

test("a list of actions that several policies have in common is a local value", () => {
  const files = filesOf(environment(ALL_REGIONS.slice(0, 2)));
  expect(files.get("locals.tf")).toMatch(/^ {2}object_actions = \[\n {4}"s3:GetObject",\n/m);
  expect(files.get("access.tf")).toMatch(
    /sid {7}= "DelegateObjectsToAccessPoint"\n {4}actions {3}= local\.object_actions\n/,
  );
  expect(files.get("access.tf")!.match(/"s3:PutObjectTagging"/g) ?? []).toHaveLength(0);
});

test("a comment above repeated blocks stands above the dynamic block", () => {
  expect(seventeen.get("main.tf")).toContain(
    '    # References instead of names: the access point must be deleted before its buckets.\n    dynamic "region" {\n',
  );
});

test("every local value is used, and every local value that is used exists", () => {
  const network = { "us-east-1": { vpc: "default" }, "ap-south-1": { vpc: "default" } };
  const few = [2, 3].map((count) => filesOf(environment(ALL_REGIONS.slice(0, count), { network })));
  for (const files of [...few, seventeen]) {
    const defined = [...files.get("locals.tf")!.matchAll(/^ {2}(\w+) += /gm)].map(([, name]) => name);
    const used = new Set(
      [...files.values()].flatMap((text) => [...text.matchAll(/\blocal\.(\w+)/g)].map(([, name]) => name)),
    );
    expect(new Set(defined)).toEqual(used);
    expect(new Set(defined).size).toBe(defined.length);
  }
});
