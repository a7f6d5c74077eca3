import { isExempt } from "../../../../cli/adapters/aws/connection";

test.each([
  ["amazonaws.com", true],
  [".amazonaws.com", true],
  ["*.amazonaws.com", true],
  ["other.com, s3.eu-west-1.amazonaws.com", true],
  ["s3.eu-west-1.amazonaws.com:443", true],
  ["*", true],
  ["", false],
  ["aws.com", false],
  ["eu-west-1.amazonaws.com:80", false],
])("NO_PROXY=%s exempts a host of AWS: %s", (noProxy, exempt) => {
  expect(isExempt("S3.eu-west-1.amazonaws.com", 443, noProxy)).toBe(exempt);
});
