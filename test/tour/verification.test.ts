import { Verification, type CheckLine } from "../../tour/verification";

const check = (more: Partial<CheckLine>): CheckLine => ({
  id: "bucket-versioning",
  subject: "eu-west-1",
  title: "Versioning",
  level: "ok",
  text: "It is enabled.",
  required: true,
  ...more,
});

test("a step shows its checks, one line for each title, and nothing of other steps", () => {
  const run = new Verification([
    check({}),
    check({ subject: "us-east-1" }),
    check({ id: "bucket-policy", title: "Bucket policy", text: "It is as in the stack." }),
    check({ id: "routing", title: "Routing", subject: null }),
    check({ id: "trail", title: "Trail", level: "warning", text: "There is none.", required: false }),
    check({ id: "trail", title: "Trail", level: "warning", text: "There is none.", subject: "us-east-1" }),
  ]);
  expect(run.facts("buckets")).toEqual([
    "Versioning: 2 checks are ok.",
    "Bucket policy, eu-west-1: It is as in the stack.",
  ]);
  expect(run.facts("monitoring")).toEqual(["Trail, eu-west-1 and 1 more: warning. There is none."]);
});

test("an error, and a required check that is not known, fail their step", () => {
  const error = new Verification([check({ level: "error", text: "It is suspended." })]);
  expect(() => error.facts("buckets")).toThrow(
    "Versioning, eu-west-1: expected ok, saw error: It is suspended.",
  );
  expect(error.facts("replication")).toEqual([]);
  expect(() => new Verification([check({ level: "not known" })]).facts("buckets")).toThrow("not known");
  expect(new Verification([check({ level: "not known", required: false })]).facts("buckets")).toHaveLength(1);
});
