import type { Environment } from "../../../../environment/load";
import { bothOutcome, controlsOutcome, routingOutcome } from "../../../../cli/verify/checks/routing";

const members = [
  { region: "eu-west-1", bucket: "a" },
  { region: "us-east-1", bucket: "b" },
];
const environment = {
  regions: {
    "eu-west-1": { bucket: "a", routing: "active" },
    "us-east-1": { bucket: "b", routing: "passive" },
  },
} as unknown as Environment;
const context = { environment, argument: "photos", members };
const routes = (...active: string[]) =>
  members.map((one) => ({ ...one, active: active.includes(one.region) }));

test("the routing of the file is ok", () => {
  expect(routingOutcome(context, routes("eu-west-1"))).toEqual({
    level: "ok",
    text: "As in the file: eu-west-1 active, us-east-1 passive.",
  });
});

test("a routing that has moved is a warning with both routings", () => {
  expect(routingOutcome(context, routes("us-east-1"))).toEqual({
    level: "warning",
    text: "The routing has moved since the file: us-east-1 active, eu-west-1 passive. The file says eu-west-1 active, us-east-1 passive.",
    fix: "If the move is over, run mrap failback photos.",
  });
});

test("a new access point without its initial routing is a warning with the command", () => {
  expect(routingOutcome(context, routes("eu-west-1", "us-east-1"))).toEqual({
    level: "warning",
    text: "Every Region is active, as in a new access point. The file has passive Regions.",
    fix: "Run mrap routes apply photos to set the initial routing.",
  });
});

test("other members are an error", () => {
  expect(routingOutcome(context, [{ region: "eu-west-1", bucket: "x", active: true }]).level).toBe("error");
});

test("a control Region that reports another routing than most is a warning", () => {
  const [here, there] = [routes("eu-west-1"), routes("us-east-1")];
  expect(controlsOutcome("us-west-2", here, [here, here, there]).level).toBe("ok");
  expect(controlsOutcome("us-west-2", there, [here, here, there])).toEqual({
    level: "warning",
    text: "us-west-2 reports another routing than most control Regions: us-east-1 active, eu-west-1 passive.",
    fix: "Run the command again in two minutes. A new routing takes that long to reach every Region.",
  });
});

describe("two access points", () => {
  const where = { argument: "photos", shown: "photos" };
  const named = (name: string, now: ReturnType<typeof routes> | undefined) => ({ name, routes: now });
  test("the same routing is ok, and a Region of one of them does not matter", () => {
    const third = [...routes("eu-west-1"), { region: "ap-south-1", bucket: "c", active: true }];
    expect(bothOutcome(where, [named("photos-2", third), named("photos", routes("eu-west-1"))])).toEqual({
      level: "ok",
      text: "photos-2 and photos agree on the Regions that both have: eu-west-1 active.",
    });
  });
  test("another routing is a warning with the command that changes both", () => {
    expect(
      bothOutcome(where, [named("photos-2", routes("us-east-1")), named("photos", routes("eu-west-1"))]),
    ).toEqual({
      level: "warning",
      text: "The routings of photos-2 and photos differ: us-east-1 is active in photos-2 and passive in photos, and eu-west-1 is active in photos and passive in photos-2.",
      fix: "Run mrap failover photos --to with the Regions that are to be active: it changes both.",
    });
  });
  test("without one of them, it is not known", () => {
    expect(bothOutcome(where, [named("photos-2", undefined), named("photos", routes("eu-west-1"))])).toEqual({
      level: "not known",
      text: "There is no routing of photos-2 to compare.",
      fix: "Deploy the environment (npx cdktf deploy photos).",
    });
  });
});
