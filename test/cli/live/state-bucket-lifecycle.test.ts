import { withVersionExpiry } from "../../../cli/live/state-bucket-lifecycle";

const rule = {
  ID: "mrap-noncurrent-versions",
  Status: "Enabled" as const,
  Filter: { Prefix: "" },
  NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 100 },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
};
const logs = {
  ID: "logs",
  Status: "Enabled" as const,
  Filter: { Prefix: "logs/" },
  Expiration: { Days: 30 },
};

test("a bucket without a lifecycle gets the rule, and a bucket with the rule gets nothing", () => {
  expect(withVersionExpiry()).toEqual({ Rules: [rule] });
  expect(withVersionExpiry({ Rules: [rule] })).toBeUndefined();
});

test("existing rules and the minimum size of a transition are kept", () => {
  expect(
    withVersionExpiry({ Rules: [logs], TransitionDefaultMinimumObjectSize: "varies_by_storage_class" }),
  ).toEqual({ Rules: [logs, rule], TransitionDefaultMinimumObjectSize: "varies_by_storage_class" });
});

test("a rule of the owner for all noncurrent versions is respected; one for a prefix is not enough", () => {
  const theirs = {
    ID: "theirs",
    Status: "Enabled" as const,
    NoncurrentVersionExpiration: { NoncurrentDays: 7 },
  };
  expect(withVersionExpiry({ Rules: [{ ...theirs, Filter: {} }] })).toBeUndefined();
  expect(withVersionExpiry({ Rules: [{ ...theirs, Prefix: "" }] })).toBeUndefined();
  const narrow = { ...theirs, Filter: { Prefix: "old/" } };
  expect(withVersionExpiry({ Rules: [narrow] })).toEqual({ Rules: [narrow, rule] });
  const off = { ...theirs, Status: "Disabled" as const, Filter: {} };
  expect(withVersionExpiry({ Rules: [off] })).toEqual({ Rules: [off, rule] });
});

test("the rule has the form of the others", () => {
  const old = { ID: "old", Status: "Enabled" as const, Prefix: "old/", Expiration: { Days: 1 } };
  expect(withVersionExpiry({ Rules: [old] })!.Rules[1]).toMatchObject({ Prefix: "" });
  expect(withVersionExpiry({ Rules: [old] })!.Rules[1]).not.toHaveProperty("Filter");
});
