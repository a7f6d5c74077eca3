"use strict";
const { spawnSync } = require("node:child_process");
const { copyFileSync, mkdirSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const project = join(__dirname, "../..");

/** Builds `bin/mrap` once before the tests, and compiles it for the copies that the tests start. */
module.exports = () => {
  require(join(project, "build.js"));
  const folder = mkdtempSync(join(tmpdir(), "mrap-code-"));
  copyFileSync(join(project, "dist", "mrap.js"), join(folder, "mrap.js"));
  copyFileSync(join(__dirname, "start.js"), join(folder, "run.js"));
  mkdirSync(join(project, ".local"), { recursive: true });
  const code = join(project, ".local", "mrap.code");
  // Code of another bundle must not remain if this run writes none.
  rmSync(code, { force: true });
  // A failover that reaches no AWS uses what most runs use.
  const nowhere = "http://127.0.0.1:9";
  const failover = [
    "failover",
    "environments/demo.yaml",
    "--to",
    "us-east-1",
    "--yes",
    "--force",
    "--no-wait",
  ];
  spawnSync(process.execPath, [join(folder, "run.js"), ...failover, "--request-timeout", "1"], {
    cwd: project,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_STATE_HOME: folder,
      HTTPS_PROXY: nowhere,
      https_proxy: nowhere,
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      MRAP_WRITE_CODE: code,
    },
    stdio: "ignore",
    timeout: 60_000,
  });
  rmSync(folder, { recursive: true, force: true });
};
