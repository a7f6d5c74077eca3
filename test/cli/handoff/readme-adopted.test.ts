import { adopted } from "../../../cli/handoff/readme-adopted";

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
