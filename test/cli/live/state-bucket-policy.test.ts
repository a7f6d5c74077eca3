import { protectedPolicy } from "../../../cli/live/state-bucket-policy";

test("the policy of the state bucket keeps what is there and is added once", () => {
  const mine = { Sid: "Mine", Effect: "Allow" };
  const first = protectedPolicy(
    JSON.stringify({ Version: "2012-10-17", Statement: mine }),
    "arn:aws:s3:::b",
  )!;
  expect(first.Statement.map(({ Sid }) => Sid)).toEqual([
    "Mine",
    "OnlyOverTls",
    "NobodyDeletesTheBucket",
    "NobodyDeletesOldVersions",
  ]);
  expect(protectedPolicy(JSON.stringify(first), "arn:aws:s3:::b")).toBeUndefined();
});
