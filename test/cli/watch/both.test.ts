/** `mrap watch` during a change of Regions. */
import { compareRoutings } from "../../../cli/status/both";
import { plain } from "../../../cli/text/paint";
import { frame } from "../../../cli/watch/frame";
import { noHistory } from "../../../cli/watch/history";
import { snapshotJson } from "../../../cli/watch/json";
import { factsOf, linesOf } from "../../../cli/watch/lines";
import { merged } from "../../../cli/watch/merged";
import type { Snapshot } from "../../../cli/watch/snapshot";
import { now, snapshot } from "./snapshot";

const [ireland, virginia, mumbai, paris] = ["eu-west-1", "us-east-1", "ap-south-1", "eu-west-3"] as const;

/** photos-2 has Mumbai in place of Paris. */
function both(active: string): Snapshot {
  const status = { ...snapshot([ireland, virginia, mumbai]).status, name: "photos-2" };
  const members = [active, ...[ireland, virginia, paris].filter((one) => one !== active)];
  const other = { ...snapshot(members).status, name: "photos" };
  return {
    status: merged(status, other),
    other: { status: other, comparison: compareRoutings({ status, other })! },
    requests: new Map(),
  };
}

test("the Regions and directions of both are shown, and each one once", () => {
  const { members, directions } = both(ireland).status.observations;
  expect(members.map(({ region }) => region)).toEqual([ireland, virginia, mumbai, paris]);
  expect(directions.filter(({ from, to }) => from === ireland && to === virginia)).toHaveLength(1);
  expect(directions.some(({ from }) => from === paris)).toBe(true);
});

test("the view names both routings and their difference", () => {
  const text = frame({ snapshot: both(virginia), history: noHistory, columns: 400, paint: plain }).join("\n");
  expect(text).toContain(
    "The routing of photos is: us-east-1 active, eu-west-1 passive, eu-west-3 passive. It is READY.",
  );
  expect(text).toContain("The routings of photos-2 and photos differ: eu-west-1 is active in photos-2");
});

test("as lines, a failover of one alone is two changes", () => {
  const before = factsOf(both(ireland));
  expect(linesOf(factsOf(both(virginia)), before, now)).toEqual([
    "2026-05-01T12:00:00Z routing photos: The routing of photos is: us-east-1 active, eu-west-1 passive, eu-west-3 passive.",
    expect.stringMatching(
      /^2026-05-01T12:00:00Z both access points: The routings of photos-2 and photos differ: /,
    ),
  ]);
});

test("JSON has the other access point only if there are two", () => {
  expect(snapshotJson(both(virginia))).toMatchObject({
    otherAccessPoint: { name: "photos" },
    routingsDifferIn: [ireland, virginia],
  });
  expect(snapshotJson(snapshot([ireland]))).not.toHaveProperty("otherAccessPoint");
});
