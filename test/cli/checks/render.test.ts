import type { CheckResult } from "../../../cli/checks/check";
import { checksJson } from "../../../cli/checks/json";
import { resultLines, summaryLine } from "../../../cli/checks/render";
import { colorful, plain } from "../../../cli/text/paint";

const result = (over: Partial<CheckResult> = {}): CheckResult => ({
  id: "bucket-versioning",
  subject: "eu-west-1",
  title: "Versioning",
  level: "ok",
  text: "The bucket photos has versioning.",
  required: true,
  ledger: ["replication-versioning"],
  because: [],
  milliseconds: 12,
  ...over,
});
const broken = result({
  level: "error",
  text: "Versioning of the bucket photos is suspended.",
  fix: "Run cdktf deploy.",
  because: ["bucket eu-west-1"],
});

test("a result has its level, subject and sentence, the fix, and what it follows from", () => {
  expect(resultLines(result(), { paint: plain })).toEqual([
    "ok         Versioning, eu-west-1: The bucket photos has versioning.",
  ]);
  expect(resultLines(broken, { paint: plain })).toEqual([
    "error      Versioning, eu-west-1: Versioning of the bucket photos is suspended.",
    "           Fix: Run cdktf deploy.",
    "           Follows from: bucket eu-west-1",
  ]);
});

test("a result of the whole environment has no subject", () => {
  const whole = { ...result({ level: "not known", title: "Account" }), subject: undefined };
  expect(resultLines(whole, { paint: plain })).toEqual([
    "not known  Account: The bucket photos has versioning.",
  ]);
});

test("lines fit a terminal, and only the level has a color", () => {
  expect(resultLines(broken, { columns: 50, paint: colorful })).toEqual([
    "\u001b[1;31merror\u001b[0m      Versioning, eu-west-1: Versioning of",
    "           the bucket photos is suspended.",
    "           Fix: Run cdktf deploy.",
    "           Follows from: bucket eu-west-1",
  ]);
});

test("the summary counts each level", () => {
  const unknown = result({ level: "not known" });
  expect(summaryLine([result(), broken, unknown, unknown])).toBe(
    "4 checks: 1 ok, 0 warnings, 1 error, 2 not known.",
  );
  expect(summaryLine([result({ level: "warning" })])).toBe(
    "1 check: 0 ok, 1 warning, 0 errors, 0 not known.",
  );
});

test("the JSON has every field of each result, and null for what does not apply", () => {
  expect(checksJson([broken, { ...result({ id: "account" }), subject: undefined }])).toEqual({
    summary: { checks: 2, ok: 1, warning: 0, error: 1, notKnown: 0 },
    checks: [
      {
        key: "bucket-versioning eu-west-1",
        id: "bucket-versioning",
        subject: "eu-west-1",
        title: "Versioning",
        level: "error",
        text: "Versioning of the bucket photos is suspended.",
        fix: "Run cdktf deploy.",
        required: true,
        accessPoint: null,
        because: ["bucket eu-west-1"],
        ledger: ["replication-versioning"],
        milliseconds: 12,
      },
      {
        key: "account",
        id: "account",
        subject: null,
        title: "Versioning",
        level: "ok",
        text: "The bucket photos has versioning.",
        fix: null,
        required: true,
        accessPoint: null,
        because: [],
        ledger: ["replication-versioning"],
        milliseconds: 12,
      },
    ],
  });
});
