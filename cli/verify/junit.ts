import { keyOf, type CheckResult } from "../checks/check";
import { escapeXml } from "../text/xml";
import { attribute } from "./markup";
import type { Verification } from "./verify";

/** JUnit XML: each check is a test case. An error fails, a required check that is not known is an error, and others are skipped. */
export function verificationJunit({ name, started, seconds, results }: Verification): string {
  const failures = results.filter(({ level }) => level === "error").length;
  const errors = results.filter(isUndecided).length;
  const skipped = results.filter((one) => one.level === "not known" && !one.required).length;
  const counts = `tests="${results.length}" failures="${failures}" errors="${errors}" time="${seconds.toFixed(3)}"`;
  const suite = attribute(`mrap verify ${name}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${suite}" ${counts}>`,
    `<testsuite name="${suite}" ${counts} skipped="${skipped}" timestamp="${started.toISOString().slice(0, 19)}">`,
    ...results.map(testCase),
    "</testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function isUndecided({ level, required }: CheckResult): boolean {
  return level === "not known" && required;
}

function testCase(result: CheckResult): string {
  const { id, title, milliseconds } = result;
  return `<testcase name="${attribute(keyOf(result))}" classname="${attribute(id)}" time="${(milliseconds / 1000).toFixed(3)}">${content(result, title)}</testcase>`;
}

function content(result: CheckResult, title: string): string {
  const { level, text, fix, because, required } = result;
  const more = [
    ...(fix === undefined ? [] : [`Fix: ${fix}`]),
    ...(because.length === 0 ? [] : [`Follows from: ${because.join(", ")}`]),
  ];
  const whole = escapeXml([text, ...more].join("\n"));
  if (level === "error")
    return `<failure message="${attribute(`${title}: ${text}`)}" type="error">${whole}</failure>`;
  if (level === "warning") return `<system-out>warning: ${whole}</system-out>`;
  if (level === "ok") return `<system-out>${whole}</system-out>`;
  if (required) return `<error message="${attribute(`${title}: ${text}`)}" type="not known">${whole}</error>`;
  return `<skipped message="${attribute(text)}"/>`;
}
