/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  // Most of the time goes into waiting for terraform, so more run than there are cores.
  maxWorkers: 3,
  transform: { "^.+\\.ts$": "@swc/jest" },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out"],
};
