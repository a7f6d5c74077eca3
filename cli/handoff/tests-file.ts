import { addressOf, type Configuration, type Json, type JsonObject } from "../synthesized/configuration";
import { plain, raw, type Expression } from "./expression";
import { toLiteral } from "./fold";
import { indented, plainBlock } from "./hcl";
import type { Lifted } from "./lift";
import { commented } from "./render";
import * as invariants from "./test-invariants";
import type { Assertion } from "./test-invariants";
import type { Variable } from "./variable";

const EXAMPLE_ACCOUNT = "123456789012";
const ACCESS_POINT = "aws_s3control_multi_region_access_point";

/** Values that the mocked providers return, for data sources with checks that an empty value would fail. */
const MOCKS: Readonly<Record<string, JsonObject>> = {
  aws_iam_policy_document: { json: "{}" },
  aws_caller_identity: { account_id: EXAMPLE_ACCOUNT },
  aws_kms_key: { key_state: "Enabled", key_spec: "SYMMETRIC_DEFAULT", key_usage: "ENCRYPT_DECRYPT" },
  [ACCESS_POINT]: {},
  aws_vpc: { cidr_block: "10.0.0.0/16", enable_dns_support: true, enable_dns_hostnames: true },
};

/** The path of the tests in a handover. */
export const TESTS = "tests/plan.tftest.hcl";

/** Properties that every change must keep, planned with mocked providers. */
export function testsFile({ configuration, variables }: Lifted, form: "hcl" | "json"): string {
  const texts = [
    commented(
      "Run them with: terraform init -backend=false && terraform test. They need no network and no credentials.",
      0,
    ).trimEnd(),
    ...configuration.providers.map(({ body }) => mockProvider(configuration, body["alias"])),
    run("protection", [], invariants.protection(configuration, variables, form)),
    run("replication", [], invariants.replication(configuration)),
    run("policies", [], invariants.policies(configuration)),
    thresholds(configuration, variables),
    rejections(variables),
  ];
  return `${texts
    .filter((text) => text !== "")
    .map((text) => text.trimEnd())
    .join("\n\n")}\n`;
}

function mockProvider({ elements }: Configuration, alias: Json | undefined): string {
  const provider = alias === undefined ? undefined : `aws.${alias as string}`;
  const types = new Set(
    elements
      .filter(({ kind, body }) => kind === "data" && body["provider"] === provider)
      .map(({ type }) => type),
  );
  const mocks = Object.entries(MOCKS)
    .filter(([type]) => types.has(type))
    .map(([type, values]) => {
      const defaults =
        type === "aws_caller_identity"
          ? { account_id: accountOf(elements) }
          : type === ACCESS_POINT
            ? { alias: aliasOf(elements) }
            : values;
      return indented(plainBlock(["mock_data", type], [["defaults", toLiteral(defaults)]]));
    });
  return plainBlock(
    ["mock_provider", "aws"],
    alias === undefined ? [] : [["alias", toLiteral(alias)]],
    mocks,
  );
}

/** The recorded alias of an adopted access point. */
function aliasOf(elements: Configuration["elements"]): string {
  const [lookUp] = elements.filter(({ kind, type }) => kind === "data" && type === ACCESS_POINT);
  return /[a-z0-9]+\.mrap/.exec(JSON.stringify(lookUp?.body["lifecycle"]))?.[0] ?? "";
}

/** The account of an adopted access point or of an existing KMS key, or else an example. The caller has to be in it. */
function accountOf(elements: Configuration["elements"]): string {
  const [lookUp] = elements.filter(({ kind, type }) => kind === "data" && type === ACCESS_POINT);
  const recorded = /\b[0-9]{12}\b/.exec(JSON.stringify(lookUp?.body["lifecycle"] ?? ""))?.[0];
  if (recorded !== undefined) return recorded;
  const keys = elements.filter(({ kind, type }) => kind === "data" && type === "aws_kms_key");
  const [account] = keys.flatMap(
    ({ body }) => /:kms:[^:]*:([0-9]{12}):/.exec(JSON.stringify(body["key_id"]))?.[1] ?? [],
  );
  return account ?? EXAMPLE_ACCOUNT;
}

function run(
  name: string,
  variables: ReadonlyArray<readonly [string, Json]>,
  assertions: readonly Assertion[],
): string {
  if (assertions.length === 0) return "";
  return runBlock(name, variables, [], assertions.map(assertion));
}

function runBlock(
  name: string,
  variables: ReadonlyArray<readonly [string, Json]>,
  more: ReadonlyArray<readonly [string, Expression]>,
  blocks: readonly string[],
): string {
  const values = variables.map(([key, value]) => [key, toLiteral(value)] as const);
  const inner = values.length > 0 ? [indented(plainBlock(["variables"], values))] : [];
  return plainBlock(["run", name], [["command", raw("plan")], ...more], [...inner, ...blocks]);
}

function assertion({ condition, message }: Assertion): string {
  return indented(
    plainBlock(
      ["assert"],
      [
        ["condition", condition],
        ["error_message", plain(message)],
      ],
    ),
  );
}

/** Each threshold that is a variable changes the alarms that use it. */
function thresholds(configuration: Configuration, variables: readonly Variable[]): string {
  const alarms = invariants.resources(configuration, "aws_cloudwatch_metric_alarm");
  const changed = variables.flatMap(({ name, default: value }) => {
    const following = alarms.filter(({ body }) => body["threshold"] === `\${var.${name}}`);
    return following.length === 0 ? [] : [{ name, value: Number(value) + 1, following }];
  });
  const assertions = changed.map(({ name, value, following }) => ({
    condition: invariants.forEach(following.map(addressOf), [`one.threshold == ${value}`]),
    message: `The alarms must use var.${name} as their threshold.`,
  }));
  return run(
    "alarm_thresholds",
    changed.map(({ name, value }) => [name, value] as const),
    assertions,
  );
}

const INVALID: ReadonlyArray<readonly [variable: string, value: Json]> = [
  ["name", "Not_A_Name"],
  ["replication_latency_seconds", 0.5],
  ["tags", { "aws:owner": "nobody" }],
];

function rejections(variables: readonly Variable[]): string {
  const rejected = INVALID.filter(([name]) => variables.some((variable) => variable.name === name));
  if (rejected.length === 0) return "";
  const failures: Expression = { kind: "list", items: rejected.map(([name]) => raw(`var.${name}`)) };
  return runBlock("invalid_values_are_rejected", rejected, [["expect_failures", failures]], []);
}
