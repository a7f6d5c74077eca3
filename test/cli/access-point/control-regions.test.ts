import { controlRegions, orderControlRegions } from "../../../cli/access-point/control-regions";

test("the Regions that receive traffic come first, and the Regions that lose it come last", () => {
  const order = orderControlRegions(["eu-west-1", "ap-south-1"], ["us-east-1"]);
  expect(order[0]).toBe("eu-west-1");
  expect(order.at(-1)).toBe("us-east-1");
  expect([...order].sort()).toEqual([...controlRegions].sort());
});
