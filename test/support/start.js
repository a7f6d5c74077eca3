"use strict";
// Starts the copy of the bundle beside it with its compiled code, which halves the CPU time of a start.
const { existsSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { createRequire, wrap } = require("node:module");
const { join } = require("node:path");
const { constants, Script } = require("node:vm");

const filename = join(__dirname, "mrap.js");
const code = join(__dirname, "mrap.code");
// Node.js ignores code of another version of the bundle or of Node.js.
const script = new Script(wrap(readFileSync(filename, "utf8")), {
  filename,
  cachedData: existsSync(code) ? readFileSync(code) : undefined,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
const bundle = { exports: {} };
script.runInThisContext()(bundle.exports, createRequire(filename), bundle, filename, __dirname);

// The functions that a run has used are in the code that it writes.
const { MRAP_WRITE_CODE: file } = process.env;
if (file)
  process.on("exit", () => {
    writeFileSync(`${file}.new`, script.createCachedData());
    renameSync(`${file}.new`, file);
  });

bundle.exports.main();
