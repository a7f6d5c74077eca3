import {
  addressOf,
  type Configuration,
  type Element,
  type Json,
  type JsonObject,
} from "../synthesized/configuration";
import { plain, raw, type Expression } from "./expression";
import { toLiteral } from "./fold";
import { indented, plainBlock } from "./hcl";
import type { Lifted } from "./lift";
import { commented, inline } from "./render";
import type { Variable } from "./variable";

/** What the mocked providers answer, where an empty answer would not do. */
const MOCKS: Readonly<Record<string, JsonObject>> = {
  aws_iam_policy_document: { json: "{}" },
  aws_caller_identity: { account_id: "123456789012" },
  aws_vpc: { cidr_block: "10.0.0.0/16", enable_dns_support: true, enable_dns_hostnames: true },
};

/** `tests/plan.tftest.hcl`: what must stay true of the configuration, planned with mocked providers. */
export function testsFile({ configuration, variables }: Lifted): string {
  const texts = [
    commented(
      "Offline: terraform init -backend=false && terraform test. No network, no credentials.",
      0,
    ).trimEnd(),
    ...configuration.providers.map(({ body }) => mockProvider(configuration, body["alias"])),
    run("what_must_stay", [], [...accessPoint(configuration, variables), ...buckets(configuration)]),
    thresholds(configuration, variables),
    refusals(variables),
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
    .map(([type, defaults]) =>
      indented(plainBlock(["mock_data", type], [["defaults", toLiteral(defaults)]])),
    );
  return plainBlock(
    ["mock_provider", "aws"],
    alias === undefined ? [] : [["alias", toLiteral(alias)]],
    mocks,
  );
}

interface Assertion {
  readonly condition: Expression;
  readonly message: string;
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

function of({ elements }: Configuration, type: string): Element[] {
  return elements.filter((element) => element.kind === "resource" && element.type === type);
}

function accessPoint(configuration: Configuration, variables: readonly Variable[]): Assertion[] {
  const name = variables.find((variable) => variable.name === "name")?.default;
  if (name === undefined) return [];
  return of(configuration, "aws_s3control_multi_region_access_point").map((element) => ({
    condition: raw(`${addressOf(element)}.details[0].name == ${inline(toLiteral(name))}`),
    message: "Another name is a new access point, with a new address for every client.",
  }));
}

function buckets(configuration: Configuration): Assertion[] {
  const versioned = of(configuration, "aws_s3_bucket_versioning").map((element) => ({
    condition: raw(`${addressOf(element)}.versioning_configuration[0].status == "Enabled"`),
    message: "Replication needs the versioning of both ends.",
  }));
  const isPrivate = of(configuration, "aws_s3_bucket_public_access_block").map((element) => {
    const settings = [
      "block_public_acls",
      "block_public_policy",
      "ignore_public_acls",
      "restrict_public_buckets",
    ];
    const items = settings.map((setting) => raw(`${addressOf(element)}.${setting}`));
    const condition: Expression = { kind: "call", name: "alltrue", args: [{ kind: "list", items }] };
    return { condition, message: "No bucket is public." };
  });
  return [...versioned, ...isPrivate];
}

/** Every threshold that is a variable moves the alarms that name it. */
function thresholds(configuration: Configuration, variables: readonly Variable[]): string {
  const alarms = of(configuration, "aws_cloudwatch_metric_alarm");
  const moved = variables.flatMap(({ name, default: value }) => {
    const following = alarms.filter(({ body }) => body["threshold"] === `\${var.${name}}`);
    return following.length === 0 ? [] : [{ name, value: Number(value) + 1, following }];
  });
  const assertions = moved.flatMap(({ name, value, following }) =>
    following.map((alarm) => ({
      condition: raw(`${addressOf(alarm)}.threshold == ${value}`),
      message: `The alarm should follow var.${name}.`,
    })),
  );
  return run(
    "the_alarms_follow_their_thresholds",
    moved.map(({ name, value }) => [name, value] as const),
    assertions,
  );
}

const REFUSED: ReadonlyArray<readonly [variable: string, value: Json]> = [
  ["name", "Not_A_Name"],
  ["replication_latency_seconds", 0.5],
  ["tags", { "aws:owner": "nobody" }],
];

function refusals(variables: readonly Variable[]): string {
  const refused = REFUSED.filter(([name]) => variables.some((variable) => variable.name === name));
  if (refused.length === 0) return "";
  const failures: Expression = { kind: "list", items: refused.map(([name]) => raw(`var.${name}`)) };
  return runBlock("wrong_values_are_refused", refused, [["expect_failures", failures]], []);
}
