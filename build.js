"use strict";
// Bundles the command line into one file: a failover must not wait for hundreds of modules to load.
const { buildSync } = require("esbuild");

buildSync({
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
});
