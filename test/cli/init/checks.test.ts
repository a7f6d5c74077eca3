import { unknownAccount } from "../../../cli/init/account";
import { checkEnvironment } from "../../../cli/init/checks";
import { validate } from "../../../environment/validate";
import { accountWith } from "./account";

const { environment } = validate({
  name: "photos",
  regions: { "eu-west-1": { bucket: "photos-a" }, "us-east-1": { bucket: "photos-b" } },
  state: { bucket: "photos-state", region: "eu-central-1" },
});

test("a sound account has no warning", async () => {
  expect(await checkEnvironment(accountWith({ "photos-state": "ours" }), environment!)).toEqual([
    { level: "ok", text: "The credentials belong to the account 210987654321." },
    { level: "ok", text: "Every Region is enabled in the account." },
    { level: "ok", text: "The bucket name photos-a is free." },
    { level: "ok", text: "The bucket name photos-b is free." },
    {
      level: "ok",
      text: "The state bucket photos-state exists. mrap state create adds the settings that it lacks.",
    },
  ]);
});

test("names the buckets that a deploy cannot create, and the Regions that are off", async () => {
  const account = accountWith(
    { "photos-a": "ours", "photos-b": "taken", "photos-state": "unknown" },
    { regions: ["us-east-1"] },
  );
  expect((await checkEnvironment(account, environment!)).slice(1)).toEqual([
    {
      level: "error",
      text: "eu-west-1 is not enabled in the account. Enable it in the account settings before you deploy.",
    },
    {
      level: "error",
      text: "The bucket photos-a exists already, and a deploy would try to create it. Choose another name.",
    },
    {
      level: "error",
      text: "The bucket name photos-b is taken, or you may not see the bucket. Choose another name.",
    },
    {
      level: "not known",
      text: "Whether the bucket name photos-state is free in eu-central-1 is not known.",
    },
  ]);
});

test("an unknown account makes nothing ok", async () => {
  const checks = await checkEnvironment(unknownAccount("There are no AWS credentials."), environment!);
  expect(checks[0]).toEqual({
    level: "not known",
    text: "The account is not known. There are no AWS credentials.",
  });
  expect(new Set(checks.map(({ level }) => level))).toEqual(new Set(["not known"]));
});
