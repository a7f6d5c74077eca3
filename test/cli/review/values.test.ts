import { differences, extent } from "../../../cli/review/attributes";
import { markdown } from "../../../cli/review/markdown";
import { Secrets } from "../../../cli/review/secrets";
import { reviewOf } from "./support";
import { HIDDEN, HIDDEN_AFTER, HIDDEN_BEFORE, UNKNOWN, equal } from "../../../cli/review/values";
import { maskOf, masked as maskedBy, planned, type RawChange } from "../../../cli/review/masking";

const change = (rest: Partial<RawChange>): RawChange => ({ actions: ["update"], ...rest });
const masked = (raw: RawChange) => maskedBy(raw, maskOf(raw));

describe("what is sensitive is taken out", () => {
  test("a changed value, on both sides", () => {
    const { before, after } = masked(
      change({
        before: { p: "old", q: 1 },
        after: { p: "new", q: 1 },
        before_sensitive: { p: true },
        after_sensitive: { p: true },
      }),
    );
    expect(before).toEqual({ p: HIDDEN_BEFORE, q: 1 });
    expect(after).toEqual({ p: HIDDEN_AFTER, q: 1 });
  });

  test("an unchanged value is no difference", () => {
    const { before, after } = masked(
      change({
        before: { p: "s" },
        after: { p: "s" },
        before_sensitive: { p: true },
        after_sensitive: { p: true },
      }),
    );
    expect([before, after]).toEqual([{ p: HIDDEN }, { p: HIDDEN }]);
    expect(differences(before, after)).toEqual([]);
  });

  test("marked on one side only: hidden on both", () => {
    for (const side of ["before_sensitive", "after_sensitive"]) {
      const result = masked(change({ before: { p: "s3cret" }, after: { p: "s3cret" }, [side]: { p: true } }));
      expect(JSON.stringify(result)).not.toContain("s3cret");
    }
  });

  test.each([
    ["nested", { a: { b: [{ c: "s3cret", d: 1 }] } }, { a: { b: [{ c: true }] } }],
    [
      "in a set whose order differs from the mask's",
      { a: [{ c: "plain" }, { c: "s3cret" }] },
      { a: [{ c: true }, {}] },
    ],
    ["in a set longer than the mask", { a: ["x", "s3cret"] }, { a: [true] }],
    ["as a whole", { a: "s3cret" }, true],
    ["a mapping where the mask has a list", { a: { k: "s3cret" } }, { a: [true] }],
    ["a list where the mask has a mapping", { a: ["s3cret"] }, { a: { k: true } }],
    ["a string where the mask has a mapping", { a: "s3cret" }, { a: { k: true } }],
    [
      "under a key named __proto__",
      JSON.parse('{"__proto__":{"x":"s3cret"}}') as unknown,
      JSON.parse('{"__proto__":{"x":true}}') as unknown,
    ],
  ])("%s", (_, value, mask) => {
    for (const result of [
      masked(change({ before: value, after: value, before_sensitive: mask })),
      masked(change({ before: null, after: value, after_sensitive: mask })),
      masked(change({ before: value, after: null, before_sensitive: mask })),
    ]) {
      expect(JSON.stringify(result)).not.toContain("s3cret");
    }
  });

  test("a key named __proto__ remains a key", () => {
    const value = JSON.parse('{"__proto__":"x","p":"s"}') as unknown;
    const { before } = masked(change({ before: value, after: value, before_sensitive: { p: true } }));
    expect(Object.keys(before as object)).toEqual(["__proto__", "p"]);
  });
});

describe("an echo of something sensitive", () => {
  const secrets = new Secrets();
  for (const value of ["hunter2", 123456, "Enabled", "ab"]) secrets.add(value);

  test("is hidden as a value, and within one, of any type", () => {
    const value = {
      a: "hunter2",
      b: ["db://u:hunter2@h"],
      c: { d: "hunter" },
      e: "Enabled",
      n: 123456,
      s: "ab",
    };
    expect(secrets.hide(value, value).before).toEqual({
      a: HIDDEN,
      b: ["db://u:(sensitive value)@h"],
      c: { d: "hunter" },
      e: "Enabled",
      n: HIDDEN,
      s: "ab",
    });
    expect(secrets.hide({ a: "hunter2" }, { a: "x" }).before).toEqual({ a: HIDDEN_BEFORE });
  });

  test("a short one is hidden in its own change", () => {
    expect(secrets.hide({ a: "ab", n: 7 }, {}, new Set(["ab", "7"])).before).toEqual({
      a: HIDDEN_BEFORE,
      n: HIDDEN_BEFORE,
    });
  });

  test("any number of secrets is found within a text", () => {
    const many = new Secrets();
    for (let i = 0; i < 5_000; i++) many.add(`secret-${i}-x`);
    expect(many.within("u=secret-4999-x&v=secret-0-x")).toBe("u=(sensitive value)&v=(sensitive value)");
  });

  test("also in a policy, and in JSON", () => {
    const quoted = new Secrets();
    quoted.add('he said "x"');
    expect(quoted.within(JSON.stringify({ Statement: [{ Sid: 'he said "x"' }] }))).not.toContain("he said");
  });

  test("nothing to hide leaves the very same object", () => {
    const value = { a: [{ b: "c" }] };
    expect(secrets.hide(value, value).before).toBe(value);
  });

  test("a sensitive variable's value counts", () => {
    const result = reviewOf([{ before: { input: "a" }, after: { input: "s3cret-value" } }], {
      variables: { v: { value: { k: ["s3cret-value"] } } },
      configuration: { root_module: { variables: { v: { sensitive: true } } } },
    });
    expect(markdown(result)).not.toContain("s3cret");
  });
});

test("what is unknown is marked, wherever it sits", () => {
  const after = planned(
    change({
      after: { a: "x", list: [null, "y"], set: [{ k: 1 }] },
      after_unknown: { id: true, list: [true, false], set: [{ v: true }, true] },
    }),
  );
  expect(after).toEqual({ a: "x", id: UNKNOWN, list: [UNKNOWN, "y"], set: [{ k: 1, v: UNKNOWN }, UNKNOWN] });
});

describe("differences", () => {
  const paths = (before: unknown, after: unknown): string[] =>
    differences(before as never, after as never).map(({ path }) => path);

  test("null and empty are the same nothing", () => {
    expect(equal(null, [])).toBe(true);
    expect(equal({ a: null, b: {} }, { b: [] })).toBe(true);
    expect(equal(null, "")).toBe(false);
    expect(equal(null, false)).toBe(false);
    expect(paths({ a: null, b: 1 }, { a: {}, b: 1, c: [] })).toEqual([]);
  });

  test("blocks of one have no index, sets are compared as sets", () => {
    expect(paths({ block: [{ status: "a" }] }, { block: [{ status: "b" }] })).toEqual(["block.status"]);
    expect(paths({ set: ["a", "b", "c"] }, { set: ["c", "d", "a"] })).toEqual(["set[1]"]);
    expect(
      paths(
        {
          rule: [
            { id: "one", n: 1 },
            { id: "two", n: 2 },
          ],
        },
        {
          rule: [
            { id: "two", n: 3 },
            { id: "one", n: 1 },
          ],
        },
      ),
    ).toEqual(['rule[id="two"].n']);
    expect(paths({ list: [1, 2] }, { list: [2, 1] })).toEqual(["list (order)"]);
  });

  test("a document in a string is compared by what is in it", () => {
    expect(paths({ body: '{"a":1,"b":2}' }, { body: '{"b":3, "a":1}' })).toEqual(["body.b"]);
    expect(paths({ body: '{"a":1}' }, { body: '{ "a": 1 }' })).toEqual(["body"]);
  });

  test("odd keys are written as HCL writes them", () => {
    expect(paths({ tags: { "a b": 1 } }, { tags: { "a b": 2 } })).toEqual(['tags["a b"]']);
  });

  test("a change of tags only is distinguished", () => {
    expect(
      extent(
        { tags: { a: "1" }, tags_all: { a: "1" }, x: 1 },
        { tags: { a: "2" }, tags_all: { a: "2" }, x: 1 },
      ),
    ).toBe("tags");
    expect(extent({ tags: { a: "1" }, x: 1 }, { tags: { a: "2" }, x: 2 })).toBe("more");
    expect(extent({ x: null }, { x: [] })).toBe("none");
  });
});
