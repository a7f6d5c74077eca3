import { renderProblems } from "../../environment/report";
import { blocks, removeFolders, SHORTEST } from "./support";

afterAll(removeFolders);

test("files in the order in which they come, mistakes in the order of their lines", () => {
  const at = (file: string, line?: number) => ({
    file,
    line,
    column: line && 1,
    path: ["name"],
    message: "is wrong",
  });
  expect(renderProblems([at("b.yaml", 10), at("b.yaml", 9), { ...at("a.yaml"), path: [] }]))
    .toBe(`b.yaml has 2 mistakes:

b.yaml:9:1  name
  is wrong

b.yaml:10:1  name
  is wrong

a.yaml has 1 mistake:

a.yaml
  is wrong`);
});

test("long texts are broken at spaces", () => {
  const allowed = Array.from({ length: 30 }, (_, index) => `word-${index}`).join(", ");
  const lines = renderProblems([{ file: "a.yaml", path: [], message: "is wrong", allowed }]).split("\n");
  expect(lines.slice(4).map((line) => line.length <= 110)).toEqual([true, true, true]);
  expect(lines[5]).toMatch(/^ {11}word-[0-9]+, /);
});

test("nothing in a report steers a terminal or breaks its lines", () => {
  const evil = "a\u001b[31mb\nc\u202e";
  const report = renderProblems([
    { file: evil, path: [evil], message: evil, got: evil, allowed: evil, fix: evil },
  ]);
  expect(report).not.toMatch(/[^\P{C}\n]/u);
  expect(report.split("\n")).toHaveLength(7);
  expect(report).toContain("a\\u{1b}[31mb\\u{a}c\\u{202e}");
});

test("a value of many characters is cut", () => {
  expect(blocks(SHORTEST.replace("my-mrap", "m".repeat(5000)))).toContain(
    `got:     ${"m".repeat(200)}…\n           (5000 characters)\n`,
  );
});

test("a topic in a Region that does not exist is one mistake", () => {
  const report = blocks(`${SHORTEST}monitoring: { notify: ["arn:aws:sns:eu-wst-1:210987654321:ops"] }\n`);
  expect(report.match(/got:/g)).toHaveLength(1);
});
