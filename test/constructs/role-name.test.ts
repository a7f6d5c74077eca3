import { fitRoleName } from "../../constructs/role-name";

test("a name that fits is unchanged", () => {
  expect(fitRoleName("short-replication-eu-west-1")).toBe("short-replication-eu-west-1");
});

test("a name that is too long is cut to 64 characters and is still unique", () => {
  const prefix = "a".repeat(50);
  const names = ["ap-southeast-1", "ap-southeast-2"].map((region) =>
    fitRoleName(`${prefix}-replication-${region}`),
  );
  expect(names.map((name) => name.length)).toEqual([64, 64]);
  expect(names[0]).not.toBe(names[1]);
});
