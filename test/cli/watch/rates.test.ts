import { ratesOf, type Sums } from "../../../cli/watch/rates";
import { FILTER } from "../../../cli/watch/read-requests";
import { REQUEST_METRICS_FILTER } from "../../../constructs/bucket";
import { now, point } from "./snapshot";

const sums = (more: Partial<Sums>): Sums => ({
  AllRequests: [],
  "4xxErrors": [],
  "5xxErrors": [],
  BytesDownloaded: [],
  BytesUploaded: [],
  ...more,
});

test("the rate is of the last whole minute, not of the one that runs", () => {
  expect(
    ratesOf(
      sums({
        AllRequests: [point(10, 30), point(600, 90), point(60, 150)],
        "4xxErrors": [point(9, 30), point(60, 90)],
        "5xxErrors": [point(6, 90)],
        BytesDownloaded: [point(6000, 90)],
        BytesUploaded: [point(1, 30)],
      }),
      now,
    ),
  ).toEqual({
    at: point(0, 90).at,
    requests: 10,
    clientErrors: 0.1,
    serverErrors: 0.01,
    downloaded: 100,
    uploaded: 0,
    past: [point(1, 150), point(10, 90), point(10 / 30, 30)],
  });
});

test("where only the running minute is known, it counts for the seconds that it has", () => {
  expect(ratesOf(sums({ AllRequests: [point(10, 20)] }), now)).toMatchObject({
    requests: 0.5,
    clientErrors: 0,
  });
});

test("no metrics are no rate", () => {
  expect(ratesOf(sums({}), now)).toBeUndefined();
});

test("the filter is that of the buckets which the environment makes", () => {
  expect(FILTER).toBe(REQUEST_METRICS_FILTER);
});
