import { matchesWildcards } from "../../../cli/text/wildcards";

test.each([
  ["s3:Get*", "s3:GetObject", true],
  ["s3:Get*", "s3:PutObject", false],
  ["s3:GetObject", "s3:GetObjectTagging", false],
  ["role/?", "role/a", true],
  ["role/?", "role/ab", false],
  ["a.c", "abc", false],
  ["a*c", "a\nc", true],
  ["S3:get*", "s3:GetObject", false],
])("%s compared with %j is %s", (pattern, text, expected) => {
  expect(matchesWildcards(pattern, text)).toBe(expected);
});

test("compares without case on request", () => {
  expect(matchesWildcards("S3:get*", "s3:GetObject", true)).toBe(true);
});
