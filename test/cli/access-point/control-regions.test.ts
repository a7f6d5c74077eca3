import { controlRegions, orderControlRegions } from "../../../cli/access-point/control-regions";

test("the Regions that traffic goes to come first, those that it leaves last", () => {
  const order = orderControlRegions(["eu-west-1", "ap-south-1"], ["us-east-1"]);
  expect(order[0]).toBe("eu-west-1");
  expect(order.at(-1)).toBe("us-east-1");
  expect([...order].sort()).toEqual([...controlRegions].sort());
});
