import { bundle } from "../../../cli/handoff/bundle";
import { adopted } from "../../../cli/handoff/readme-adopted";
import { synthesize } from "../../../cli/handoff/synthesize";
import { ALL_REGIONS, environment } from "../../support/environment";

const bucket = (label: string, body: object = {}) =>
  ({ kind: "resource", type: "aws_s3_bucket", label, path: [], body }) as never;
const imports = (...to: string[]) => to.map((one) => ({ type: "import", body: { to: one, id: "photos" } }));

test("a handover names its adopted buckets, their import blocks and their conditions", () => {
  const elements = [
    bucket("eu_west_1", { lifecycle: { postcondition: [{}] } }),
    bucket("us_east_1"),
    bucket("eu_west_1_jobs"),
  ];
  const statements = imports("aws_s3_bucket.eu_west_1", "aws_s3_bucket_versioning.us_east_1");
  const [text] = adopted({ form: "hcl", configuration: { elements, statements } });
  expect(text).toContain(
    "## Adopted buckets\n\n`aws_s3_bucket.eu_west_1` existed before this configuration.",
  );
  expect(text).toContain(
    "The `import` blocks in `imports.tf` have no effect on resources that the state has.",
  );
  expect(text).toContain("Each of these buckets has `postcondition` blocks.");
  expect(adopted({ form: "json", configuration: { elements, statements } })[0]).toContain("`main.tf.json`");
});

test("there is no such section without adopted buckets", () => {
  const elements = [bucket("eu_west_1")];
  expect(adopted({ form: "hcl", configuration: { elements, statements: [] } })).toEqual([]);
});

test("a handover with imports has no tests, which Terraform could not run, and its README does not name them", () => {
  const props = environment(ALL_REGIONS.slice(0, 2));
  const synthesized = synthesize("photos", props);
  const { configuration } = synthesized;
  const statements = [...configuration.statements, ...imports("aws_s3_bucket.eu_west_1")] as never;
  const files = bundle({
    id: "photos",
    environment: props,
    synthesized: { ...synthesized, configuration: { ...configuration, statements } },
    format: "both",
  });
  expect([...files.keys()].filter((file) => file.includes("tests/"))).toEqual([]);
  expect(files.get("json/README.md")).not.toContain("plan.tftest.hcl");
  expect(files.get("json/README.md")).not.toContain("run the tests");
  expect(
    bundle({ id: "photos", environment: props, synthesized, format: "json" }).has("tests/plan.tftest.hcl"),
  ).toBe(true);
});
