import { DEFAULTS } from "../../constructs/defaults";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import {
  loadEnvironment,
  loadEnvironments,
  readEnvironments,
  type Environment,
} from "../../environment/load";
import type { EnvironmentProps } from "../../composition/props";
import { errorOf, folderWith, load, removeFolders, reportOnFolder, SHORTEST } from "./support";

afterAll(removeFolders);

const demo = path.join(__dirname, "..", "..", "environments", "demo.yaml");

test("fills in every default", () => {
  const environment: Environment = load(SHORTEST.replace("local", "{ bucket: a-state, region: eu-west-3 }"));
  const props: EnvironmentProps = environment;
  expect(props).toEqual({
    name: "my-mrap",
    regions: {
      "eu-west-1": { bucket: "one-in-ireland", routing: "active" },
      "us-east-1": { bucket: "two-in-virginia", routing: "passive" },
    },
    state: { bucket: "a-state", region: "eu-west-3", key: "my-mrap/terraform.tfstate", kmsKey: null },
    repair: { batchReplication: DEFAULTS.repair.batchReplication },
    replication: { timeControl: true, deleteMarkers: true, replicaModifications: true, prefixes: [] },
    lifecycle: { abortIncompleteUploadsAfterDays: 7, expireNoncurrentVersionsAfterDays: 90 },
    access: {
      readers: [],
      writers: [],
      organization: null,
      onlyThroughAccessPoint: true,
      onlyFromEndpoints: false,
      administrators: [],
      cloudfront: [],
    },
    monitoring: {
      notify: [],
      latencySeconds: 900,
      pendingBytes: 1073741824,
      failedOperations: 1,
      dashboard: true,
      requestMetrics: true,
    },
    failover: { runbook: true, announceChanges: true, announceFrom: "all" },
    accessLogs: {},
    iam: { path: "/", permissionsBoundary: null },
    protect: true,
    assumeRole: null,
    tags: {},
  });
});

test("does not share default objects between environments", () => {
  expect(load(SHORTEST).access.readers).not.toBe(load(SHORTEST).access.readers);
});

test("loads the environment of the project", () => {
  const [one, ...others] = loadEnvironments(demo);
  expect(others).toEqual([]);
  expect(one).toMatchObject({ id: "demo", file: path.join("environments", "demo.yaml") });
  expect(one?.environment).toEqual(loadEnvironment(demo));
  expect(Object.keys(one?.environment.regions ?? {})).toEqual(["ap-south-1", "us-east-1"]);
});

test("loads the YAML files of a folder in the order of their names", () => {
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

describe("reports a path that cannot be read:", () => {
  test("a missing file", () => {
    const folder = folderWith({});
    const missing = path.join(folder, "demo.yaml");
    const report = `demo.yaml has 1 error:

demo.yaml
  does not exist
  fix:     name an environment file, such as environments/demo.yaml`;
    expect(errorOf(() => loadEnvironment(missing), folder).message).toBe(report);
    expect(errorOf(() => loadEnvironments(missing), folder).message).toBe(report);
  });

  test("a folder instead of a file", () => {
    const folder = folderWith({});
    expect(errorOf(() => loadEnvironment(folder)).message).toContain(
      "is a folder and not an environment file",
    );
  });

  test("a file that is not UTF-8", () => {
    const folder = folderWith({});
    const file = path.join(folder, "e.yaml");
    writeFileSync(file, Buffer.from(SHORTEST, "utf16le"));
    expect(errorOf(() => loadEnvironment(file), folder).message).toBe(`e.yaml has 1 error:

e.yaml
  is not UTF-8 text
  fix:     save the file as UTF-8`);
    writeFileSync(file, Buffer.from("name: Gr\xf6\xdfe\n", "latin1"));
    expect(errorOf(() => loadEnvironment(file), folder).message).toContain("is not UTF-8 text");
  });

  test("a very large file", () => {
    expect(reportOnFolder({ "e.yaml": `${SHORTEST}#${"x".repeat(4 * 1024 ** 2)}` })).toBe(`e.yaml has 1 error:

e.yaml
  is larger than 4 MiB
  fix:     name an environment file, such as environments/demo.yaml`);
  });

  test("a folder without environments", () => {
    expect(reportOnFolder({ "notes.txt": "" })).toBe(`. has 1 error:

.
  contains no environment file
  fix:     add a file whose name ends in .yaml`);
  });
});

test("the error message is the report, without a stack trace", () => {
  const folder = folderWith({ "e.yaml": "name: A\n" });
  const error = errorOf(() => loadEnvironments(folder));
  expect(error.name).toBe("EnvironmentError");
  expect(error.stack).toBe(error.message);
  expect(error.problems[0]).toEqual({
    file: path.join(folder, "e.yaml"),
    line: 1,
    column: 7,
    path: ["name"],
    message: "is not a valid name for a Multi-Region Access Point",
    got: "A",
    allowed: "3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends",
    fix: "write such a name",
  });
});

test("one broken file leaves the other environments usable", () => {
  const folder = folderWith({ "a.yaml": "name: A\n", "b.yaml": SHORTEST });
  const { environments, problems, broken } = readEnvironments(folder);
  expect(environments.map(({ id }) => id)).toEqual(["b"]);
  expect(broken).toEqual(["a"]);
  expect(problems).toHaveLength(3);
});

test("two files with the same name in different case are both unusable", () => {
  const folder = folderWith({ "demo.yaml": SHORTEST, "Demo.yml": SHORTEST.replaceAll("in-", "at-") });
  expect(readEnvironments(folder).broken).toEqual(["demo"]);
});
