import { trailOutcome, type CoveringTrail } from "../../../../cli/verify/checks/trail";
import { line } from "./outcomes";

const outcome = (east: CoveringTrail[], west: CoveringTrail[]) =>
  line(
    trailOutcome(
      new Map([
        ["us-east-1", east],
        ["us-west-2", west],
      ]),
    ),
  );
const good = { name: "good", logs: true, writes: true };

test("trails that record the calls in every Region", () => {
  expect(outcome([{ name: "stopped", logs: false, writes: true }, good], [good])).toBe(
    "ok: Trails record the write management events of us-east-1, us-west-2.",
  );
});

test("only the Regions without such a trail are named", () => {
  expect(outcome([], [good])).toBe(
    "warning: No trail records management events of us-east-1. No one is notified of routing changes that are submitted there. | Create a trail for all Regions that records write management events.",
  );
});

test("a trail that does not log, or records reads only", () => {
  const stopped = { name: "stopped", logs: false, writes: true };
  expect(outcome([stopped], [stopped])).toBe(
    "warning: The trail stopped does not log. No one is notified of routing changes that are submitted in us-east-1, us-west-2. | Start it: aws cloudtrail start-logging --name stopped",
  );
  const reads = { name: "reads", logs: true, writes: false };
  expect(outcome([good], [reads])).toBe(
    "warning: The trail reads does not record write management events of S3. No one is notified of routing changes that are submitted in us-west-2. | Let the trail record write management events.",
  );
});
