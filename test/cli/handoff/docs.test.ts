import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hclForm } from "../../../cli/handoff/hcl-form";
import { synthesize } from "../../../cli/handoff/synthesize";
import { loadEnvironment } from "../../../environment/load";

const read = (path: string) => readFileSync(join(__dirname, "..", "..", "..", path), "utf8");
const page = read("docs/three-forms.md");
const fence = (language: string) => page.split(`\`\`\`${language}\n`)[1]!.split("```")[0]!;
const synthesized = synthesize("demo", loadEnvironment("environments/demo.yaml"));

test("the page on the three forms shows what the code generates", () => {
  const policy = synthesized.plain.elements.find(
    ({ kind, type, label }) =>
      kind === "resource" && type === "aws_s3_bucket_policy" && label === "ap_south_1",
  )!;
  expect(JSON.parse(fence("json"))).toEqual(policy.body);

  expect(hclForm(synthesized, synthesized.blocks).get("access.tf")).toContain(fence("hcl").trim());

  const bare = (text: string) => text.replace(/\s+/g, " ");
  expect(bare(read("constructs/bucket-policy.ts"))).toContain(bare(fence("ts")).trim());
});
