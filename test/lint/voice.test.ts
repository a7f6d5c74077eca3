import { voiceFindings } from "../../lint/voice";

const flagged = (path: string, source: string) => voiceFindings(path, source).map(({ text }) => text);

test.each([
  ["a.md", "What fails is reported.", "What"],
  ["a.md", "A topic hears the alarms.", "hears"],
  ["a.md", "| whole | the estate |", "estate"],
  ["a.md", "The access point goes.", "goes"],
  ["a.md", "It lets port 443 in from clients.", "lets port 443 in"],
  ["a.ts", "// It is made anew.\nconst a = 1;", "anew"],
  ["a.ts", 'const a = "errors are told on standard error";', "are told"],
  ["a.ts", "/**\n * Who is late waits.\n */", "Who"],
  ["a.ts", "const a = `the versioning stays on`;", "stays"],
  ["a.py", '"""Mends the response."""', "Mends"],
  ["a.py", "x = 1  # the behaviour of S3", "behaviour"],
])("%s: %j is flagged", (path, source, text) => {
  expect(flagged(path, source)).toEqual([text]);
});

test.each([
  ["a.md", "All errors are reported. What happens next?"],
  ["a.md", "```\nthe estate goes\n```\nText with `stays` in code."],
  ["a.md", "The estate <!-- voice: allow -->"],
  ["a.ts", 'const goes = stays("estate", "./mend/anew");'],
  ["a.ts", "// It stays. voice: allow"],
  ["a.py", "goes = stays"],
])("%s: %j passes", (path, source) => {
  expect(flagged(path, source)).toEqual([]);
});

test("a finding names its line", () => {
  expect(voiceFindings("a.ts", "const a = 1;\n\n// needless\n")[0]).toMatchObject({ line: 3 });
});
