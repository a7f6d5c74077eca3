import { parseExpiry } from "../../../cli/presign/duration";

test.each([
  ["1", 1],
  ["90s", 90],
  ["15m", 900],
  ["12h", 43_200],
  ["7d", 604_800],
  [" 1h ", 3600],
  ["604800", 604_800],
])("%j is %d seconds", (text, seconds) => {
  expect(parseExpiry(text)).toBe(seconds);
});

test.each(["0", "604801", "169h", "8d"])("%j is out of range", (text) => {
  expect(() => parseExpiry(text)).toThrow(
    `--expires accepts 1s to 7d, and got '${text}'. AWS rejects URLs that are valid for longer than seven days.`,
  );
});

test.each(["", "1w", "1.5h", "-1h", "h", "1h30m"])("%j is not a duration", (text) => {
  expect(() => parseExpiry(text)).toThrow(
    `--expires accepts a number with s, m, h or d, such as 15m or 7d, and got '${text}'.`,
  );
});
