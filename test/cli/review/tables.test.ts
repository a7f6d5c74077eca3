import type { Context } from "../../../cli/review/context";
import { allBy, firstBy, table } from "../../../cli/review/tables";

const items = [
  { id: 1, keys: ["a", "b", "a"] },
  { id: 2, keys: ["b"] },
];

test("a table is computed once for each plan", () => {
  const make = jest.fn(() => undefined);
  const read = table(make);
  const [one, other] = [{} as Context, {} as Context];
  [one, one, other, one].forEach(read);
  expect(make.mock.calls).toEqual([[one], [other]]);
});

test("the first item of each key", () => {
  const found = firstBy(items, ({ keys }) => keys);
  expect([...found].map(([key, { id }]) => [key, id])).toEqual([
    ["a", 1],
    ["b", 1],
  ]);
});

test("all items of each key, each item once", () => {
  const found = allBy(items, ({ keys }) => keys);
  expect([...found].map(([key, all]) => [key, all.map(({ id }) => id)])).toEqual([
    ["a", [1]],
    ["b", [1, 2]],
  ]);
});
