"use strict";
// Bundles the command line into one file: a failover must not wait for hundreds of modules to load.
const { mkdirSync, renameSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");
const { buildSync } = require("esbuild");

// An app has either CDKTF or CDK Terrain, which has the same classes under other package names.
const eitherCdk = `"use strict";
const eitherCdk = (name) => {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    error.missingCdk = true;
    const terrain = name.replace("cdktf", "cdktn");
    try {
      require.resolve(terrain);
    } catch {
      throw error;
    }
    return require(terrain);
  }
};`;

const { outputFiles } = buildSync({
  absWorkingDir: __dirname,
  entryPoints: ["cli/main.ts"],
  outfile: "dist/mrap.js",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  // Found at run time where they are installed; the command says so where they are not.
  external: ["aws-crt", "cdktf", "@cdktf/*", "constructs", "esbuild"],
  logLevel: "warning",
  banner: { js: eitherCdk },
  write: false,
});
for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  // A command that starts during a build loads the bundle as a whole.
  writeFileSync(`${path}.new`, text.replace(/\brequire\("(@?cdktf(?:\/[^"]*)?)"\)/g, 'eitherCdk("$1")'));
  renameSync(`${path}.new`, path);
}
