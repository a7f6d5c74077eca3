import { blocks, load, plus, region, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "keys that differ only in case",
    plus("tags: { Team: a, team: b }\n"),
    `e.yaml:6:18  tags.team
  differs from the key Team only in case. IAM roles cannot have both tags
  got:     team
  allowed: keys that differ in more than case
  fix:     remove one of the two`,
  ],
]);

test.each([["keys that differ in more than case", plus("tags: { Team: a, Teams: b }\n")]])(
  "accepts %s",
  (_what, text) => {
    expect(load(text).name).toBeDefined();
  },
);

const tags = (count: number): string =>
  `tags: { ${Array.from({ length: count }, (_, index) => `k${index}: v`).join(", ")} }\n`;

test("accepts 50 tags and rejects 51", () => {
  expect(Object.keys(load(plus(tags(50))).tags)).toHaveLength(50);
  expect(blocks(plus(tags(51)))).toBe(`e.yaml:6:1  tags
  has more tags than AWS allows on a resource
  got:     51 tags
  allowed: at most 50
  fix:     remove some of the tags`);
});

test("leaves room for the tag of a VPC endpoint", () => {
  const network = region("network: { vpc: default }");
  expect(Object.keys(load(network + tags(49)).tags)).toHaveLength(49);
  expect(blocks(network + tags(50))).toBe(`e.yaml:6:1  tags
  has more tags than AWS allows on a resource. The VPC endpoints also have the tag Name
  got:     50 tags
  allowed: at most 49
  fix:     remove some of the tags`);
  expect(Object.keys(load(network + tags(49).replace("{ ", "{ Name: mine, ")).tags)).toHaveLength(50);
});
