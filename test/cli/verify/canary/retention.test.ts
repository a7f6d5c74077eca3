import { retentionDays } from "../../../../cli/verify/canary/retention";

test.each([
  [undefined, 0],
  [null, 0],
  [true, 0],
  [{ days: 30 }, 30],
  [{ mode: "compliance" as const, years: 2 }, 732],
])("the retention of %j has %d days", (lock, days) => {
  expect(retentionDays(lock)).toBe(days);
});
