import { renderProblems } from "../../environment/report";
import { blocks, removeFolders, SHORTEST } from "./support";

afterAll(removeFolders);

test("keeps the order of the files and sorts the errors by line", () => {
  const at = (file: string, line?: number) => ({
    file,
    line,
    column: line && 1,
    path: ["name"],
    message: "is wrong",
  });
  expect(renderProblems([at("b.yaml", 10), at("b.yaml", 9), { ...at("a.yaml"), path: [] }]))
    .toBe(`b.yaml has 2 errors:

b.yaml:9:1  name
  is wrong

b.yaml:10:1  name
  is wrong

a.yaml has 1 error:

a.yaml
  is wrong`);
});

test("breaks long texts at spaces", () => {
  const allowed = Array.from({ length: 30 }, (_, index) => `word-${index}`).join(", ");
  const lines = renderProblems([{ file: "a.yaml", path: [], message: "is wrong", allowed }]).split("\n");
  expect(lines.slice(4).map((line) => line.length <= 110)).toEqual([true, true, true]);
  expect(lines[5]).toMatch(/^ {11}word-[0-9]+, /);
});

test("escapes control characters and line breaks", () => {
  const evil = "a\u001b[31mb\nc\u202e";
  const report = renderProblems([
    { file: evil, path: [evil], message: evil, got: evil, allowed: evil, fix: evil },
  ]);
  expect(report).not.toMatch(/[^\P{C}\n]/u);
  expect(report.split("\n")).toHaveLength(7);
  expect(report).toContain("a\\u{1b}[31mb\\u{a}c\\u{202e}");
});

test("shortens a long value", () => {
  expect(blocks(SHORTEST.replace("my-mrap", "m".repeat(5000)))).toContain(
    `got:     ${"m".repeat(200)}…\n           (5000 characters)\n`,
  );
});
