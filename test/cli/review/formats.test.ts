import { conftest, gitlab } from "../../../cli/review/hosts";
import { junit } from "../../../cli/review/junit";
import { json } from "../../../cli/review/json";
import { markdown } from "../../../cli/review/markdown";
import { sarif } from "../../../cli/review/sarif";
import { families } from "../../../cli/review/findings";
import { reviewOf, type Resource } from "./support";

const DELETED: Resource = {
  address: 'aws_s3_bucket.old["<&\u202e\u001b]"]',
  type: "aws_s3_bucket",
  actions: ["delete"],
  before: { bucket: "old" },
};
const SILENT: Resource = {
  type: "aws_cloudwatch_metric_alarm",
  before: { alarm_name: "a", alarm_actions: ["arn"] },
  after: { alarm_name: "a", alarm_actions: [] },
};
const STRANGE: Resource = { type: "aws_lambda_function", before: { a: 1 }, after: { a: 2 } };
const accepted = reviewOf([DELETED, SILENT, STRANGE]).findings.find(
  ({ family }) => family.id === "alarm-silenced",
)!;
const result = reviewOf(
  [DELETED, SILENT, STRANGE],
  {},
  {
    name: "orders",
    exceptions: [
      { address: accepted.address, finding: "alarm-silenced", reason: "planned", cause: accepted.hash },
    ],
  },
);
/** Nothing but printable characters and line ends. */
const NO_CONTROLS = /^[^\p{Cc}\p{Cf}]*(\n[^\p{Cc}\p{Cf}]*)*$/u;

test("no character of a value controls a terminal, and JSON has the same value", () => {
  const evil = "\u001b[31m\u009b31m\u202e\u200b\u{e0001}\u00a0x";
  const hostile = reviewOf([{ type: "aws_s3_bucket", actions: ["delete"], before: { bucket: evil } }]);
  for (const render of [json, sarif, gitlab, conftest, junit, markdown])
    expect(render(hostile)).not.toMatch(/[\p{Cf}\u{80}-\u{a0}]/u);
  expect(JSON.parse(json(hostile)).findings[0].cause).toContain(evil);
});

test("SARIF has what its schema requires, and an accepted finding is suppressed", () => {
  const text = sarif(result);
  expect(text).toMatch(NO_CONTROLS);
  const { version, runs } = JSON.parse(text);
  expect([version, runs.length]).toEqual(["2.1.0", 1]);
  const [run] = runs;
  expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(families.map(({ id }) => id));
  expect(run.results).toHaveLength(2);
  for (const each of run.results) {
    expect(run.tool.driver.rules[each.ruleIndex].id).toBe(each.ruleId);
    expect(["error", "warning", "note", "none"]).toContain(each.level);
    expect(typeof each.message.text).toBe("string");
    expect(each.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "cdk.tf.json" },
      region: { startLine: 1 },
    });
    expect(each.partialFingerprints["cause/v1"]).toMatch(/^[0-9a-f]{12}$/);
  }
  expect(run.results[1].suppressions).toEqual([
    { kind: "external", status: "accepted", justification: "planned" },
  ]);
  expect(run.invocations[0].toolExecutionNotifications).toHaveLength(1);
});

test("JUnit counts its cases, and nothing in it is markup", () => {
  const xml = junit(result);
  expect(xml).toMatch(NO_CONTROLS);
  expect(xml).toContain(
    '<testsuite name="mrap review orders" tests="3" failures="1" errors="0" time="0" skipped="2">',
  );
  expect(xml.match(/<testcase /g)).toHaveLength(3);
  expect(xml.match(/<(failure|skipped) /g)).toHaveLength(3);
  expect(xml).toContain("&#60;&#38;");
  expect(junit(reviewOf([]))).toContain('tests="1" failures="0"');
});

test("GitLab's report has a description, a fingerprint, a severity and a place for each issue", () => {
  const issues = JSON.parse(gitlab(result));
  expect(
    issues.map((each: { check_name: string; severity: string }) => [each.check_name, each.severity]),
  ).toEqual([
    ["bucket-deleted", "blocker"],
    ["not-judged", "minor"],
  ]);
  for (const each of issues) {
    expect(each.description).toMatch(NO_CONTROLS);
    expect(each.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(["info", "minor", "major", "critical", "blocker"]).toContain(each.severity);
    expect(each.location).toEqual({ path: "cdk.tf.json", lines: { begin: 1 } });
  }
  expect(new Set(issues.map((each: { fingerprint: string }) => each.fingerprint)).size).toBe(issues.length);
});

test("conftest's shape: failures, warnings, successes and exceptions", () => {
  const [check] = JSON.parse(conftest(result));
  expect(check).toMatchObject({ filename: "orders", namespace: "mrap.review", successes: 0 });
  expect(check.failures.map((each: { metadata: { finding: string } }) => each.metadata.finding)).toEqual([
    "bucket-deleted",
  ]);
  expect(check.warnings.map((each: { msg: string }) => each.msg)).toEqual([
    "Not judged: aws_lambda_function.this: aws_lambda_function is not known to this review",
  ]);
  expect(check.exceptions).toHaveLength(1);
  expect(JSON.parse(conftest(reviewOf([])))[0].successes).toBe(1);
});

/** All keys of a value must be among these, and the required ones must be there. */
function has(value: any, required: readonly string[], optional: readonly string[] = []): void {
  expect(Object.keys(value)).toEqual(expect.arrayContaining([...required]));
  expect([...required, ...optional]).toEqual(expect.arrayContaining(Object.keys(value)));
}

test("SARIF has no property that its schema does not know (OASIS, sarif-schema-2.1.0.json)", () => {
  const log = JSON.parse(sarif(result));
  has(log, ["version", "runs"], ["$schema"]);
  for (const run of log.runs) {
    has(run, ["tool"], ["automationDetails", "invocations", "properties", "results"]);
    has(run.tool, ["driver"]);
    has(run.tool.driver, ["name"], ["rules"]);
    has(run.automationDetails, [], ["id"]);
    for (const rule of run.tool.driver.rules) {
      has(rule, ["id"], ["shortDescription", "fullDescription", "help", "defaultConfiguration"]);
      for (const text of [rule.shortDescription, rule.fullDescription, rule.help]) has(text, ["text"]);
      expect(["none", "note", "warning", "error"]).toContain(rule.defaultConfiguration.level);
    }
    for (const invocation of run.invocations) {
      has(invocation, ["executionSuccessful"], ["toolExecutionNotifications"]);
      for (const each of invocation.toolExecutionNotifications) has(each, ["message"], ["level"]);
    }
    for (const each of run.results) {
      has(
        each,
        ["message"],
        ["ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "suppressions"],
      );
      for (const location of each.locations) has(location, [], ["physicalLocation", "logicalLocations"]);
      for (const suppression of each.suppressions ?? []) {
        has(suppression, ["kind"], ["status", "justification"]);
        expect(["inSource", "external"]).toContain(suppression.kind);
        expect(["accepted", "underReview", "rejected"]).toContain(suppression.status);
      }
    }
  }
});

test("JUnit has the elements and attributes of its schema (Jenkins xUnit, junit-10.xsd)", () => {
  const schema: Record<string, readonly [required: string[], optional: string[]]> = {
    testsuites: [[], ["name", "time", "tests", "failures", "errors"]],
    testsuite: [
      ["name", "tests", "failures", "errors"],
      ["time", "skipped", "timestamp", "hostname", "id", "package"],
    ],
    testcase: [["name"], ["time", "classname", "group"]],
    failure: [[], ["type", "message"]],
    skipped: [[], ["type", "message"]],
    "system-out": [[], []],
  };
  const open: string[] = [];
  for (const [, close, name = "", attributes = "", empty] of junit(result).matchAll(
    /<(\/)?([a-z-]+)((?: [a-z]+="[^"]*")*)(\/)?>/g,
  )) {
    if (close) {
      expect(open.pop()).toBe(name);
      continue;
    }
    const [required, optional] = schema[name] ?? [["unknown element"], []];
    const names = [...attributes.matchAll(/ ([a-z]+)=/g)].map((match) => match[1] ?? "");
    has(Object.fromEntries(names.map((each) => [each, true])), required, optional);
    if (!empty) open.push(name);
  }
  expect(open).toEqual([]);
});

test("each issue of GitLab has the properties that GitLab requires (docs.gitlab.com, Code Quality)", () => {
  for (const issue of JSON.parse(gitlab(result))) {
    has(issue, ["description", "check_name", "fingerprint", "location", "severity"]);
    has(issue.location, ["path", "lines"]);
    has(issue.location.lines, ["begin"]);
  }
});

test("conftest's results have the fields of its output (open-policy-agent/conftest, output/result.go)", () => {
  for (const check of JSON.parse(conftest(result))) {
    has(check, ["filename", "namespace", "successes"], ["warnings", "failures", "exceptions"]);
    expect(typeof check.successes).toBe("number");
    for (const each of [...check.warnings, ...check.failures, ...check.exceptions])
      has(each, ["msg"], ["metadata"]);
  }
});
