import { conftest, gitlab } from "../../../cli/review/hosts";
import { json } from "../../../cli/review/json";
import { junit } from "../../../cli/review/junit";
import { markdown } from "../../../cli/review/markdown";
import { sarif } from "../../../cli/review/sarif";
import { terminal } from "../../../cli/review/terminal";
import { edited, policy, type Editor } from "./edits";

const FORMATS = {
  markdown,
  terminal: (review: any) => terminal(review, false),
  json,
  sarif,
  junit,
  gitlab,
  conftest,
};
const ALARM = "aws_cloudwatch_metric_alarm.archive";
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.eu_west_1";
const POLICY = "aws_s3_bucket_policy.eu_west_1";

const alarm =
  (edit: (after: any, change: any) => void) =>
  (plan: Editor): void =>
    plan.update(ALARM, edit);

test.each<[string, string[], string[], (plan: Editor) => void]>([
  [
    "a number",
    ["731946"],
    [],
    alarm((after, change) => {
      after.threshold = 731946;
      change.after_sensitive = { threshold: true };
    }),
  ],
  [
    "a short text",
    ["zz9"],
    ["alarm-weakened"],
    alarm((after, change) => {
      after.metric_name = "zz9";
      change.after_sensitive = { metric_name: true };
    }),
  ],
  [
    "a value that only the prior state marks",
    ["former-secret"],
    ["alarm-weakened"],
    (plan) => {
      const prior = plan.plan.prior_state.values.root_module.resources.find(
        (each: any) => each.address === ALARM,
      );
      prior.values.metric_name = "former-secret";
      prior.sensitive_values = { metric_name: true };
      plan.update(ALARM, (after, change) => {
        change.before.metric_name = "former-secret";
        after.metric_name = "other";
      });
    },
  ],
  [
    "one of 5,000, within another text",
    ["token-4999-x"],
    ["alarm-weakened"],
    (plan) => {
      plan.plan.variables = { tokens: { value: Array.from({ length: 5_000 }, (_, i) => `token-${i}-x`) } };
      plan.plan.configuration.root_module.variables = { tokens: { sensitive: true } };
      plan.update(ALARM, (after) => (after.metric_name = "has token-4999-x in it"));
    },
  ],
  [
    "numbers and texts in the third block of a list",
    ["424242", "hidden-prefix"],
    ["lifecycle-expires-objects"],
    (plan) =>
      plan.update(LIFECYCLE, (after, change) => {
        after.rule.push({
          id: "x",
          status: "Enabled",
          filter: [{ prefix: "hidden-prefix" }],
          expiration: [{ days: 424242 }],
        });
        change.after_sensitive = {
          rule: after.rule.map((_: unknown, i: number) =>
            i < after.rule.length - 1 ? {} : { filter: [{ prefix: true }], expiration: [{ days: true }] },
          ),
        };
      }),
  ],
  [
    "a secret in a policy's condition",
    ["sup3r-s3cret"],
    ["policy-opened"],
    (plan) => {
      plan.plan.variables = { agent: { value: "sup3r-s3cret" } };
      plan.plan.configuration.root_module.variables = { agent: { sensitive: true } };
      plan.update(POLICY, (after) =>
        policy(after, (all) => [
          ...all,
          {
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: "*",
            Condition: { StringEquals: { "aws:UserAgent": "sup3r-s3cret" } },
          },
        ]),
      );
    },
  ],
  [
    "everything in a policy that is sensitive as a whole, the account included",
    ["999999999999", "HiddenSid"],
    ["policy-opened"],
    (plan) =>
      plan.update(POLICY, (after, change) => {
        policy(after, (all) => [
          ...all,
          {
            Sid: "HiddenSid",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::999999999999:role/a" },
            Action: "s3:GetObject",
            Resource: "*",
          },
        ]);
        change.after_sensitive = { policy: true };
      }),
  ],
])("%s is in no format, and is judged all the same", (_, secrets, findings, edit) => {
  const result = edited(edit);
  expect(result.findings.map(({ family }) => family.id)).toEqual(expect.arrayContaining(findings));
  for (const [format, render] of Object.entries(FORMATS))
    for (const secret of secrets) expect([format, render(result).includes(secret)]).toEqual([format, false]);
});
