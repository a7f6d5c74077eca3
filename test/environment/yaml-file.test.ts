import { blocks, load, removeFolders, reportOn, SHORTEST } from "./support";

afterAll(removeFolders);

test("supports anchors, aliases and merge keys", () => {
  const environment = load(`name: my-mrap
regions:
  eu-west-1:
    bucket: one-in-ireland
    network: &network { vpc: default, clients: [10.0.0.0/8] }
  us-east-1:
    bucket: two-in-virginia
    network: *network
  us-west-2:
    bucket: three-in-oregon
    network: { <<: *network, vpc: vpc-01234567 }
state: local
`);
  expect(Object.values(environment.regions).map(({ network }) => network)).toEqual([
    { vpc: "default", clients: ["10.0.0.0/8"] },
    { vpc: "default", clients: ["10.0.0.0/8"] },
    { vpc: "vpc-01234567", clients: ["10.0.0.0/8"] },
  ]);
});

test("accepts Windows line endings and a byte order mark", () => {
  expect(load(`\uFEFF${SHORTEST.replaceAll("\n", "\r\n")}`).name).toBe("my-mrap");
});

describe("reports", () => {
  test.each([
    ["nothing", ""],
    ["a comment", "# nothing yet\n"],
    ["the word null", "---\nnull\n"],
  ])("%s", (_what, text) => {
    expect(reportOn(text)).toBe(`e.yaml has 1 error:

e.yaml:1:1
  is empty
  allowed: an environment
  fix:     add at least name, regions and state`);
  });

  test("a list", () => {
    expect(blocks("- name: my-mrap\n")).toContain(
      "e.yaml:1:1\n  must be a group of keys\n  got:     a list of 1 entry\n",
    );
  });

  test("two documents", () => {
    expect(blocks(`${SHORTEST}---\n${SHORTEST}`)).toBe(`e.yaml:6:1
  contains a second YAML document. An environment file contains one
  fix:     remove the line ---, or move the second environment to its own file`);
  });

  test("an unclosed bracket", () => {
    expect(blocks("name: [a\nregions: {}\n")).toBe(`e.yaml:2:1
  is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
  fix:     fix the YAML at this position`);
  });

  test("a tab", () => {
    expect(blocks("regions:\n\teu-west-1: {}\n")).toBe(`e.yaml:2:1
  is not valid YAML: the line is indented with a tab
  fix:     indent with spaces`);
  });

  test("a YAML tag", () => {
    expect(blocks("name: !secret a\n")).toBe(`e.yaml:1:7
  uses a YAML tag that is not supported: Unresolved tag: !secret
  fix:     remove the word that starts with !`);
  });

  test("an alias without an anchor", () => {
    expect(blocks("name: *nothing\n")).toContain("is not valid YAML");
  });

  test("an alias inside its own anchor", () => {
    expect(blocks("name: a\nregions: &r { eu-west-1: *r }\nstate: local\n")).toContain("regions");
  });

  test("keys that are not plain names", () => {
    expect(blocks(`${SHORTEST}? [a, b]\n: c\n`)).toContain("has a key that is not a plain name");
    expect(blocks(`${SHORTEST}__proto__: { name: x }\n`)).toContain("has a key that is not a plain name");
    expect(blocks(`${SHORTEST}7: x\n`)).toContain("e.yaml:6:1  7\n  is not a known key\n");
    expect(blocks(`${SHORTEST}: x\n`)).toContain('is not a known key\n  got:     ""\n');
  });

  test("a duplicate Region", () => {
    expect(blocks(SHORTEST.replace("us-east-1", "eu-west-1").replace(", routing: passive", "")))
      .toBe(`e.yaml:2:1  regions
  must have 2 to 17 Regions
  got:     1 Region
  allowed: 2 to 17
  fix:     add a Region: a failover needs a second one

e.yaml:4:3  regions.eu-west-1
  is a duplicate Region. Each Region has one bucket
  got:     eu-west-1
  fix:     remove one of the two, or name another Region`);
  });

  test("a duplicate key", () => {
    expect(blocks(`${SHORTEST}protect: true\nprotect: false\n`)).toBe(`e.yaml:7:1  protect
  is a duplicate key
  got:     protect
  fix:     remove one of the two`);
  });
});
