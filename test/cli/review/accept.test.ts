import { edited, policy, type Editor } from "./edits";
import { readExceptions } from "../../../cli/review/accept";
import { markdown } from "../../../cli/review/markdown";
import { families } from "../../../cli/review/findings";
import { found, reviewOf, type Resource } from "./support";

const KNOWN = families.map((family) => family.id);
const read = (yaml: string) => readExceptions(yaml, "accept.yaml", KNOWN);
const DELETED: Resource = {
  type: "aws_s3_bucket",
  name: "old",
  actions: ["delete"],
  before: { bucket: "old" },
};
const CAUSE = reviewOf([DELETED]).findings[0]?.hash ?? "";
const entry = (rest: string): string =>
  `accept:\n  - address: aws_s3_bucket.old\n    cause: "${CAUSE}"\n${rest}`;

test("an exception lowers the finding at its address and no other", () => {
  const exceptions = read(entry("    finding: bucket-deleted\n    reason: emptied in May\n"));
  const other: Resource = { ...DELETED, name: "other", before: { bucket: "other" } };
  const result = reviewOf([DELETED, other], {}, { exceptions });
  expect(result.findings.map(({ address, accepted }) => [address, accepted])).toEqual([
    ["aws_s3_bucket.old", "emptied in May"],
    ["aws_s3_bucket.other", undefined],
  ]);
  expect(result.verdict).toBe("danger");
  const text = markdown(result);
  expect(text).toContain("☑️ **A bucket is deleted, with everything in it** (accepted)");
  expect(text).toContain("accepted: `emptied in May`");
});

test("an exception that covers nothing is stale, and told", () => {
  const exceptions = read(entry("    finding: bucket-replaced\n    reason: once\n"));
  const result = reviewOf([DELETED], {}, { exceptions });
  expect(result.stale).toHaveLength(1);
  expect(markdown(result)).toContain(
    "- ⚠️ stale exception, remove it: `bucket-replaced` at `aws_s3_bucket.old`",
  );
});

test("an exception for another environment is neither used nor stale", () => {
  const exceptions = read(entry("    finding: bucket-deleted\n    reason: r\n    environment: staging\n"));
  const result = reviewOf([DELETED], {}, { exceptions, name: "production" });
  expect([result.verdict, result.stale]).toEqual(["danger", []]);
  expect(reviewOf([DELETED], {}, { exceptions, name: "staging" }).verdict).toBe("harmless");
});

test("a reason cannot break out of the comment", () => {
  const exceptions = read(
    entry('    finding: bucket-deleted\n    reason: "`@team` </details> [x](http://y)"\n'),
  );
  expect(markdown(reviewOf([DELETED], {}, { exceptions }))).toContain(
    "accepted: `` `@team` </details> [x](http://y) ``",
  );
});

test("an empty file holds no exceptions", () => {
  expect([read(""), read("accept:\n"), read("accept: []\n")]).toEqual([[], [], []]);
});

test.each([
  ["accept: [", "accept.yaml: line 1 is not YAML (bad indent)."],
  ["- address: a", "accept.yaml: accept: must be a list of entries with address, finding, cause and reason."],
  ["except: []", "accept.yaml: accept: must be a list of entries with address, finding, cause and reason."],
  ["accept: yes", "accept.yaml: accept: must be a list of entries with address, finding, cause and reason."],
  ["accept: [a]", "accept.yaml: entry 1 of accept is not a mapping with address, finding, cause and reason."],
  [entry("    finding: bucket-deleted\n"), "accept.yaml: entry 1 of accept needs a reason, as text."],
  [
    entry("    finding: bucket-deleted\n    reason: ' '\n"),
    "accept.yaml: entry 1 of accept needs a reason, as text.",
  ],
  [entry("    reason: r\n"), "accept.yaml: entry 1 of accept needs a finding, as text."],
  [
    entry("    finding: bucket-deletd\n    reason: r\n"),
    'accept.yaml: entry 1 of accept names the unknown finding "bucket-deletd". Did you mean "bucket-deleted"?',
  ],
  [
    entry("    why: r\n"),
    'accept.yaml: entry 1 of accept has the unknown key "why"; the keys are address, finding, cause, reason, expires, environment.',
  ],
])("%j is refused in one sentence", (yaml, sentence) => {
  expect(() => read(yaml)).toThrow(sentence);
});

test("every finding's name can be accepted, and none is given twice", () => {
  expect(new Set(KNOWN).size).toBe(KNOWN.length);
  expect(found(reviewOf([DELETED]))).toEqual(["bucket-deleted aws_s3_bucket.old"]);
});

describe("an exception accepts no more than its cause", () => {
  const full = (rest: string): string =>
    `accept:\n  - address: aws_s3_bucket.old\n    finding: bucket-deleted\n    reason: r\n${rest}`;
  const forced: Resource = { ...DELETED, before: { bucket: "old", force_destroy: true } };
  const grant = (...roles: string[]): Resource => ({
    type: "aws_s3_bucket_policy",
    before: { bucket: "b", policy: JSON.stringify({ Statement: [] }) },
    after: {
      bucket: "b",
      policy: JSON.stringify({
        Statement: [
          { Sid: "P", Effect: "Allow", Principal: { AWS: roles }, Action: "s3:GetObject", Resource: "*" },
        ],
      }),
    },
  });

  test("without a cause it accepts nothing, and the comment says what to add", () => {
    const result = reviewOf([DELETED], {}, { exceptions: read(full("")) });
    expect([result.verdict, result.stale[0]?.problem]).toEqual(["danger", "no cause"]);
    expect(markdown(result)).toContain(
      "exception without a cause accepts nothing; add the hash shown beside the finding as cause",
    );
  });

  test("another cause at the same address is another finding", () => {
    const [first] = reviewOf([grant("arn:aws:iam::210987654321:role/a")]).findings;
    const exceptions = [
      { address: first!.address, finding: "policy-opened", reason: "partner", cause: first!.hash },
    ];
    expect(reviewOf([grant("arn:aws:iam::210987654321:role/a")], {}, { exceptions }).verdict).toBe(
      "harmless",
    );
    const more = reviewOf(
      [grant("arn:aws:iam::210987654321:role/a", "arn:aws:iam::210987654321:role/b")],
      {},
      { exceptions },
    );
    expect([more.verdict, more.stale[0]?.problem]).toEqual(["danger", "another cause"]);
    // force_destroy is part of what was accepted, or not.
    const [worse] = reviewOf([forced]).findings;
    expect(worse?.hash).not.toBe(CAUSE);
  });

  test("a hash that looks like a number, and an exception that is given twice", () => {
    const [{ cause }] = read(full("    cause: 012345678901\n")) as any;
    expect([cause, read(full("    cause: 1234e5678901\n"))[0]?.cause]).toEqual([
      "012345678901",
      "1234e5678901",
    ]);
    const twice = read(`${full(`    cause: "${CAUSE}"\n`)}${full(`    cause: "${CAUSE}"\n`).slice(8)}`);
    const result = reviewOf([DELETED], {}, { exceptions: twice });
    expect([twice.length, result.verdict, result.stale]).toEqual([2, "harmless", []]);
  });

  test("it expires at the end of its day", () => {
    const exceptions = read(full(`    cause: "${CAUSE}"\n    expires: 2026-12-31\n`));
    const on = (day: string) => reviewOf([DELETED], {}, { exceptions, now: new Date(day) });
    expect(on("2026-12-31T23:59:59Z").verdict).toBe("harmless");
    expect([on("2027-01-01T00:00:00Z").verdict, on("2027-01-01T00:00:00Z").stale[0]?.problem]).toEqual([
      "danger",
      "expired",
    ]);
  });

  test.each([
    [
      "    cause: abc\n",
      'entry 1 of accept has the cause "abc"; it must be the 12 hexadecimal digits that the comment shows.',
    ],
    ["    expires: soon\n", 'entry 1 of accept expires on "soon"; it must be a date such as 2027-01-31.'],
    [
      "    expires: 2026-02-30\n",
      'entry 1 of accept expires on "2026-02-30"; it must be a date such as 2027-01-31.',
    ],
  ])("%j", (rest, sentence) => {
    expect(() => read(full(rest))).toThrow(sentence);
  });

  test("aliases and control characters", () => {
    expect(() => read("accept:\n  - &a {address: x, finding: drift, reason: r}\n  - *a\n")).toThrow(
      "accept.yaml: aliases are not allowed; write each entry out.",
    );
    expect(() => read('accept:\n  - {address: a, "\\u202e\\e[31m": b}\n')).toThrow("u{202e}");
  });
});

describe("the hash covers what the sentence does not show", () => {
  const REPLICATION = "aws_s3_bucket_replication_configuration.eu_west_1";
  const unknownPolicy =
    (reference: string) =>
    (plan: Editor): void => {
      plan.configured("aws_s3_bucket_policy.eu_west_1").policy = { references: [reference] };
      plan.update("aws_s3_bucket_policy.eu_west_1", (after, change) => {
        delete after.policy;
        change.after_unknown = { policy: true };
      });
    };
  const drift =
    (threshold: number) =>
    (plan: Editor): void => {
      const entry = structuredClone(plan.get("aws_cloudwatch_metric_alarm.archive"));
      entry.change.actions = ["update"];
      entry.change.after.threshold = threshold;
      plan.plan.resource_drift = [entry];
    };
  const expires =
    (date: string) =>
    (plan: Editor): void =>
      plan.update("aws_s3_bucket_lifecycle_configuration.eu_west_1", (after) =>
        after.rule.push({ id: "x", status: "Enabled", filter: [{}], expiration: [{ date }] }),
      );
  test.each<[string, (plan: Editor) => void, (plan: Editor) => void]>([
    [
      "the filter of a rule",
      (plan) => plan.update(REPLICATION, (after) => (after.rule[0].filter = [{ prefix: "a/" }])),
      (plan) => plan.update(REPLICATION, (after) => (after.rule[0].filter = [{ prefix: "z/" }])),
    ],
    ["the expression of a policy", unknownPolicy("terraform_data.note.output"), unknownPolicy("local.other")],
    [
      "the pattern of an event rule",
      (plan) => plan.update("aws_cloudwatch_event_rule.routing", (after) => (after.event_pattern = "{}")),
      (plan) =>
        plan.update(
          "aws_cloudwatch_event_rule.routing",
          (after) => (after.event_pattern = '{"source":["x"]}'),
        ),
    ],
    ["a value that was changed outside Terraform", drift(1), drift(2)],
    ["a date", expires("2030-01-01T00:00:00Z"), expires("2020-01-01T00:00:00Z")],
    [
      "the condition of a Deny statement",
      ...["203.0.113.0/24", "10.0.0.0/8"].map(
        (block) =>
          (plan: Editor): void =>
            plan.update("aws_s3_bucket_policy.eu_central_1", (after) =>
              policy(after, (all) => [
                ...all,
                {
                  Effect: "Deny",
                  Principal: "*",
                  Action: "s3:*",
                  Resource: "*",
                  Condition: { NotIpAddress: { "aws:SourceIp": block } },
                },
              ]),
            ),
      ),
    ] as never,
  ])("%s", (_, one, other) => {
    const [first, second] = [one, other].map((edit) => edited(edit).findings[0]);
    expect(first?.family.id).toBe(second?.family.id);
    expect(first?.hash).toMatch(/^[0-9a-f]{12}$/);
    expect(first?.hash).not.toBe(second?.hash);
  });

  test("a secret among these values: no exception can accept the finding", () => {
    const { findings } = edited((plan) => {
      drift(731946)(plan);
      plan.plan.resource_drift[0].change.after_sensitive = { threshold: true };
    });
    expect(findings.map(({ family, hash }) => [family.id, hash])).toEqual([["drift", undefined]]);
  });
});
