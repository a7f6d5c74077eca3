import { readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { environmentJsonSchema } from "../../environment/json-schema";
import { validate } from "../../environment/validate";
import { SHORTEST } from "./support";

const folder = path.join(__dirname, "..", "..", "environments");
const isValid = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
  environmentJsonSchema(),
);

test("the schema file is up to date: node -r @swc-node/register environment/write-schema.ts", () => {
  // Its format is prettier's affair.
  const written: unknown = JSON.parse(readFileSync(path.join(folder, "environment.schema.json"), "utf8"));
  expect(JSON.stringify(written)).toBe(JSON.stringify(environmentJsonSchema()));
});

test("the environment that comes with the project", () => {
  const data: unknown = parse(readFileSync(path.join(folder, "demo.yaml"), "utf8"));
  expect([isValid(data), isValid.errors]).toEqual([true, null]);
});

test("every key says what it is", () => {
  const silent: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { properties, additionalProperties, anyOf, description } = node as Record<string, unknown>;
    if (path !== "" && typeof description !== "string") silent.push(path);
    for (const [key, child] of Object.entries(properties ?? {})) visit(child, `${path}.${key}`);
    for (const child of (anyOf ?? []) as unknown[]) {
      if (typeof child === "object" && child !== null && "properties" in child) visit(child, path);
    }
    if (path === ".regions") visit(additionalProperties, `${path}.*`);
  };
  visit(environmentJsonSchema(), "");
  expect(silent).toEqual([]);
});

const plus = (text: string): unknown => parse(SHORTEST + text);
const region = (line: string): unknown =>
  parse(SHORTEST.replace("{ bucket: one-in-ireland }", `{ bucket: one-in-ireland, ${line} }`));

const accepted: [what: string, data: unknown][] = [
  ["the shortest", plus("")],
  ["a network", region("network: { vpc: default, subnets: [subnet-0aaa], clients: [10.0.0.0/8, sg-0123] }")],
  ["what asks for nothing", region("adopt: false, account: null, role: null")],
  ["no encryption of its own", plus("encryption: { type: s3, keys: {} }")],
  ["no helpers of a failover", plus("failover: { runbook: false, announceChanges: false }")],
  ["helpers of a failover", plus("failover: { runbook: true }")],
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

const refused: [what: string, data: unknown][] = [
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
  ["adopt", region("adopt: true")],
  ["an account", region('account: "210987654321"')],
  ["a role for a Region", region("role: arn:aws:iam::210987654321:role/App")],
  ["KMS", plus("encryption: { type: kms }")],
  ["keys", plus("encryption: { keys: { eu-west-1: x } }")],
  ["a network without a VPC", region("network: {}")],
  ["an IPv6 block", region('network: { vpc: default, clients: ["::/0"] }')],
  ["a subnet", region("network: { vpc: default, subnets: [vpc-0123] }")],
  ["another state", parse(SHORTEST.replace("local", "remote"))],
  ["a state without a Region", parse(SHORTEST.replace("local", "{ bucket: a-state }"))],
  ["a state's Region", parse(SHORTEST.replace("local", "{ bucket: a-state, region: eu-west-9 }"))],
  ["a state's key", parse(SHORTEST.replace("local", "{ bucket: a-state, region: eu-west-1, key: /a }"))],
  ["a list twice the same", plus("replication: { prefixes: [a/, a/] }")],
  ["an empty prefix", plus('replication: { prefixes: [""] }')],
  ["days", plus("lifecycle: { abortIncompleteUploadsAfterDays: 0 }")],
  ["half a day", plus("lifecycle: { abortIncompleteUploadsAfterDays: 0.5 }")],
  ["a text for a number", plus('monitoring: { pendingBytes: "1" }')],
  ["a session", plus('access: { readers: ["arn:aws:sts::210987654321:assumed-role/App/s"] }')],
  ["a wildcard", plus('access: { writers: ["*"] }')],
  ["an organization", plus("access: { organization: o-1 }")],
  ["an address", plus("monitoring: { notify: [nobody] }")],
  ["a user to assume", plus("assumeRole: arn:aws:iam::210987654321:user/me")],
  ["a tag's value", plus("tags: { a: 1 }")],
  ["a tag's key", plus('tags: { "aws:a": b }')],
  ["a word for a flag", plus('protect: "yes"')],
];

test.each(accepted)("both accept %s", (_what, data) => {
  expect([isValid(data), isValid.errors]).toEqual([true, null]);
  expect(validate(data).mistakes).toEqual([]);
});

test.each(refused)("both refuse %s", (_what, data) => {
  expect(isValid(data)).toBe(false);
  expect(validate(data).mistakes).not.toEqual([]);
});
