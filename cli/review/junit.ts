import type { Finding } from "./finding";
import type { Review } from "./review";
import { plain, visible } from "./text";

const escaped = (text: string): string =>
  visible(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** JUnit XML: each finding is a test case. A danger fails, and an accepted finding is skipped. */
export function junit({ findings, notJudged, options }: Review): string {
  const cases = [
    ...findings.map(testcase),
    ...notJudged.map(({ address, reason }) =>
      element(`not judged: ${address}`, "not-judged", `<skipped message="${escaped(reason)}"/>`),
    ),
  ];
  if (cases.length === 0) cases.push(element("No data risk found", "review", ""));
  const failures = findings.filter(
    (finding) => finding.accepted === undefined && finding.severity === "danger",
  ).length;
  const skipped = cases.filter((each) => each.includes("<skipped ")).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" time="0"`;
  const name = escaped(`mrap review ${options.name ?? ""}`.trim());
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${name}" ${counts}>`,
    `<testsuite name="${name}" ${counts} skipped="${skipped}">`,
    ...cases,
    "</testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

const element = (name: string, family: string, content: string): string =>
  `<testcase name="${escaped(name)}" classname="${escaped(family)}" time="0">${content}</testcase>`;

function testcase({ family, severity, address, cause, accepted }: Finding): string {
  const text = escaped(`${plain(cause)}. Why: ${family.why} Instead: ${family.instead}`);
  const content =
    accepted !== undefined
      ? `<skipped message="${escaped(`accepted: ${accepted}`)}"/>`
      : severity === "danger"
        ? `<failure message="${escaped(family.title)}" type="danger">${text}</failure>`
        : `<system-out>warning: ${text}</system-out>`;
  return element(`${family.id}: ${address}`, family.id, content);
}
