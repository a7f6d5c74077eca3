import { Durations } from "../../../../cli/traffic/result/histogram";

test("a histogram keeps three digits", () => {
  const durations = new Durations();
  for (const value of [0.05, 1.234, 5678]) durations.add(value);
  expect(durations.percentiles()).toMatchObject({ p50: 1.234, max: expect.closeTo(5678, -1) });
});
