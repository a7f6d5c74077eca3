import type { Environment } from "../../../../environment/load";
import { controlsOutcome, routingOutcome } from "../../../../cli/verify/checks/routing";

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
