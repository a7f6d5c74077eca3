import { blocks, load, plus, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a prefix that another one covers",
    plus("replication: { prefixes: [a/, a/b/] }\n"),
    `e.yaml:6:31  replication.prefixes[1]
  is covered by the prefix a/. S3 applies one rule to each object and destination, so the second rule has no
  effect
  got:     a/b/
  allowed: prefixes that do not start with one another
  fix:     remove one of the two`,
  ],
]);

test.each([["prefixes that only look alike", plus("replication: { prefixes: [a/, ab/, b/a/] }\n")]])(
  "accepts %s",
  (_what, text) => {
    expect(load(text).name).toBeDefined();
  },
);

test("accepts 1000 rules for each bucket and rejects 1001", () => {
  const prefixes = (count: number): string =>
    plus(
      `replication: { prefixes: [${Array.from({ length: count }, (_, index) => `p${index}/`).join(", ")}] }\n`,
    );
  expect(load(prefixes(1000)).replication.prefixes).toHaveLength(1000);
  expect(blocks(prefixes(1001))).toBe(`e.yaml:6:16  replication.prefixes
  needs 1001 replication rules in each bucket. S3 allows 1000
  got:     1001 prefixes for 1 other Region
  allowed: at most 1000 prefixes with this number of Regions
  fix:     use fewer, shorter prefixes, or remove prefixes to replicate every object`);
});
