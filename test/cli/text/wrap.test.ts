import { wrap, wrapLine } from "../../../cli/text/wrap";

test("breaks at words, with the lead before the first line and the indent before the others", () => {
  expect(wrap("one two three four", { columns: 12, lead: "- ", indent: 2 })).toEqual([
    "- one two",
    "  three four",
  ]);
});

test("breaks a word that is longer than a line", () => {
  expect(wrap("see arn:aws:s3::123456789012:x", { columns: 12 })).toEqual([
    "see",
    "arn:aws:s3::",
    "123456789012",
    ":x",
  ]);
});

test("an empty text is one line", () => {
  expect(wrap("", { columns: 40, lead: "> ", indent: 2 })).toEqual(["> "]);
});

describe("a line that is wrapped for a terminal", () => {
  test("is unchanged if it fits, colors aside", () => {
    expect(wrapLine("\u001b[1;31ma  line\u001b[0m", 7)).toEqual(["\u001b[1;31ma  line\u001b[0m"]);
  });

  test("keeps its indent, and is broken at spaces only", () => {
    expect(wrapLine("  - a bucket is replaced", 12)).toEqual(["  - a bucket", "  is", "  replaced"]);
  });

  test("breaks a word that is longer than the line, also in color", () => {
    expect(wrapLine("key abcdefghijklmnop", 10)).toEqual(["key", "abcdefghij", "klmnop"]);
    expect(wrapLine("key \u001b[2mabcdefghijkl\u001b[0m", 10)).toEqual([
      "key",
      "\u001b[2mabcdefghij",
      "kl\u001b[0m",
    ]);
  });
});
