import { dollars, jobCost } from "../../../cli/jobs/cost";

test("a job costs its price and that of its objects", () => {
  expect(dollars(jobCost(0))).toBe("$0.25");
  expect(dollars(jobCost(1_000_000))).toBe("$1.25");
  expect(dollars(jobCost(1_000_000_000))).toBe("$1000");
});
