import { error, warning } from "../../../cli/checks/check";
import { trailOutcome, type TrailFacts } from "../../../cli/checks/trail";
import { line } from "../verify/checks/outcomes";

const outcome = (east: TrailFacts[], west: TrailFacts[], bad = warning) =>
  line(
    trailOutcome(
      new Map([
        ["us-east-1", east],
        ["us-west-2", west],
      ]),
      bad,
    ),
  );
const trail = (name: string, facts: Partial<TrailFacts> = {}): TrailFacts => ({
  name,
  home: "eu-west-1",
  logging: true,
  writes: true,
  ...facts,
});
const good = trail("good");
const stopped = trail("stopped", { logging: false });
const reads = trail("reads", { writes: false });
const silent = "EventBridge receives no event when the routing changes there, so no one is notified.";

test("trails that record the calls in every Region", () => {
  expect(outcome([stopped, good], [good])).toBe(
    "ok: The trail good records the management events of us-east-1 and us-west-2.",
  );
  expect(outcome([good], [trail("other")])).toBe(
    "ok: The trails good and other record the management events of us-east-1 and us-west-2.",
  );
});

test("only the Regions without such a trail are named, and before a deploy that is an error", () => {
  expect(outcome([], [good], error)).toBe(
    `error: No trail covers us-east-1. ${silent} | Create a trail for all Regions that records management events, or set failover.announceChanges to false.`,
  );
});

test("a trail that is stopped, with the Region that can start it", () => {
  expect(outcome([stopped], [stopped])).toBe(
    `warning: The trail stopped covers us-east-1 and us-west-2, but its logging is stopped. ${silent} | Start its logging: aws cloudtrail start-logging --name stopped --region eu-west-1`,
  );
});

test("a trail that records reads only", () => {
  expect(outcome([good], [reads])).toBe(
    `warning: The trail reads covers us-west-2, but records no write management events of S3. ${silent} | Record write management events with the trail, or set failover.announceChanges to false.`,
  );
});

test("starting a stopped trail that records reads only would not help", () => {
  expect(outcome([good], [trail("both", { logging: false, writes: false })])).toMatch(
    /^warning: The trail both covers us-west-2, but records no write management events of S3\./,
  );
});

test("each Region has its own cause", () => {
  expect(outcome([stopped, reads], [])).toBe(
    `warning: The trail stopped covers us-east-1, but its logging is stopped. No trail covers us-west-2. ${silent} | Start its logging: aws cloudtrail start-logging --name stopped --region eu-west-1`,
  );
});

test("a trail that cannot be read is not known, unless another Region has no trail for certain", () => {
  const hidden: TrailFacts = { name: "organization", home: "us-east-1", unknown: "AccessDeniedException" };
  const unknown =
    "Whether the trail organization records the management events of us-east-1 is not known: AWS answered AccessDeniedException.";
  expect(outcome([hidden], [good])).toBe(
    `not known: ${unknown} | Allow cloudtrail:GetTrailStatus and cloudtrail:GetEventSelectors to your role. The trail of an organization shows them to its management account only.`,
  );
  expect(outcome([hidden, good], [good])).toMatch(/^ok: /);
  expect(outcome([hidden], [])).toMatch(
    /^warning: Whether the trail organization .* is not known: AWS answered AccessDeniedException\. No trail covers us-west-2\./,
  );
});
