import { conftest, gitlab } from "../../../cli/review/hosts";
import { junit } from "../../../cli/review/junit";
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
    '<testsuite name="mrap review orders" tests="3" failures="1" errors="0" skipped="2" time="0">',
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
