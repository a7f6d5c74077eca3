import { terraformName } from "../../constructs/labels";

test.each([
  ["ap-south-1", "ap_south_1"],
  ["from-10.0.0.0/16", "from_10_0_0_0_16"],
  ["-Ops@Example.com-", "ops_example_com"],
])("%s becomes %s", (text, name) => {
  expect(terraformName(text)).toBe(name);
});
