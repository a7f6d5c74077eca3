"use strict";
const { join } = require("node:path");

/** Builds `bin/mrap` once before the tests. */
module.exports = () => {
  require(join(__dirname, "../../build.js"));
};
