import { conftest, gitlab } from "../../../cli/review/hosts";
import { json } from "../../../cli/review/json";
import { junit } from "../../../cli/review/junit";
import { markdown } from "../../../cli/review/markdown";
import { sarif } from "../../../cli/review/sarif";
import { terminal } from "../../../cli/review/terminal";
import { plain } from "../../../cli/review/text";
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

/** Marks a variable of the root module as sensitive. */
function variable(plan: Editor, value: string): void {
  plan.plan.variables = { secret: { value } };
  plan.plan.configuration.root_module.variables = { secret: { sensitive: true } };
}
const IN_KEYS = "Tr0ub4dor&3";
const keyed = (address: string, also: object = {}, before: object = { bucket: "b" }): object => ({
  address: address.replace("KEY", IN_KEYS),
  mode: "managed",
  type: address.includes("foo_bar") ? "foo_bar" : "aws_s3_bucket",
  name: "x",
  change: { actions: ["delete"], before, after: null },
  ...also,
});
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const PEM = ["-----BEGIN KEY-----", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "AAAABBBBCCCC1111222233334444", ""];

test("different secrets in addresses remain different, and findings about them have no hash", () => {
  const result = edited((plan) => {
    plan.plan.variables = { secret: { value: ["first-secret", "second-secret"] } };
    plan.plan.configuration.root_module.variables = { secret: { sensitive: true } };
    for (const each of ["first-secret", "second-secret"])
      plan.plan.resource_changes.push(keyed(`aws_s3_bucket.x["${each}"]`));
  });
  expect(result.findings.map(({ address, hash }) => [address, hash])).toEqual([
    ['aws_s3_bucket.x["(sensitive value)"]', undefined],
    ['aws_s3_bucket.x["(sensitive value) 2"]', undefined],
  ]);
});

test("of several secrets with the same start, the longest one that a text contains is hidden", () => {
  const { findings } = edited((plan) => {
    const secrets = ["start-of-it", "start-of-it-and-more", "start-of-it-and", "start-of"];
    plan.plan.variables = { secret: { value: secrets } };
    plan.plan.configuration.root_module.variables = { secret: { sensitive: true } };
    for (const key of ["(start-of-it-and-more)", "(start-of-it-an)", "(start-of-that)", "(start)"])
      plan.plan.resource_changes.push(keyed(`aws_s3_bucket.x["${key}"]`));
  });
  expect(findings.map(({ address }) => address)).toEqual([
    'aws_s3_bucket.x["((sensitive value))"]',
    'aws_s3_bucket.x["((sensitive value)-an) 2"]',
    'aws_s3_bucket.x["((sensitive value)-that) 3"]',
    'aws_s3_bucket.x["(start)"]',
  ]);
});

test("the names in a sensitive JSON document remain readable elsewhere", () => {
  const { findings } = edited((plan) => {
    plan.add("foo_bar", {
      after: { secret_string: '{"bucket":"orders-ireland","password":"inner-pass-99"}' },
      after_sensitive: { secret_string: true },
    });
    plan.remove("aws_s3_bucket_versioning.eu_west_1");
  });
  const [finding] = findings.filter(({ family }) => family.id === "versioning-suspended");
  expect([plain(finding!.cause), typeof finding?.hash]).toEqual([
    "bucket orders-ireland: destroying the resource suspends versioning",
    "string",
  ]);
});

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
    "a key of for_each, in every address",
    [IN_KEYS],
    ["bucket-deleted", "not-judged"],
    (plan) => {
      variable(plan, IN_KEYS);
      plan.plan.resource_changes.push(
        keyed('aws_s3_bucket.x["KEY"]', { index: IN_KEYS }),
        keyed('module.m["KEY"].aws_s3_bucket.y', { module_address: `module.m["${IN_KEYS}"]` }),
        keyed('foo_bar.x["KEY"]', { previous_address: `foo_bar.y["${IN_KEYS}"]` }),
      );
      plan.plan.checks = [{ address: { to_display: `check.x["${IN_KEYS}"]` }, status: "fail" }];
      plan.plan.action_invocations = [{ address: `action.foo.x["${IN_KEYS}"]` }];
      plan.plan.deferred_changes = [{ reason: IN_KEYS, resource_change: keyed('foo_bar.z["KEY"]') }];
    },
  ],
  [
    "a short key of for_each, in the resource that contains it",
    ['"qx7"'],
    ["bucket-deleted"],
    (plan) =>
      plan.plan.resource_changes.push({
        ...keyed('aws_s3_bucket.x["qx7"]'),
        change: {
          actions: ["delete"],
          before: { bucket: "qx7" },
          after: null,
          before_sensitive: { bucket: true },
        },
      }),
  ],
  [
    "the id of an import",
    ["import-secret"],
    [],
    (plan) => {
      variable(plan, "import-secret");
      plan.update(ALARM, (_, change) => (change.importing = { id: "import-secret" }));
    },
  ],
  [
    "encoded for a header, a URL and nested JSON",
    [base64("user:p@ss/<w0rd>!").slice(8, 20), "p%40ss%2F", "p@ss"],
    [],
    (plan) => {
      const secret = 'p@ss/<w0rd>!"';
      variable(plan, secret);
      plan.add("foo_bar", {
        after: {
          header: base64(`user:${secret}`),
          url: `https://u:${encodeURIComponent(secret).replace("!", "%21")}@host`,
          nested: JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: secret }) }) }),
          terraform: `{"a":"p@ss/\\u003cw0rd\\u003e!\\""`,
        },
      });
    },
  ],
  [
    "in hexadecimal, alone and within another text",
    [Buffer.from("p@ss-w0rd").toString("hex"), Buffer.from("p@ss-w0rd").toString("hex").toUpperCase()],
    ["alarm-weakened"],
    (plan) => {
      variable(plan, "p@ss-w0rd");
      plan.update(ALARM, (after) => {
        after.metric_name = Buffer.from("user:p@ss-w0rd").toString("hex");
        after.namespace = Buffer.from("p@ss-w0rd").toString("hex").toUpperCase();
      });
    },
  ],
  [
    "the lines of a key file, and a trimmed secret",
    ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "AAAABBBBCCCC1111222233334444"],
    [],
    (plan) => {
      variable(plan, PEM.join("\n"));
      plan.add("foo_bar", { after: { whole: PEM.join("\n").trim(), line: PEM[1], last: PEM[2] } });
    },
  ],
  [
    "a value within a sensitive JSON document",
    ["inner-pass-99"],
    ["alarm-weakened"],
    (plan) => {
      plan.add("foo_bar", {
        after: { secret_string: '{"user":"u","password":"inner-pass-99"}' },
        after_sensitive: { secret_string: true },
      });
      plan.update(ALARM, (after) => (after.metric_name = "inner-pass-99"));
    },
  ],
  [
    "a variable that only a module marks as sensitive",
    ["deep-secret"],
    ["alarm-weakened"],
    (plan) => {
      plan.plan.variables = { secret: { value: "deep-secret" } };
      plan.plan.configuration.root_module.module_calls = {
        m: {
          expressions: { inner: { references: ["var.secret"] } },
          module: { variables: { inner: { sensitive: true } } },
        },
      };
      plan.update(ALARM, (after) => (after.metric_name = "has deep-secret in it"));
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
