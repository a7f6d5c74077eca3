import { readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { environmentJsonSchema } from "../../environment/json-schema";
import { keyPaths } from "../../environment/keys";
import { PENDING } from "../../environment/pending";
import { validate } from "../../environment/validate";
import { SHORTEST } from "./support";

const folder = path.join(__dirname, "..", "..", "environments");
const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
// Extensions of the language servers for JSON and YAML.
ajv.addVocabulary(["patternErrorMessage", "errorMessage", "doNotSuggest"]);
const isValid = ajv.compile(environmentJsonSchema());

test("the schema file is up to date: run `npm run schema`", () => {
  // Prettier formats the file.
  const written: unknown = JSON.parse(readFileSync(path.join(folder, "environment.schema.json"), "utf8"));
  expect(JSON.stringify(written)).toBe(JSON.stringify(environmentJsonSchema()));
});

test("accepts the environment of the project", () => {
  const data: unknown = parse(readFileSync(path.join(folder, "demo.yaml"), "utf8"));
  expect([isValid(data), isValid.errors]).toEqual([true, null]);
});

test("every key has a description", () => {
  const undocumented: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { properties, additionalProperties, anyOf, description } = node as Record<string, unknown>;
    if (path !== "" && typeof description !== "string") undocumented.push(path);
    for (const [key, child] of Object.entries(properties ?? {})) visit(child, `${path}.${key}`);
    for (const child of (anyOf ?? []) as unknown[]) {
      if (typeof child === "object" && child !== null && "properties" in child) visit(child, path);
    }
    if (path === ".regions") visit(additionalProperties, `${path}.*`);
  };
  visit(environmentJsonSchema(), "");
  expect(undocumented).toEqual([]);
});

const plus = (text: string): unknown => parse(SHORTEST + text);
const region = (line: string): unknown =>
  parse(SHORTEST.replace("{ bucket: one-in-ireland }", `{ bucket: one-in-ireland, ${line} }`));

const accepted: [what: string, data: unknown][] = [
  ["the shortest", plus("")],
  [
    "a network",
    region(
      "network: { vpc: default, subnets: [subnet-01234567], clients: [10.0.0.0/8, sg-01234567, pl-01234567] }",
    ),
  ],
  ["pending keys that request nothing", region("adopt: false, account: null, role: null")],
  ["the default encryption", plus("encryption: { type: s3, keys: {} }")],
  ["KMS", plus("encryption: { type: kms }")],
  ["no resources for a failover", plus("failover: { runbook: false, announceChanges: false }")],
  ["the runbook", plus("failover: { runbook: true }")],
  [
    "a state",
    parse(SHORTEST.replace("local", "{ bucket: a.state, region: eu-west-1, key: a/b, kmsKey: null }")),
  ],
  ["sections without keys", plus("replication: {}\nlifecycle: {}\naccess: {}\nmonitoring: {}\ntags: {}")],
  [
    "access",
    plus('access: { readers: ["arn:aws:iam::210987654321:role/a/App"], organization: o-0123456789 }'),
  ],
  ["notify", plus('monitoring: { notify: [a@example.com, "arn:aws:sns:eu-west-1:210987654321:ops"] }')],
  ["prefixes", plus("replication: { prefixes: [a/, b/] }")],
  ["tags", plus('tags: { "cost center": "a+b=c", Größe: "1" }')],
  ["a role", plus("assumeRole: arn:aws:iam::210987654321:role/Deploy")],
];

const rejected: [what: string, data: unknown][] = [
  ["nothing", null],
  ["a list", []],
  ["no keys", {}],
  ["an unknown key", plus("replicaton: {}")],
  ["an unknown key of a Region", region("zone: a")],
  ["an unknown Region", parse(SHORTEST.replace("us-east-1", "us-esat-1"))],
  ["one Region", parse(SHORTEST.replace(/ {2}us-east-1.*\n/, ""))],
  ["a name", parse(SHORTEST.replace("my-mrap", "My_Mrap"))],
  ["a number for a name", parse(SHORTEST.replace("my-mrap", "12345"))],
  ["a bucket", parse(SHORTEST.replace("one-in-ireland", "a.b"))],
  ["a routing", region("routing: on")],
  ["adopt: keep", region("adopt: keep")],
  ["an account", region('account: "210987654321"')],
  ["a role for a Region", region("role: arn:aws:iam::210987654321:role/App")],
  ["another encryption", plus("encryption: { type: aes }")],
  ["keys", plus("encryption: { keys: { eu-west-1: x } }")],
  ["a network without a VPC", region("network: {}")],
  ["an IPv6 block", region('network: { vpc: default, clients: ["::/0"] }')],
  ["a subnet", region("network: { vpc: default, subnets: [vpc-0123] }")],
  ["another state", parse(SHORTEST.replace("local", "remote"))],
  ["a state without a Region", parse(SHORTEST.replace("local", "{ bucket: a-state }"))],
  ["a state's Region", parse(SHORTEST.replace("local", "{ bucket: a-state, region: eu-west-9 }"))],
  ["a state's key", parse(SHORTEST.replace("local", "{ bucket: a-state, region: eu-west-1, key: /a }"))],
  ["a duplicate entry", plus("replication: { prefixes: [a/, a/] }")],
  ["an empty prefix", plus('replication: { prefixes: [""] }')],
  ["days", plus("lifecycle: { abortIncompleteUploadsAfterDays: 0 }")],
  ["half a day", plus("lifecycle: { abortIncompleteUploadsAfterDays: 0.5 }")],
  ["a text for a number", plus('monitoring: { pendingBytes: "1" }')],
  ["a role session", plus('access: { readers: ["arn:aws:sts::210987654321:assumed-role/App/s"] }')],
  ["a wildcard", plus('access: { writers: ["arn:aws:iam::210987654321:role/*"] }')],
  ["an account that does not exist", plus('access: { writers: ["000000000000"] }')],
  ["an id of the wrong length", region("network: { vpc: default, subnets: [subnet-0123] }")],
  ["CloudFront", plus("access: { cloudfront: [E1] }")],
  ["access logs", plus("accessLogs: { eu-west-9: my-logs }")],
  ["a path for roles", plus("iam: { path: team }")],
  ["Object Lock", plus("objectLock: { days: 0 }")],
  ["Object Lock as a text", plus("objectLock: enabled")],
  ["an organization", plus("access: { organization: o-1 }")],
  ["an address", plus("monitoring: { notify: [nobody] }")],
  ["a user to assume", plus("assumeRole: arn:aws:iam::210987654321:user/me")],
  ["a tag's value", plus("tags: { a: 1 }")],
  ["a tag's key", plus('tags: { "aws:a": b }')],
  ["a word for a flag", plus('protect: "yes"')],
];

test.each(accepted)("the schema and the loader accept %s", (_what, data) => {
  expect([isValid(data), isValid.errors]).toEqual([true, null]);
  expect(validate(data).mistakes).toEqual([]);
});

test.each(rejected)("the schema and the loader reject %s", (_what, data) => {
  expect(isValid(data)).toBe(false);
  expect(validate(data).mistakes).not.toEqual([]);
});

test("editors do not suggest pending keys", () => {
  const hidden: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { properties, additionalProperties, doNotSuggest } = node as Record<string, unknown>;
    if (doNotSuggest === true) hidden.push(path);
    for (const [key, child] of Object.entries(properties ?? {}))
      visit(child, path === "" ? key : `${path}.${key}`);
    visit(additionalProperties, `${path}.*`);
  };
  visit(environmentJsonSchema(), "");
  for (const { path } of PENDING) expect(hidden).toContain(path.join("."));
  expect(hidden).not.toContain("access");
  for (const key of keyPaths().filter((path) => !hidden.some((one) => path.startsWith(one))))
    expect(PENDING.map(({ path }) => path.join("."))).not.toContain(key);
});

test("a text that does not match its pattern has a message with the allowed texts", () => {
  const { properties } = environmentJsonSchema() as { properties: Record<string, Record<string, unknown>> };
  expect(properties.name).toMatchObject({
    pattern: "^[a-z0-9][-a-z0-9]{1,48}[a-z0-9]$",
    patternErrorMessage:
      "Allowed: 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends.",
  });
  const patterns = JSON.stringify(properties).match(/"pattern":/g) ?? [];
  const messages = JSON.stringify(properties).match(/"patternErrorMessage":/g) ?? [];
  expect(messages).toHaveLength(patterns.length);
});
