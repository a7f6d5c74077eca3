"use strict";
const { default: Sequencer } = require("@jest/test-sequencer");

/** Seconds of the files that take longest on two cores. The longest start first: at the end, one alone would be waited for. */
const SECONDS = [
  [/cycle\/regions\.long/, 320],
  [/kms\/three-regions\.long/, 300],
  [/kms\/two-regions\.long/, 275],
  [/handoff\/demo\.long/, 270],
  [/cycle\/three-regions\.long/, 265],
  [/failover\/matrix\/matrix\.long/, 260],
  [/package\/package\.long/, 250],
  [/plan\/change\.long/, 240],
  [/upgrade\/upgrade\.long|cycle\/adopt\.long/, 200],
  [/handoff\/plan\.long/, 195],
  [/cdk-terrain\/aliases\.long|verify\/faults\.long|kms\/permissions\.long/, 180],
  [/jobs\/proof\.long|init\/deploy\.long|review\/workflow\.long/, 150],
  [/failover\/waits\.long|traffic\/(ten-thousand|runs)\.long/, 140],
  [/doctor\/\w+\.long|handoff\/generated\.long|kms\/bad-keys\.long/, 120],
  [/cycle\/two-regions/, 150],
  [/\.long\.test/, 60],
  // In the short tier, these take longer than the others.
  [/test\/cli\/handoff\//, 40],
  [/test\/cli\/failover\//, 30],
  [/test\/cli\/traffic\//, 20],
  [/test\/composition\/|test\/local-aws\/server-process/, 10],
];

class LongestFirst extends Sequencer {
  sort(tests) {
    const seconds = ({ path }) => SECONDS.find(([pattern]) => pattern.test(path))?.[1] ?? 0;
    return [...tests].sort((a, b) => seconds(b) - seconds(a) || a.path.localeCompare(b.path));
  }
}

module.exports = LongestFirst;
