import { basisSentence, headline, paceSentence } from "../../../../cli/traffic/result/sentences";
import { madeUpRun } from "../../report/made-up-run";

const run = madeUpRun();
const [failover] = run.failovers;

test("the headline rounds the time of a failover up, because it is an upper bound", () => {
  expect(headline({ ...run, failovers: [{ ...failover!, at: 15, moved: 15.301 }] })[0]).toBe(
    "The failover to us-east-1 took at most 0.4 s.",
  );
});

test("a failover that AWS rejected is not in the headline", () => {
  const rejected = { ...failover!, outcome: "refused" };
  expect(headline({ ...run, failovers: [rejected] })).toEqual([
    "13 of 3,000 requests failed.",
    "13 reads found nothing yet.",
  ]);
});

test("a run without failures says so", () => {
  const clean = { ...run, errors: {}, total: { ...run.total, failed: 0 } };
  expect(headline({ ...clean, failovers: [] })).toEqual(["All 3,000 requests were answered."]);
  expect(headline(clean).at(-1)).toBe("No read reported a missing object.");
});

test("a rate that was not reached has its reasons", () => {
  const pace = { ...run.pace, kept: false, reached: 80, notSent: 5, heldBack: 7, skipped: 1, within5ms: 0.5 };
  expect(paceSentence({ ...run, pace })).toBe(
    "The rate was not reached: 80.0/s of 100/s. 50.0 % of the requests were sent within 5 ms of their due time. " +
      "5 requests were not sent before the run ended. 7 requests waited because 64 were in flight (--concurrency). " +
      "1 request was skipped because there was no object to read or delete.",
  );
});

test("the source of the Regions has its numbers", () => {
  const served = [{ ...run.served[0]!, basis: { object: 12, probe: 3000 } }];
  expect(basisSentence({ ...run, served, servedUnknown: 4 })).toBe(
    "The Region that served is known for 12 requests from the objects and for 3,000 requests from probes of the routing. " +
      "It is not known for 4 requests.",
  );
  expect(basisSentence({ ...run, served: [], servedUnknown: 0 })).toBe("");
});
