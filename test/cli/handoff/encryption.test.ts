import { bundle } from "../../../cli/handoff/bundle";
import { synthesize } from "../../../cli/handoff/synthesize";
import { ALL_REGIONS, environment } from "../../support/environment";

const REGIONS = ALL_REGIONS.slice(0, 2);
const [WITH_KEY = "", OTHER = ""] = REGIONS;
const label = (region: string) => region.replace(/-/g, "_");
const ARN = `arn:aws:kms:${WITH_KEY}:210987654321:key/1234abcd-12ab-4cd5-96ef-1234567890ab`;

const props = environment(REGIONS, { encryption: { type: "kms", keys: { [WITH_KEY]: ARN } } });
const files = (format: "hcl" | "json") =>
  bundle({ id: "id", environment: props, synthesized: synthesize("id", props), format });

test("the keys and their policies are in encryption.tf", () => {
  const text = files("hcl").get("encryption.tf") ?? "";
  expect(text).toContain(`resource "aws_kms_key" "${label(OTHER)}" {`);
  expect(text).toContain(`resource "aws_kms_alias" "${label(OTHER)}" {`);
  expect(text).toContain(`data "aws_kms_key" "${label(WITH_KEY)}" {`);
  expect(text).toContain('condition     = self.key_state == "Enabled"');
});

test("a key of an earlier apply is forgotten and not destroyed", () => {
  expect(files("hcl").get("moved.tf")).toBe(`removed {
  from = aws_kms_key.${label(WITH_KEY)}

  lifecycle {
    destroy = false
  }
}
`);
});

test.each(["hcl", "json"] as const)(
  "the tests of the %s form mock a key that passes its checks",
  (format) => {
    const text = files(format).get("tests/plan.tftest.hcl") ?? "";
    expect(text).toMatch(/mock_data "aws_kms_key" \{\s+defaults = \{\s+key_state = "Enabled"/);
    expect(text).toContain('account_id = "210987654321"');
  },
);
