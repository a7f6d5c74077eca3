import {
  accountBucketName,
  proposeBucket,
  proposeRegions,
  proposeStateBucket,
  proposeStateRegion,
} from "../../../cli/init/propose";
import { unknownAccount } from "../../../cli/init/account";
import { bucketRule } from "../../../environment/rules/names";
import { accountWith } from "./account";

test("a proposed bucket name contains the account and the Region, and fits", () => {
  expect(accountBucketName("photos", "210987654321", "eu-west-1")).toBe("photos-210987654321-eu-west-1");
  const long = accountBucketName(`${"a".repeat(32)}-${"b".repeat(17)}`, "210987654321", "ap-southeast-4", 3);
  expect(long).toBe(`${"a".repeat(32)}-210987654321-ap-southeast-4-3`);
  expect(bucketRule.check(long)).toBeUndefined();
});

test("a taken name gets a number", async () => {
  const account = accountWith({
    "photos-210987654321-eu-west-1": "taken",
    "photos-210987654321-eu-west-1-2": "ours",
  });
  expect(await proposeBucket(account, "photos", "eu-west-1", "eu-west-1")).toBe(
    "photos-210987654321-eu-west-1-3",
  );
});

test("without an account there is no proposal", async () => {
  const account = unknownAccount("There are no AWS credentials.");
  expect(await proposeBucket(account, "photos", "eu-west-1", "eu-west-1")).toBeUndefined();
  expect(await proposeStateBucket(account, "photos", "eu-west-1")).toBeUndefined();
});

test("a state bucket that exists is proposed again", async () => {
  const name = "photos-210987654321-terraform-state";
  expect(await proposeStateBucket(accountWith({ [name]: "ours" }), "photos", "eu-central-1")).toBe(name);
  expect(await proposeStateBucket(accountWith({ [name]: "taken" }), "photos", "eu-central-1")).toBe(
    `${name}-2`,
  );
});

test("the state is in an enabled Region without a member, near the first one", () => {
  expect(proposeStateRegion(["eu-west-1", "us-east-1"])).toBe("eu-central-1");
  expect(proposeStateRegion(["us-east-1", "eu-west-1"])).toBe("us-east-2");
  expect(proposeStateRegion(["eu-west-1", "us-east-1"], ["us-west-2"])).toBe("us-west-2");
  expect(proposeStateRegion(["eu-central-1", "eu-north-1"])).toBe("us-east-2");
});

test("the Regions start with that of the profile", () => {
  expect(proposeRegions("us-west-2")).toEqual(["us-west-2", "eu-west-1"]);
  expect(proposeRegions("ap-south-1")).toEqual(["ap-south-1", "us-east-1"]);
  // An opt-in Region may be disabled.
  expect(proposeRegions("eu-south-1")).toEqual(["eu-west-1", "us-east-1"]);
  expect(proposeRegions(undefined)).toEqual(["eu-west-1", "us-east-1"]);
});
