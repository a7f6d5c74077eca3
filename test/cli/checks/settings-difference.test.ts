import { differenceClause, settingDifferences } from "../../../cli/checks/settings-difference";

const rule = {
  id: "to-us-east-1",
  priority: 1,
  status: "Enabled",
  filter: {},
  destination: {
    bucket: "arn:aws:s3:::b",
    metrics: [{ status: "Enabled", event_threshold: [{ minutes: 15 }] }],
  },
};
const sdkRule = {
  ID: "to-us-east-1",
  Priority: 1,
  Status: "Enabled",
  Filter: { Prefix: "" },
  Destination: { Bucket: "arn:aws:s3:::b", Metrics: { Status: "Enabled", EventThreshold: { Minutes: 15 } } },
};

test("the names and the forms of Terraform and of the SDK are equal", () => {
  expect(settingDifferences([rule], [sdkRule])).toEqual([]);
  expect(
    settingDifferences({ kms_master_key_id: "k", bucket_key_enabled: false }, { KmsMasterKeyID: "k" }),
  ).toEqual([]);
});

test("a difference has its path, the expected value and the value of AWS", () => {
  const seen = { ...sdkRule, Status: "Disabled", Destination: { Bucket: "arn:aws:s3:::b" } };
  const differences = settingDifferences([rule, { ...rule, id: "to-eu-west-1" }], [seen]);
  expect(differences[0]).toEqual({ path: "to-us-east-1.status", expected: "Enabled", seen: "Disabled" });
  expect(differenceClause(differences)).toMatch(
    /^to-us-east-1\.status is Disabled instead of Enabled; to-us-east-1\.destination\.metrics is absent instead of \{.*\}; to-eu-west-1 is absent instead of \{.*\}$/,
  );
});

test("a value that only AWS knows equals every value", () => {
  expect(settingDifferences({ key: "${aws_kms_key.this.arn}" }, { Key: "arn:aws:kms:::key/1" })).toEqual([]);
});

test("more than three differences are counted", () => {
  const differences = settingDifferences({ a: "1", b: "1", c: "1", d: "1", e: "1" }, {});
  expect(differenceClause(differences)).toBe(
    "a is absent instead of 1; b is absent instead of 1; c is absent instead of 1; 2 more differ",
  );
});

test("tags keep their keys, lists without ids have no order, and escaped text is text", () => {
  const rules = [
    {
      id: "cold",
      filter: [{ and: [{ prefix: "raw/", tags: { CostCenter: "1" } }] }],
      transition: [
        { days: 30, storage_class: "STANDARD_IA" },
        { days: 90, storage_class: "GLACIER" },
      ],
      events: ["a", "b"],
    },
  ];
  const seen = {
    ID: "cold",
    Filter: { And: { Prefix: "raw/", Tags: [{ Key: "CostCenter", Value: "1" }] } },
    Transition: [
      { StorageClass: "GLACIER", Days: 90 },
      { StorageClass: "STANDARD_IA", Days: 30 },
    ],
    Events: ["b", "a"],
  };
  expect(settingDifferences(rules, [seen])).toEqual([]);
  const other = { ...seen, Filter: { And: { Prefix: "raw/", Tags: [{ Key: "CostCenter", Value: "2" }] } } };
  expect(settingDifferences(rules, [other])).toEqual([
    { path: "cold.filter.and.tags.CostCenter", expected: "1", seen: "2" },
  ]);
  expect(settingDifferences({ prefix: "$${home}/" }, { Prefix: "${home}/" })).toEqual([]);
  expect(settingDifferences({ prefix: "$${home}/" }, { Prefix: "other/" })).toHaveLength(1);
});
