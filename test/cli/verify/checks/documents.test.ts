/** The runbook and the dashboard. */
import { dashboardOutcome } from "../../../../cli/verify/checks/dashboard";
import { runbookOutcome } from "../../../../cli/verify/checks/runbook";
import { AGAIN, line } from "./outcomes";

test("a runbook as in the stack, missing, changed, or not active", () => {
  const outcome = (document: { Content?: string; Status?: string } | undefined, wanted = '{"a":1}') =>
    line(runbookOutcome({ name: "photos-failover", region: "us-west-2", shown: "photos", wanted, document }));
  expect(outcome({ Content: '{ "a": 1 }', Status: "Active" })).toBe(
    "ok: The document photos-failover exists in us-west-2 with the content of the stack.",
  );
  expect(outcome(undefined)).toBe(
    `error: The document photos-failover in us-west-2 does not exist. | ${AGAIN} creates it.`,
  );
  expect(outcome({ Content: '{"a":2}' })).toBe(
    `error: The default version of the document photos-failover in us-west-2 is not the runbook of the stack. | ${AGAIN} restores it.`,
  );
  expect(outcome({ Content: '{"a":1}', Status: "Failed" })).toBe(
    "error: The document photos-failover in us-west-2 is Failed, not Active. | Look at its status in Systems Manager.",
  );
  expect(outcome({ Content: "{}" }, '{"a":"${aws_x.y.arn}"}')).toBe(
    `not known: The document photos-failover in us-west-2 cannot be compared without the access point. | ${AGAIN} creates it.`,
  );
});

test("a dashboard as in the stack, missing, or changed by someone", () => {
  const wanted = '{"widgets":[{},{}]}';
  const outcome = (found: string | undefined) =>
    line(dashboardOutcome({ name: "photos", shown: "photos", wanted, found }));
  expect(outcome('{ "widgets": [{}, {}] }')).toBe("ok: The dashboard photos has the 2 widgets of the stack.");
  expect(outcome(undefined)).toBe(`error: The dashboard photos does not exist. | ${AGAIN} creates it.`);
  expect(outcome('{"widgets":[{}]}')).toBe(
    `warning: The dashboard photos has other widgets than the stack. | Save the changes that you need elsewhere. ${AGAIN} restores it.`,
  );
});
