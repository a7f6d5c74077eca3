import { ServiceError, TransportError } from "../../../cli/adapters/aws/errors";
import {
  countLevels,
  error,
  keyOf,
  ok,
  warning,
  type Check,
  type CheckOutcome,
} from "../../../cli/checks/check";
import { runChecks } from "../../../cli/checks/run";

function check(id: string, run: Check["run"], more: Partial<Check> = {}): Check {
  const call = { action: "s3:GetBucketVersioning", resource: "arn:aws:s3:::photos" };
  return { id, title: id, required: true, ledger: [], call, run, ...more };
}
const answers = (outcome: CheckOutcome) => () => Promise.resolve(outcome);
const hangs = () => new Promise<never>(() => undefined);

test("results have the order of the checks and are reported as they end", async () => {
  let release = (): void => undefined;
  const first = new Promise<CheckOutcome>((resolve) => (release = () => resolve(ok("First."))));
  const ended: string[] = [];
  const results = await runChecks([check("one", () => first), check("two", answers(ok("Second.")))], {
    onResult: ({ id }) => {
      ended.push(id);
      release();
    },
  });
  expect(ended).toEqual(["two", "one"]);
  expect(results.map(({ id, text }) => [id, text])).toEqual([
    ["one", "First."],
    ["two", "Second."],
  ]);
});

test("a call that fails makes a check not known, with the permission or the reason", async () => {
  const failures = [
    new ServiceError(403, "AccessDenied", "no"),
    new TransportError("connect ECONNREFUSED", "ECONNREFUSED", false),
  ];
  const results = await runChecks(failures.map((one, at) => check(`c${at}`, () => Promise.reject(one))));
  expect(results.map(({ level, text, fix }) => [level, text, fix])).toEqual([
    [
      "not known",
      "No permission: s3:GetBucketVersioning on arn:aws:s3:::photos is denied; allow it to your role, or use another one.",
      "Allow s3:GetBucketVersioning to your role, or use another role.",
    ],
    [
      "not known",
      "No answer to s3:GetBucketVersioning: connect ECONNREFUSED.",
      "Check the connection to AWS, then run the command again.",
    ],
  ]);
});

test("a check without an answer is not known after its timeout, and its request is aborted", async () => {
  let aborted = false;
  const silent = check(
    "silent",
    (signal) => {
      signal.addEventListener("abort", () => (aborted = true));
      return hangs();
    },
    { timeoutMs: 20 },
  );
  const [result] = await runChecks([silent]);
  expect(result).toMatchObject({
    level: "not known",
    text: "No answer to s3:GetBucketVersioning within 0.02 s.",
  });
  expect(aborted).toBe(true);
});

test("after a stop the checks without an answer are not known, and no further check starts", async () => {
  const stop = new AbortController();
  let started = 0;
  const checks = [1, 2, 3].map((one) =>
    check(`c${one}`, () => {
      started++;
      stop.abort();
      return hangs();
    }),
  );
  const results = await runChecks(checks, { signal: stop.signal, atOnce: 1 });
  expect(started).toBe(1);
  expect(results.map(({ level }) => level)).toEqual(["not known", "not known", "not known"]);
  expect(results[2]!.text).toBe("The check was stopped before it had an answer.");
});

test("an error names the failed checks that explain it", async () => {
  const cause = check("versioning", answers(error("Suspended.", "Enable it.")), { subject: "us-east-1" });
  const other = check("endpoint", answers(warning("One zone.", "Add one.")));
  const arrival = check("arrival", answers(error("Nothing arrived.", "Look.")), {
    consequenceOf: [keyOf(cause), keyOf(other)],
  });
  const results = await runChecks([cause, other, arrival]);
  expect(results.map(({ because }) => because)).toEqual([[], [], ["versioning us-east-1"]]);
  expect(countLevels(results)).toEqual({ ok: 0, warning: 1, error: 2, "not known": 0 });
});

test("no more checks run at once than allowed", async () => {
  let running = 0;
  let most = 0;
  const checks = Array.from({ length: 10 }, (_, at) =>
    check(`c${at}`, async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return ok("Done.");
    }),
  );
  await runChecks(checks, { atOnce: 3 });
  expect(most).toBe(3);
});

test("a result that is not ok is reported after the checks that may explain it, with those that do", async () => {
  let release = (): void => undefined;
  const cause = new Promise<CheckOutcome>(
    (resolve) => (release = () => resolve(error("No bucket.", "Deploy."))),
  );
  const reported: string[] = [];
  const results = await runChecks(
    [
      check("bucket", () => cause),
      check("policy", answers(error("No policy.", "Deploy.")), { consequenceOf: ["bucket", "never"] }),
      check("encryption", answers(ok("Encrypted.")), { consequenceOf: ["bucket"] }),
      check("other", () => Promise.resolve(ok("Ok.")).finally(release)),
    ],
    { onResult: ({ id, because }) => void reported.push([id, ...because].join(" < ")) },
  );
  expect(reported.slice(0, 1)).toEqual(["encryption"]);
  expect(reported.indexOf("policy < bucket")).toBeGreaterThan(reported.indexOf("bucket"));
  expect(reported).toHaveLength(4);
  expect(results.map(({ because }) => because)).toEqual([[], ["bucket"], [], []]);
});
