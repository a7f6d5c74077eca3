"use strict";
const { default: Sequencer } = require("@jest/test-sequencer");

// The longest tests start first, which shortens the run.
const FIRST = [
  /test\/(cycle\/regions|cli\/(handoff\/(demo|plan)|plan\/change))\.long/,
  /test\/cycle\//,
  /test\/cli\/handoff\//,
  /test\/cli\/failover\//,
  /test\/cli\/traffic\//,
  /test\/composition\/|test\/local-aws\/server-process/,
];

class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = FIRST.findIndex((pattern) => pattern.test(path));
      return found === -1 ? FIRST.length : found;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
  }
}

module.exports = LongestFirst;
