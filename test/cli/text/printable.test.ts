import { printable } from "../../../cli/text/printable";

test.each([
  ["photos/ü 😀.jpg", "photos/ü 😀.jpg"],
  ["a\u001b[2Jb\n", "a\\u{1b}[2Jb\\u{a}"],
  ["right\u202eleft", "right\\u{202e}left"],
])("escapes what a terminal would execute: %#", (text, shown) => {
  expect(printable(text)).toBe(shown);
});
