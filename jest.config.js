// The SDK warns about Node 20 in every process; it would stand between the results.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// Terraform and its providers spend a third of the CPU of a short run on garbage collection (also local-aws/environment.ts).
process.env.GOGC ??= "off";
process.env.GOMEMLIMIT ??= "400MiB";
// Four environments at once keep the cores busy: within one process, threads that look for work only cost time.
process.env.GOMAXPROCS ??= "1";

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  // Proofs that take minutes run in npm run test:long.
  testPathIgnorePatterns: ["/node_modules/", "\\.long\\.test\\.ts$"],
  // The tests mostly wait for Terraform, so there are more workers than cores.
  maxWorkers: 4,
  setupFiles: ["<rootDir>/test/support/no-token-traces.js"],
  globalSetup: "<rootDir>/test/support/build.js",
  testSequencer: "<rootDir>/test/support/sequencer.js",
  // A limit for what hangs, not for what is slow on a busy machine.
  testTimeout: 60_000,
  transform: { "^.+\\.ts$": "@swc/jest" },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/lib"],
};
