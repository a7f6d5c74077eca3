import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckResult } from "../../../cli/checks/check";
import { verificationJson } from "../../../cli/verify/json";
import { verificationJunit } from "../../../cli/verify/junit";
import { ledgerRows } from "../../../cli/verify/ledger";
import { writeOutputs } from "../../../cli/verify/outputs";
import { verificationPage } from "../../../cli/verify/page";
import { statusOf, type Verification } from "../../../cli/verify/verify";

const check = (more: Partial<CheckResult>): CheckResult => ({
  id: "bucket",
  subject: "eu-west-1",
  title: "Bucket",
  level: "ok",
  text: "photos exists.",
  required: true,
  ledger: [],
  because: [],
  milliseconds: 1200,
  ...more,
});
const run = (...results: CheckResult[]): Verification => ({
  name: "photos",
  accessPoints: [{ name: "photos", alias: "m.mrap" }],
  account: "111122223333",
  caller: "arn:aws:iam::111122223333:role/ops",
  started: new Date("2026-11-26T09:00:00Z"),
  seconds: 2.345,
  interrupted: false,
  results,
  leftBehind: undefined,
  notes: [],
});
const failed = check({
  id: "replication",
  subject: "a to b",
  title: "Replication",
  level: "error",
  text: 'Not <arrived> in "b".',
  fix: "Run it again.",
  because: ["bucket b"],
});
const unknown = check({ level: "not known", text: "No answer.", fix: "Try again." });

test("the exit status follows errors first, then required checks that are not known", () => {
  expect(statusOf(run(check({}), check({ level: "warning" })))).toBe(0);
  expect(statusOf(run(unknown, failed))).toBe(1);
  expect(statusOf(run(unknown))).toBe(3);
  expect(statusOf(run({ ...unknown, required: false }))).toBe(0);
  expect(statusOf({ ...run(check({})), interrupted: true })).toBe(3);
});

test("JSON has the run, the counts and each check", () => {
  expect(verificationJson(run(failed))).toMatchObject({
    name: "photos",
    seconds: 2.3,
    summary: { checks: 1, ok: 0, warning: 0, error: 1, notKnown: 0 },
    checks: [{ key: "replication a to b", level: "error", because: ["bucket b"] }],
    leftBehind: null,
  });
});

test("JUnit has a failure, an error for what is not known, and skips what is not required", () => {
  const text = verificationJunit(run(failed, unknown, { ...unknown, required: false }, check({})));
  expect(text).toContain('tests="4" failures="1" errors="1" time="2.345"');
  expect(text).toContain('skipped="1"');
  expect(text).toContain(
    '<testcase name="replication a to b" classname="replication" time="1.200"><failure message="Replication: Not &lt;arrived&gt; in &quot;b&quot;." type="error">Not &lt;arrived&gt; in &quot;b&quot;.\nFix: Run it again.\nFollows from: bucket b</failure></testcase>',
  );
  expect(text).toContain('<error message="Bucket: No answer." type="not known">');
  expect(text).toContain('<skipped message="No answer."/>');
});

test("the page is one file without a script or an address, errors first, and escapes what AWS says", () => {
  const page = verificationPage(run(check({}), failed));
  expect(page).not.toMatch(/<script|https?:\/\//);
  expect(page.indexOf("<h2>Errors")).toBeGreaterThan(0);
  expect(page.indexOf("<h2>Errors")).toBeLessThan(page.indexOf("<h2>Passed"));
  expect(page).toContain("Not &lt;arrived&gt; in &quot;b&quot;.");
  expect(page).toContain("2 checks: 1 ok, 0 warnings, 1 error, 0 not known.");
});

test("the ledger has only rows whose every check is ok, and masks the account", () => {
  const results = [
    check({ ledger: ["access-deny", "routes-regions"] }),
    check({ ledger: ["access-deny"], level: "not known" }),
  ];
  expect(ledgerRows(run(...results))).toEqual([
    "Rows of docs/aws.md that this run confirmed (seen on AWS):",
    "routes-regions | 2026-11-26 | account ********3333",
  ]);
  expect(ledgerRows(run(check({})))).toEqual(["This run confirmed no row of docs/aws.md."]);
  expect(ledgerRows({ ...run(...results), account: "123456789012" })[0]).toBe(
    "Rows of docs/aws.md that this run confirmed (not AWS: the account is the example account of AWS):",
  );
});

test("files are written, and a file that cannot be written is reported", () => {
  const folder = mkdtempSync(join(tmpdir(), "verify-"));
  const said: string[] = [];
  const streams = {
    print: (line: string) => void said.push(line),
    warn: (line: string) => void said.push(line),
  };
  const [junit, out] = [join(folder, "v.xml"), join(folder, "v.html")];
  writeOutputs(run(failed), { junit, out }, streams);
  expect(said).toEqual([`Wrote ${junit}.`, `Wrote ${out}.`]);
  expect(readFileSync(out, "utf8")).toContain("<!doctype html>");
  expect(existsSync(junit)).toBe(true);
  expect(() => writeOutputs(run(failed), { junit: join(folder, "no", "v.xml") }, streams)).toThrow(
    /^Cannot write .*v\.xml: ENOENT/,
  );
  rmSync(folder, { recursive: true });
});
