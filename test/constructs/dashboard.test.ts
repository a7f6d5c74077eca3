import { AccessPointDashboard } from "../../constructs/dashboard";
import { synthPlain, validationErrors } from "../support/synth";

const make = (count: number, rules: number) =>
  synthPlain(["us-east-1"], (stack) => {
    new AccessPointDashboard(stack, "dashboard", {
      dashboardName: "photos",
      accessPoint: "photos",
      regions: Array.from({ length: count }, (_, index) => ({
        region: `xx-region-${index}`,
        bucket: `bucket-${index}`,
        requestMetrics: true,
        alarmArns: [],
        latencySeconds: 900,
      })),
      rules: Array.from({ length: rules }, (_, index) => ({
        source: "bucket-0",
        destination: "bucket-1",
        id: `rule-${index}`,
      })),
    });
  });

test("rejects more widgets than a dashboard has room for", () => {
  expect(validationErrors(() => make(100, 0))).toEqual([
    "[plain/dashboard] the dashboard should have at most 500 widgets, got about 504 because of 'regions': show fewer Regions",
  ]);
  expect(() => make(99, 0)).not.toThrow();
});

test("rejects more metrics than a dashboard has room for", () => {
  expect(validationErrors(() => make(300, 700))).toEqual([
    "[plain/dashboard] the dashboard should have at most 500 widgets, got about 1504 because of 'regions': show fewer Regions",
    "[plain/dashboard] the dashboard should have at most 2500 metrics, got about 2700 because of 'regions': show fewer Regions",
  ]);
});

test("accepts any number of rules, which it shows in groups", () => {
  expect(() => make(17, 700)).not.toThrow();
});
