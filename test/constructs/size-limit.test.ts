import { App } from "cdktf";
import { limitSize, oversizesIn } from "../../constructs/size-limit";
import { messageOf, PlainStack, synth } from "../support/synth";

const limited = (size: number) => (app: App) => {
  const stack = new PlainStack(app, ["eu-west-1"]);
  const causes = [
    { prop: "short", value: ["a"], fix: "shorten it" },
    { prop: "long", value: ["aaaa"], fix: "shorten the long one" },
    { prop: "absent", value: undefined, fix: "shorten nothing" },
    { prop: "elsewhere", value: ["aaaaaaaa"], times: 0, fix: "shorten another one" },
  ];
  for (const what of ["the one", "the other"])
    limitSize(stack, { what, maximum: 10, unit: "bytes", size: () => size, causes });
  return stack;
};

test("accepts a size up to the limit", () => {
  expect(() => synth(limited(10))).not.toThrow();
  expect(oversizesIn(limited(10)(new App()))).toEqual([]);
});

test("reports every size above the limit together, and names the prop with the longest value", () => {
  expect(messageOf(() => synth(limited(11))).split("\n\n")[0]).toBe(
    `Validation failed with the following errors:
  [plain] the one should have at most 10 bytes, got about 11 because of 'long': shorten the long one
  [plain] the other should have at most 10 bytes, got about 11 because of 'long': shorten the long one`,
  );
  const rest = { size: 11, maximum: 10, unit: "bytes", prop: "long", fix: "shorten the long one" };
  expect(oversizesIn(limited(11)(new App()))).toEqual([
    { what: "the one", ...rest },
    { what: "the other", ...rest },
  ]);
});
