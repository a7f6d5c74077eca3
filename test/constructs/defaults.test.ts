import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { DEFAULTS } from "../../constructs/defaults";

const project = path.join(__dirname, "../..");

/** The defaults by key, such as `latencySeconds`. */
function leaves(group: object): [key: string, value: unknown][] {
  return Object.entries(group).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "object" && value !== null ? leaves(value) : [[key, value] as [string, unknown]],
  );
}

const defaults = new Map(leaves(DEFAULTS));

function filesIn(folder: string): string[] {
  return readdirSync(path.join(project, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(folder, name));
}

function isLiteral(node: ts.Node | undefined): boolean {
  if (node === undefined) return false;
  if (ts.isBinaryExpression(node)) return isLiteral(node.left) && isLiteral(node.right);
  return (
    ts.isNumericLiteral(node) ||
    (ts.isStringLiteral(node) && node.text !== "") ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** The key whose default a node defines by a literal: `{ key = 1 }`, `x.key ?? 1`. */
function definedBy(node: ts.Node): string | undefined {
  if (ts.isBindingElement(node) && isLiteral(node.initializer))
    return (node.propertyName ?? node.name).getText();
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken &&
    isLiteral(node.right)
  )
    return node.left.getText().split(/\??\./).at(-1);
  return undefined;
}

test("each default is defined in exactly one place", () => {
  const places = new Map([...defaults.keys()].map((key) => [key, ["constructs/defaults.ts"]]));
  for (const file of ["constructs", "composition", "environment", "cli"].flatMap(filesIn)) {
    const source = ts.createSourceFile(
      file,
      readFileSync(path.join(project, file), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      const key = definedBy(node);
      if (key !== undefined) places.get(key)?.push(`${file}: ${node.getText()}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  expect([...places].filter(([, found]) => found.length !== 1)).toEqual([]);
  expect(places.size).toBe(defaults.size);
});

test("the comments of the props name the defaults", () => {
  const wrong: string[] = [];
  for (const file of ["constructs", "composition"].flatMap(filesIn)) {
    const text = readFileSync(path.join(project, file), "utf8");
    for (const [, shown, key] of text.matchAll(
      /@default ("?[A-Za-z0-9_/-]+"?)(?: \([^)]*\))?\s*\*\/\s+readonly (\w+)\?:/g,
    )) {
      const value = defaults.get(key ?? "");
      if (value !== undefined && shown !== JSON.stringify(value)) wrong.push(`${file} ${key}: ${shown}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("the files of the facts load no module", () => {
  for (const file of ["constructs/defaults.ts", "constructs/limits.ts"])
    expect(readFileSync(path.join(project, file), "utf8")).not.toMatch(/\bimport\b.*from|require\(/);
});
