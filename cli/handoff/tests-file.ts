import { addressOf, type Configuration, type Element, type Json, type JsonObject } from "./configuration";
import { plain, raw, type Expression } from "./expression";
import { toLiteral } from "./fold";
import { indented, plainBlock } from "./hcl";
import type { Lifted } from "./lift";
import { commented, inline } from "./render";
import type { Variable } from "./variables";

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
    run("the_access_point_keeps_its_name", [], accessPoint(configuration, variables)),
    run("the_buckets_are_versioned_and_private", [], buckets(configuration)),
    ...thresholds(configuration, variables),
    ...refusals(variables),
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
function thresholds(configuration: Configuration, variables: readonly Variable[]): string[] {
  return variables.flatMap(({ name, default: value }) => {
    const alarms = of(configuration, "aws_cloudwatch_metric_alarm").filter(
      ({ body }) => body["threshold"] === `\${var.${name}}`,
    );
    const other = Number(value) + 1;
    const assertions = alarms.map((alarm) => ({
      condition: raw(`${addressOf(alarm)}.threshold == ${other}`),
      message: `The alarm should follow var.${name}.`,
    }));
    return alarms.length === 0 ? [] : [run(`the_alarms_follow_${name}`, [[name, other]], assertions)];
  });
}

const REFUSED: ReadonlyArray<readonly [run: string, variable: string, value: Json]> = [
  ["a_wrong_name_is_refused", "name", "Not_A_Name"],
  ["half_a_second_is_refused", "replication_latency_seconds", 0.5],
  ["a_tag_of_aws_itself_is_refused", "tags", { "aws:owner": "nobody" }],
];

function refusals(variables: readonly Variable[]): string[] {
  return REFUSED.filter(([, name]) => variables.some((variable) => variable.name === name)).map(
    ([title, name, value]) =>
      runBlock(
        title,
        [[name, value]],
        [["expect_failures", { kind: "list", items: [raw(`var.${name}`)] }]],
        [],
      ),
  );
}
