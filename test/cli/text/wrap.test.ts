import { wrap } from "../../../cli/text/wrap";

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
