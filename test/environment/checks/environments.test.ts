import { folderWith, removeFolders, reportOnFolder, SHORTEST } from "../support";
import { loadEnvironments } from "../../../environment/load";

afterAll(removeFolders);

const other = SHORTEST.replace("my-mrap", "other").replace("one-in-", "a-in-").replace("two-in-", "b-in-");
const withState = (text: string, state: string): string => text.replace("local", state);

test("reports the errors of all files", () => {
  expect(
    reportOnFolder({ "a.yaml": "name: A\n", "b.yaml": SHORTEST.replace("active", "act") + "protect: 1\n" }),
  ).toMatch(/^a\.yaml has 3 errors:[\s\S]*\n\nb\.yaml has 1 error:/);
});

test("rejects the same name and the same bucket", () => {
  const two = other.replace("other", "my-mrap").replace("a-in-ireland", "one-in-ireland");
  expect(reportOnFolder({ "a.yaml": SHORTEST, "b.yaml": two })).toBe(`b.yaml has 2 errors:

b.yaml:1:7  name
  is also the name of the access point in a.yaml. The name, and the names derived from it, are unique in an
  account
  got:     my-mrap
  fix:     choose another name

b.yaml:3:24  regions.eu-west-1.bucket
  is also a bucket of a.yaml. Both environments would create it
  got:     one-in-ireland
  fix:     choose another name`);
});

test("accepts the same name in two accounts", () => {
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
  ).toContain("is also the name of the access point in a.yaml");
});

test("rejects the same place for the state", () => {
  const state = "{ bucket: a-state, region: eu-west-1, key: x }";
  expect(reportOnFolder({ "a.yaml": withState(SHORTEST, state), "b.yaml": withState(other, state) }))
    .toBe(`b.yaml has 1 error:

b.yaml:5:1  state
  is also where a.yaml keeps its state. Each environment would overwrite the state of the other
  got:     x in a-state
  fix:     write another state.key`);
});

test.each([
  [
    "{ cloud: { organization: example, workspace: x } }",
    "the workspace x in app.terraform.io/example",
    "state.cloud.workspace",
  ],
  ["{ http: { address: 'https://example.com/x' } }", "/x in example.com", "state.http.address"],
  ["{ gcs: { bucket: a-state, prefix: x } }", "x in gs://a-state", "state.gcs.prefix"],
  [
    "{ azurerm: { storageAccountName: abc, containerName: abc, resourceGroupName: rg, key: x } }",
    "x in abc/abc",
    "state.azurerm.key",
  ],
])("rejects the same place for the state outside AWS: %s", (state, got, key) => {
  expect(reportOnFolder({ "a.yaml": withState(SHORTEST, state), "b.yaml": withState(other, state) }))
    .toBe(`b.yaml has 1 error:

b.yaml:5:1  state
  is also where a.yaml keeps its state. Each environment would overwrite the state of the other
  got:     ${got}
  fix:     write another ${key}`);
});

test("accepts two workspaces of one organization", () => {
  const state = "{ cloud: { organization: example } }";
  expect(
    loadEnvironments(folderWith({ "a.yaml": withState(SHORTEST, state), "b.yaml": withState(other, state) })),
  ).toHaveLength(2);
});

test("accepts one bucket for two states", () => {
  const state = "{ bucket: a-state, region: eu-west-1 }";
  expect(
    loadEnvironments(folderWith({ "a.yaml": withState(SHORTEST, state), "b.yaml": withState(other, state) })),
  ).toHaveLength(2);
});

test("rejects a state in a member bucket of another environment", () => {
  const state = "{ bucket: two-in-virginia, region: us-east-1 }";
  expect(reportOnFolder({ "a.yaml": SHORTEST, "b.yaml": withState(other, state) })).toContain(
    "b.yaml:5:18  state.bucket\n  is a member bucket of a.yaml\n",
  );
  expect(reportOnFolder({ "a.yaml": withState(other, state), "b.yaml": SHORTEST })).toContain(
    "b.yaml:4:24  regions.us-east-1.bucket\n  is the bucket in which a.yaml keeps its state\n",
  );
});

test("rejects access logs in a member bucket of another environment", () => {
  const logs = "accessLogs: { us-east-1: two-in-virginia }\n";
  expect(reportOnFolder({ "a.yaml": SHORTEST, "b.yaml": other + logs })).toBe(`b.yaml has 1 error:

b.yaml:6:26  accessLogs.us-east-1
  is a member bucket of a.yaml. The access logs would be replicated
  got:     two-in-virginia
  fix:     name another bucket for the logs`);
  expect(reportOnFolder({ "a.yaml": other + logs, "b.yaml": SHORTEST })).toBe(`b.yaml has 1 error:

b.yaml:4:24  regions.us-east-1.bucket
  is the bucket to which a.yaml sends access logs. The logs would be replicated
  got:     two-in-virginia
  fix:     choose another name`);
});

test("accepts one log bucket for two environments", () => {
  const logs = "accessLogs: { us-east-1: logs-in-virginia }\n";
  expect(loadEnvironments(folderWith({ "a.yaml": SHORTEST + logs, "b.yaml": other + logs }))).toHaveLength(2);
});

test("rejects file names that cannot be names of stacks", () => {
  expect(reportOnFolder({ "my demo.yaml": SHORTEST })).toBe(`my demo.yaml has 1 error:

my demo.yaml
  has a name that cannot be the name of a stack
  got:     my demo
  allowed: 1 to 63 letters, digits, hyphens and underscores before .yaml, with a letter or digit first
  fix:     rename the file`);
  expect(reportOnFolder({ "demo.yaml": SHORTEST, "demo.yml": other })).toContain(
    "demo.yml\n  has the same name as demo.yaml\n  got:     demo\n  fix:     rename one of the two",
  );
});

test("rejects a VPC that two environments use", () => {
  const network = (text: string, vpc: string): string =>
    text.replace("in-ireland }", `in-ireland, network: { vpc: ${vpc} } }`);
  expect(
    reportOnFolder({ "a.yaml": network(SHORTEST, "vpc-01234567"), "b.yaml": network(other, "vpc-01234567") }),
  ).toBe(`b.yaml has 1 error:

b.yaml:3:54  regions.eu-west-1.network.vpc
  is also a VPC of a.yaml. A VPC can have only one endpoint with the private DNS names of access points
  got:     vpc-01234567
  fix:     choose another VPC, or replace vpc with endpoint and the ID of the endpoint that exists in this VPC`);
  expect(
    reportOnFolder({ "a.yaml": network(SHORTEST, "default"), "b.yaml": network(other, "default") }),
  ).toContain("is also a VPC of a.yaml");
  expect(
    loadEnvironments(
      folderWith({ "a.yaml": network(SHORTEST, "vpc-01234567"), "b.yaml": network(other, "vpc-76543210") }),
    ),
  ).toHaveLength(2);
});

test("accepts the default VPC of two accounts", () => {
  const file = (text: string, account: string): string =>
    `${text.replace("in-ireland }", "in-ireland, network: { vpc: default } }")}assumeRole: arn:aws:iam::${account}:role/Deploy\n`;
  expect(
    loadEnvironments(
      folderWith({ "a.yaml": file(SHORTEST, "210987654321"), "b.yaml": file(other, "109876543210") }),
    ),
  ).toHaveLength(2);
});
