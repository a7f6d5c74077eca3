import * as path from "node:path";
import { loadEnvironment, loadEnvironments, type Environment } from "../../environment/load";
import type { EnvironmentProps } from "../../composition/props";
import {
  blocks,
  errorOf,
  folderWith,
  load,
  removeFolders,
  reportOn,
  reportOnFolder,
  SHORTEST,
} from "./support";

afterAll(removeFolders);

const demo = path.join(__dirname, "..", "..", "environments", "demo.yaml");

test("every default", () => {
  const environment: Environment = load(SHORTEST.replace("local", "{ bucket: a-state, region: eu-west-3 }"));
  const props: EnvironmentProps = environment;
  expect(props).toEqual({
    name: "my-mrap",
    regions: {
      "eu-west-1": { bucket: "one-in-ireland", routing: "active" },
      "us-east-1": { bucket: "two-in-virginia", routing: "passive" },
    },
    state: { bucket: "a-state", region: "eu-west-3", key: "my-mrap/terraform.tfstate", kmsKey: null },
    replication: { timeControl: true, deleteMarkers: true, replicaModifications: true, prefixes: [] },
    lifecycle: { abortIncompleteUploadsAfterDays: 7, expireNoncurrentVersionsAfterDays: 90 },
    access: {
      readers: [],
      writers: [],
      organization: null,
      onlyThroughAccessPoint: true,
      onlyFromEndpoints: false,
      administrators: [],
    },
    monitoring: {
      notify: [],
      latencySeconds: 900,
      pendingBytes: 1073741824,
      failedOperations: 1,
      dashboard: true,
      requestMetrics: true,
    },
    failover: { runbook: true, announceChanges: true },
    protect: true,
    assumeRole: null,
    tags: {},
  });
});

test("the defaults of two environments are not the same objects", () => {
  expect(load(SHORTEST).access.readers).not.toBe(load(SHORTEST).access.readers);
});

test("the environment that comes with the project", () => {
  const [one, ...others] = loadEnvironments(demo);
  expect(others).toEqual([]);
  expect(one).toMatchObject({ id: "demo", file: path.join("environments", "demo.yaml") });
  expect(one?.environment).toEqual(loadEnvironment(demo));
  expect(Object.keys(one?.environment.regions ?? {})).toEqual(["ap-south-1", "us-east-1"]);
});

test("a folder: its own YAML files, in order of their names", () => {
  const second = SHORTEST.replace("my-mrap", "other").replace("one-in-", "a-in-").replace("two-in-", "b-in-");
  const folder = folderWith({
    "prod.yml": second,
    "Dev.yaml": SHORTEST,
    "environment.schema.json": "{}",
    ".hidden.yaml": "no: environment",
    "deeper/also.yaml": "no: environment",
  });
  expect(loadEnvironments(folder).map(({ id, file }) => [id, path.basename(file)])).toEqual([
    ["Dev", "Dev.yaml"],
    ["prod", "prod.yml"],
  ]);
});

test("anchors, aliases and merges", () => {
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
    network: { <<: *network, vpc: vpc-0123 }
state: local
`);
  expect(Object.values(environment.regions).map(({ network }) => network)).toEqual([
    { vpc: "default", clients: ["10.0.0.0/8"] },
    { vpc: "default", clients: ["10.0.0.0/8"] },
    { vpc: "vpc-0123", clients: ["10.0.0.0/8"] },
  ]);
});

test("Windows line ends and a byte order mark", () => {
  expect(load(`\uFEFF${SHORTEST.replaceAll("\n", "\r\n")}`).name).toBe("my-mrap");
});

describe("a text that is no environment", () => {
  test.each([
    ["nothing", ""],
    ["a comment", "# nothing yet\n"],
    ["the word null", "---\nnull\n"],
  ])("%s", (_what, text) => {
    expect(reportOn(text)).toBe(`e.yaml has 1 mistake:

e.yaml:1:1
  is empty
  allowed: an environment
  fix:     write at least name, regions and state`);
  });

  test("a list", () => {
    expect(blocks("- name: my-mrap\n")).toContain(
      "e.yaml:1:1\n  must be a group of keys\n  got:     a list of 1 entry\n",
    );
  });

  test("two documents", () => {
    expect(blocks(`${SHORTEST}---\n${SHORTEST}`)).toBe(`e.yaml:6:1
  has a second YAML document here, and an environment is one
  fix:     leave out the line ---, or write the second environment into a file of its own`);
  });

  test("a bracket that is not closed", () => {
    expect(blocks("name: [a\nregions: {}\n")).toBe(`e.yaml:2:1
  is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
  fix:     mend the YAML at this place`);
  });

  test("a tab", () => {
    expect(blocks("regions:\n\teu-west-1: {}\n")).toBe(`e.yaml:2:1
  is not valid YAML: the line is indented by a tab
  fix:     indent by spaces`);
  });

  test("a tag of YAML", () => {
    expect(blocks("name: !secret a\n")).toBe(`e.yaml:1:7
  has a YAML tag that means nothing here: Unresolved tag: !secret
  fix:     leave out the word that begins with !`);
  });

  test("an alias of nothing", () => {
    expect(blocks("name: *nothing\n")).toContain("is not valid YAML");
  });

  test("an alias within its own anchor", () => {
    expect(blocks("name: a\nregions: &r { eu-west-1: *r }\nstate: local\n")).toContain("regions");
  });

  test("keys that are no names", () => {
    expect(blocks(`${SHORTEST}? [a, b]\n: c\n`)).toContain("has a key that is not a plain name");
    expect(blocks(`${SHORTEST}__proto__: { name: x }\n`)).toContain("has a key that is not a plain name");
    expect(blocks(`${SHORTEST}7: x\n`)).toContain("e.yaml:6:1  7\n  is not a known key\n");
    expect(blocks(`${SHORTEST}: x\n`)).toContain('is not a known key\n  got:     ""\n');
  });
});

describe("a file or folder that cannot be read", () => {
  test("a missing file", () => {
    const folder = folderWith({});
    const missing = path.join(folder, "demo.yaml");
    const report = `demo.yaml has 1 mistake:

demo.yaml
  does not exist
  fix:     name an environment file, such as environments/demo.yaml`;
    expect(errorOf(() => loadEnvironment(missing), folder).message).toBe(report);
    expect(errorOf(() => loadEnvironments(missing), folder).message).toBe(report);
  });

  test("a folder instead of a file", () => {
    const folder = folderWith({});
    expect(errorOf(() => loadEnvironment(folder)).message).toContain(
      "is a folder, and not an environment file",
    );
  });

  test("a folder without environments", () => {
    expect(reportOnFolder({ "notes.txt": "" })).toBe(`. has 1 mistake:

.
  has no environment file
  fix:     write one into it, with a name that ends in .yaml`);
  });
});

describe("environments among one another", () => {
  const other = SHORTEST.replace("my-mrap", "other").replace("one-in-", "a-in-").replace("two-in-", "b-in-");
  const withState = (text: string, state: string): string => text.replace("local", state);

  test("mistakes of all the files", () => {
    expect(
      reportOnFolder({ "a.yaml": "name: A\n", "b.yaml": SHORTEST.replace("active", "act") + "protect: 1\n" }),
    ).toMatch(/^a\.yaml has 3 mistakes:[\s\S]*\n\nb\.yaml has 1 mistake:/);
  });

  test("one name, one bucket", () => {
    const two = other.replace("other", "my-mrap").replace("a-in-ireland", "one-in-ireland");
    expect(reportOnFolder({ "a.yaml": SHORTEST, "b.yaml": two })).toBe(`b.yaml has 2 mistakes:

b.yaml:1:7  name
  is the access point of a.yaml too, and a name is unique in an account
  got:     my-mrap
  fix:     take another name

b.yaml:3:24  regions.eu-west-1.bucket
  is a bucket of a.yaml too, and each would make it
  got:     one-in-ireland
  fix:     take another name`);
  });

  test("one name in two accounts is fine", () => {
    const account = (id: string): string => `assumeRole: arn:aws:iam::${id}:role/Deploy\n`;
    const folder = folderWith({
      "a.yaml": SHORTEST + account("210987654321"),
      "b.yaml": other.replace("other", "my-mrap") + account("109876543210"),
    });
    expect(loadEnvironments(folder)).toHaveLength(2);
    expect(
      reportOnFolder({
        "a.yaml": SHORTEST + account("210987654321"),
        "b.yaml": other.replace("other", "my-mrap") + account("210987654321"),
      }),
    ).toContain("is the access point of a.yaml too");
  });

  test("one place for the state", () => {
    const state = "{ bucket: a-state, region: eu-west-1, key: x }";
    expect(reportOnFolder({ "a.yaml": withState(SHORTEST, state), "b.yaml": withState(other, state) }))
      .toBe(`b.yaml has 1 mistake:

b.yaml:5:1  state
  is where a.yaml keeps its state too: each would undo the other
  got:     x in a-state
  fix:     write another state.key`);
  });

  test("one bucket for two states is fine", () => {
    const state = "{ bucket: a-state, region: eu-west-1 }";
    expect(
      loadEnvironments(
        folderWith({ "a.yaml": withState(SHORTEST, state), "b.yaml": withState(other, state) }),
      ),
    ).toHaveLength(2);
  });

  test("a state in a member of another environment", () => {
    const state = "{ bucket: two-in-virginia, region: us-east-1 }";
    expect(reportOnFolder({ "a.yaml": SHORTEST, "b.yaml": withState(other, state) })).toContain(
      "b.yaml:5:18  state.bucket\n  is a member bucket of a.yaml\n",
    );
    expect(reportOnFolder({ "a.yaml": withState(other, state), "b.yaml": SHORTEST })).toContain(
      "b.yaml:4:24  regions.us-east-1.bucket\n  is the bucket that a.yaml keeps its state in\n",
    );
  });

  test("names that stacks cannot have", () => {
    expect(reportOnFolder({ "my demo.yaml": SHORTEST })).toBe(`my demo.yaml has 1 mistake:

my demo.yaml
  has a name that a stack cannot have
  got:     my demo
  allowed: 1 to 63 letters, digits, hyphens and underscores before .yaml, with a letter or digit first
  fix:     rename the file`);
    expect(reportOnFolder({ "demo.yaml": SHORTEST, "demo.yml": other })).toContain(
      "demo.yml\n  has the same name as demo.yaml\n  got:     demo\n  fix:     rename one of the two",
    );
  });
});

test("the error is the report, and carries no stack trace", () => {
  const folder = folderWith({ "e.yaml": "name: A\n" });
  const error = errorOf(() => loadEnvironments(folder));
  expect(error.name).toBe("EnvironmentError");
  expect(error.stack).toBe(error.message);
  expect(error.problems[0]).toEqual({
    file: path.join(folder, "e.yaml"),
    line: 1,
    column: 7,
    path: ["name"],
    message: "is not a name that a Multi-Region Access Point can have",
    got: "A",
    allowed: "3 to 50 lower-case letters, digits and hyphens, with a letter or digit at both ends",
    fix: "write such a name",
  });
});
