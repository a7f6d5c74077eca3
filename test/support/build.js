"use strict";
const { join } = require("node:path");

/** Once for a run of jest, so that `bin/mrap` is what the sources say. */
module.exports = () => {
  require(join(__dirname, "../../build.js"));
};
