import { readdirSync } from "node:fs";
import { join } from "node:path";
import { addressOf, type JsonObject } from "../../../cli/synthesized/configuration";
import { fold, toExpression } from "../../../cli/handoff/fold";
import { synthesize, type Synthesized } from "../../../cli/handoff/synthesize";
import { loadEnvironment } from "../../../environment/load";
import { environment } from "../../support/environment";

const FILES = ["environments", "examples"].flatMap((folder) =>
  readdirSync(folder)
    // The long tier plans the handover of seventeen Regions.
    .filter((name) => name.endsWith(".yaml") && name !== "seventeen-regions.yaml")
    .map((name) => join(folder, name)),
);

const names = ({ variables }: Synthesized) => variables.map(({ name }) => name);
const body = ({ configuration }: Synthesized, address: string): JsonObject =>
  configuration.elements.find((element) => addressOf(element) === address)!.body;

describe.each(FILES)("%s", (file) => {
  const environment = loadEnvironment(file);
  const synthesized = synthesize("id", environment);
  const { plain, configuration, variables } = synthesized;

  test("has the same addresses in the same order with and without variables", () => {
    expect(configuration.elements.map(addressOf)).toEqual(plain.elements.map(addressOf));
  });

  test("means the same with the defaults in place of the variables", () => {
    const defaults = Object.fromEntries(variables.map((variable) => [variable.name, variable.default]));
    for (const [index, element] of configuration.elements.entries())
      expect([addressOf(element), fold(toExpression(element.body), defaults)]).toEqual([
        addressOf(element),
        fold(toExpression(plain.elements[index]!.body), {}),
      ]);
  });

  test("has the names of the access point and the buckets in variables only", () => {
    const text = JSON.stringify([
      configuration.elements.map((element) => element.body),
      configuration.outputs,
    ]);
    const literals = [environment.name, ...Object.values(environment.regions).map(({ bucket }) => bucket)];
    expect(literals.filter((literal) => text.includes(literal))).toEqual([]);
  });

  test("every variable has a description, a type, and a validation", () => {
    for (const variable of variables) {
      expect(variable.description).toMatch(/\.$/);
      expect(variable.type).toBeTruthy();
      expect(variable.validations.length).toBeGreaterThan(0);
    }
  });
});

test("the values that the environment uses have a variable, and no others", () => {
  const always = [
    "name",
    "bucket_names",
    "tags",
    "abort_incomplete_uploads_after_days",
    "expire_noncurrent_versions_after_days",
    "replication_latency_seconds",
    "replication_pending_bytes",
    "replication_failed_operations",
  ];
  expect(names(synthesize("id", loadEnvironment("examples/two-regions.yaml")))).toEqual(always);
  expect(names(synthesize("id", loadEnvironment("examples/three-regions-private.yaml"))).sort()).toEqual(
    [
      ...always,
      "readers",
      "writers",
      "administrators",
      "organization_id",
      "vpc_ids",
      "subnet_ids",
      "alert_emails",
    ].sort(),
  );
});

test("a list becomes one reference, even after items that are not in the variable", () => {
  const lifted = synthesize("id", loadEnvironment("examples/active-active.yaml"));
  expect(body(lifted, "aws_cloudwatch_metric_alarm.us_east_1_replication_latency")["alarm_actions"]).toBe(
    '${concat([aws_sns_topic.us_east_1_alerts.arn], var.alert_topic_arns["us-east-1"])}',
  );
  const example = synthesize("id", loadEnvironment("examples/three-regions-private.yaml"));
  expect(body(example, "aws_vpc_endpoint.eu_central_1")["subnet_ids"]).toBe(
    '${var.subnet_ids["eu-central-1"]}',
  );
});

test("a name that was shortened keeps its deployed value", () => {
  const name = "a-name-of-fifty-characters-which-is-the-most-it-is";
  const lifted = synthesize("id", {
    ...environment(["ap-southeast-1", "us-east-1"]),
    name,
    tags: {},
    lifecycle: {},
  });
  const role = body(lifted, "aws_iam_role.ap_southeast_1_replication")["name"];
  expect(role).toMatch(/^a-name-of-fifty-characters-.*-[0-9a-f]{8}$/);
  expect(body(lifted, "aws_sns_topic.us_east_1_alerts")["name"]).toBe("${var.name}-alerts");
});
