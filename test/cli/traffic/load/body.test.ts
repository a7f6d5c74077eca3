import { Bodies, checksum } from "../../../../cli/traffic/load/body";

test("the content of an object depends on the run and its number only", () => {
  const [one, same, other] = [new Bodies("a", 5000), new Bodies("a", 5000), new Bodies("b", 5000)];
  expect(one.checksum(7, 5000)).toBe(same.checksum(7, 5000));
  expect(one.checksum(7, 5000)).toBe(checksum(one.of(7, 5000)));
  expect(one.checksum(8, 5000)).not.toBe(one.checksum(7, 5000));
  expect(other.checksum(7, 5000)).not.toBe(one.checksum(7, 5000));
  expect(one.of(7, 0)).toHaveLength(0);
});
