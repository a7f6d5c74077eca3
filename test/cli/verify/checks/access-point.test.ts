import { statusOutcome } from "../../../../cli/verify/checks/access-point";

test("READY is the only status that is ok", () => {
  expect(statusOutcome("photos", "READY", "mabc.mrap")).toEqual({
    level: "ok",
    text: "photos is READY. Its alias is mabc.mrap.",
  });
});

test.each([
  ["CREATING", "Wait until it is READY, then run the command again. A creation can take 24 hours."],
  ["PARTIALLY_CREATED", "Wait until it is READY, then run the command again. A creation can take 24 hours."],
  ["DELETING", "Wait until it is deleted, then deploy the environment again."],
  ["PARTIALLY_DELETED", "Wait until it is deleted, then deploy the environment again."],
  [
    "INCONSISTENT_ACROSS_REGIONS",
    "Run the command again in a few minutes. If the status remains, contact AWS Support.",
  ],
])("%s is an error with its own fix", (status, fix) => {
  expect(statusOutcome("photos", status, undefined)).toEqual({
    level: "error",
    text: `photos is ${status}.`,
    fix,
  });
});

test("a status that is not known is not ok", () => {
  expect(statusOutcome("photos", "NEW", undefined).level).toBe("not known");
});
