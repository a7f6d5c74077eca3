import type { Environment } from "../../environment/schema";
import { warningsOf } from "../../environment/warnings";
import { load, plus, removeFolders } from "./support";

afterAll(removeFolders);

const environment = (more: string): Environment => load(plus(more));

test.each(["", "objectLock: { days: 1 }\n", "protect: false\n", "protect: false\nobjectLock: false\n"])(
  "%j has no warning",
  (more) => {
    expect(warningsOf(environment(more))).toEqual([]);
  },
);

test("compliance retention without protect says what a destroy cannot do", () => {
  expect(warningsOf(environment("protect: false\nobjectLock: { mode: COMPLIANCE, days: 1 }\n"))).toEqual([
    "protect is false, and the buckets have Object Lock with the mode compliance. A version under compliance retention cannot be deleted by anyone before its retention ends, also not by the root user: a destroy deletes the other resources and versions, and then fails at that bucket.",
  ]);
});

test.each(["true", "{ days: 1 }"])("objectLock: %s without protect says what a destroy deletes", (lock) => {
  expect(warningsOf(environment(`protect: false\nobjectLock: ${lock}\n`))).toEqual([
    expect.stringContaining("A destroy bypasses governance retention and removes legal holds"),
  ]);
});

test("adopted buckets are never destroyed", () => {
  const one = environment("protect: false\nobjectLock: true\n");
  const regions = Object.fromEntries(
    Object.entries(one.regions).map(([region, value]) => [region, { ...value, adopt: true as const }]),
  );
  expect(warningsOf({ ...one, regions })).toEqual([]);
});
