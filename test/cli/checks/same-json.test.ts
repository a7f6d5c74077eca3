import { sameJson } from "../../../cli/checks/same-json";

test("the order of keys and the blanks do not count, the order of lists does", () => {
  expect(sameJson('{"a":1,"b":[1,2]}', '{ "b": [1, 2], "a": 1 }')).toBe(true);
  expect(sameJson('{"a":[1,2]}', '{"a":[2,1]}')).toBe(false);
  expect(sameJson('{"a":1}', '{"a":"1"}')).toBe(false);
  expect(sameJson('{"a":null}', "{}")).toBe(false);
});

test("a text that is no JSON equals nothing", () => {
  expect(sameJson("", "")).toBe(false);
  expect(sameJson('{"a":1}', '{"a":1')).toBe(false);
});
