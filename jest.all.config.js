/** Both tiers in one run, as CI runs them: the short tests fill the time in which the last long ones wait. */
/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  testPathIgnorePatterns: ["/node_modules/"],
};
