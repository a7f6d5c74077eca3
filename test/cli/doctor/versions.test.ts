import { isAtLeast, isWithin } from "../../../cli/doctor/versions";

test.each([
  ["1.10.0", ">= 1.10", true],
  ["1.9.8", ">= 1.10", false],
  ["1.10.0-rc1", ">= 1.10", true],
  ["5.100.0", ">= 5.100.0, < 7.0.0", true],
  ["7.0.0", ">= 5.100.0, < 7.0.0", false],
  ["6.99.1", ">= 5.100.0, < 7.0.0", true],
  ["0.22.0", ">=0.21.0 <0.22", false],
  ["0.21.5", ">=0.21.0 <0.22", true],
])("%s meets %s: %s", (version, constraints, expected) => {
  expect(isWithin(version, constraints)).toBe(expected);
});

test("versions are compared number by number", () => {
  expect(isAtLeast("1.10.0", "1.9.9")).toBe(true);
  expect(isAtLeast("1.9", "1.9.1")).toBe(false);
  expect(isAtLeast("2", "1.99.99")).toBe(true);
});
