"use strict";
// Builds lib/, which the package serves: compiled JavaScript, types and source maps, once for cdktf and once for cdktn.
const { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const ts = require("typescript");

const out = join(__dirname, "lib");
rmSync(out, { recursive: true, force: true });
compile();
loadOnDemand(join(out, "index.js"));
copyForCdkTerrain();

function compile() {
  const config = ts.getParsedCommandLineOfConfigFile(join(__dirname, "tsconfig.library.json"), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: fail,
  });
  const program = ts.createProgram(config.fileNames, config.options);
  const { diagnostics } = program.emit(undefined, undefined, undefined, undefined, {
    afterDeclarations: [acceptUndefined],
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) fail(...problems);
}

function fail(...problems) {
  const host = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => __dirname,
    getNewLine: () => "\n",
  };
  process.stderr.write(ts.formatDiagnostics(problems, host));
  process.exit(1);
}

/** Lets a caller who compiles with exactOptionalPropertyTypes pass undefined for an optional property. */
function acceptUndefined(context) {
  const undefinedType = context.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword);
  const visit = (node) => {
    const visited = ts.visitEachChild(node, visit, context);
    if (!ts.isPropertySignature(visited) || !visited.questionToken || !visited.type) return visited;
    const type = ts.isFunctionTypeNode(visited.type)
      ? context.factory.createParenthesizedType(visited.type)
      : visited.type;
    return context.factory.updatePropertySignature(
      visited,
      visited.modifiers,
      visited.name,
      visited.questionToken,
      context.factory.createUnionTypeNode([type, undefinedType]),
    );
  };
  return (file) => ts.visitEachChild(file, visit, context);
}

/** Makes the entry load a module when one of its exports is first used. */
function loadOnDemand(file) {
  const source = readFileSync(file, "utf8");
  const modules = new Map(
    [...source.matchAll(/^var (\w+) = require\("([^"]+)"\);$/gm)].map(([, name, path]) => [name, path]),
  );
  const exported = [
    ...source.matchAll(/^Object\.defineProperty\(exports, "\w+", .* return (\w+)\.(\w+); \} \}\);$/gm),
  ].map(([, module, name]) => ({ name, path: modules.get(module) }));
  const lines = [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    "const load = {",
    ...exported.map(({ name, path }) => `  ${name}: () => require("${path}").${name},`),
    "};",
    "for (const [name, get] of Object.entries(load)) Object.defineProperty(exports, name, { enumerable: true, get });",
    "// Tells an ES module the names that it can import.",
    `0 && (module.exports = { ${exported.map(({ name }) => name).join(", ")} });`,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  rmSync(`${file}.map`);
}

/** CDK Terrain has the same classes under other package names. */
function copyForCdkTerrain() {
  const staged = `${out}-cdktn`;
  rmSync(staged, { recursive: true, force: true });
  // The plan review needs no CDK.
  cpSync(out, staged, { recursive: true, filter: (path) => path !== join(out, "cli") });
  renameSync(staged, join(out, "cdktn"));
  for (const entry of readdirSync(join(out, "cdktn"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|d\.ts)$/.test(entry.name)) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const source = readFileSync(file, "utf8");
    const renamed = source.replace(/"(@?)cdktf(?=["/])/g, (_, scope) => `"${scope}cdktn`);
    if (renamed !== source) writeFileSync(file, renamed);
  }
}
