/** Compiles and synthesizes the @example of every construct. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { execFileSync } from "node:child_process";
import * as ts from "typescript";

const project = resolve(__dirname, "../..");
const packageName = "terraform-s3-multi-region-access-point";

interface Example {
  readonly name: string;
  readonly code: string;
}

/** The classes that the package exports from a file, each with its example. */
function examplesOf(file: string): Example[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isClassDeclaration).flatMap((statement) => {
    const exported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    const isConstruct = statement.heritageClauses?.some((clause) => /Construct|Stack/.test(clause.getText()));
    if (!exported || !isConstruct) return [];
    const tag = ts.getJSDocTags(statement).find(({ tagName }) => tagName.text === "example");
    return [{ name: statement.name?.text ?? "", code: ts.getTextOfJSDocComment(tag?.comment) ?? "" }];
  });
}

const examples = [
  ...readdirSync(join(project, "constructs")).map((name) => join(project, "constructs", name)),
  join(project, "composition/stack.ts"),
  join(project, "composition/environment-construct.ts"),
].flatMap(examplesOf);
const first = examples.find(({ name }) => name === "RegionalBucket")!;
const standsAlone = ({ code }: Example): boolean => code.includes("new App()");

test("every construct has an example", () => {
  expect(examples.filter(({ code }) => code === "").map(({ name }) => name)).toEqual([]);
});

test("the examples compile and synthesize", () => {
  mkdirSync(join(project, "cdktf.out"), { recursive: true });
  const folder = mkdtempSync(join(project, "cdktf.out", "examples-"));
  const entry = `./${relative(folder, join(project, "index"))}`;
  try {
    const files = examples.map(({ name, code }) => {
      const example = { name, code };
      const body = standsAlone(example) ? code : `${first.code}\n${code}`;
      const imported = new Set([...body.matchAll(/\bnew (\w+)\(/g)].map(([, used]) => used!));
      const known = new Set(examples.map((one) => one.name));
      const needed = [...imported].filter((one) => known.has(one));
      const imports = [...body.matchAll(/^import .* from "(.*)";$/gm)]
        .map(([line]) => line)
        .filter((line) => !line.includes(`"${packageName}"`) && !line.includes('"cdktf"'));
      const file = join(folder, `${name}.ts`);
      writeFileSync(
        file,
        [
          'import { App, TerraformOutput, TerraformStack } from "cdktf";',
          `import { ${needed.join(", ")} } from "${entry}";`,
          ...imports,
          "void [App, TerraformOutput, TerraformStack];",
          body.replace(/^import [\s\S]*?;$/gm, ""),
          "app.synth();",
          "export {};",
        ].join("\n"),
      );
      return file;
    });
    const program = ts.createProgram(files, {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2023.d.ts"],
      moduleResolution: ts.ModuleResolutionKind.Node10,
      strict: true,
      noUncheckedIndexedAccess: true,
      esModuleInterop: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
    });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
      );
    expect(problems).toEqual([]);
    const runner = files.map((file) => `require(${JSON.stringify(file)});`).join("\n");
    writeFileSync(join(folder, "all.js"), runner);
    execFileSync(process.execPath, ["-r", "@swc-node/register", join(folder, "all.js")], {
      cwd: project,
      env: { ...process.env, CDKTF_OUTDIR: join(folder, "out") },
    });
    expect(readdirSync(join(folder, "out/stacks"))).toContain("photos");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
