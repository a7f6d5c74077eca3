import { arrivalOutcome, lateOutcome } from "../../../../cli/verify/checks/arrival-outcome";

test("an arrival names what was compared, and nothing else", () => {
  expect(arrivalOutcome({ seconds: 0.42, markers: true, sameContent: true, sameTags: true })).toEqual({
    level: "ok",
    text: "An object arrived within 0.4 s with its version id, content and tags. A delete marker arrived too.",
  });
  expect(arrivalOutcome({ seconds: 12, markers: false, sameEtag: true }).text).toBe(
    "An object arrived within 12.0 s with its version id and ETag.",
  );
  expect(arrivalOutcome({ seconds: 1, markers: false }).text).toBe(
    "An object arrived within 1.0 s with its version id.",
  );
});

test("a replica that differs is an error", () => {
  expect(arrivalOutcome({ seconds: 1, markers: true, sameContent: false, sameTags: false })).toEqual({
    level: "error",
    text: "The replica differs from its original in its content and tags.",
    fix: "Compare the replication role and its rules with the stack, then run the command again.",
  });
});

test("what is late is an error, with the status of S3 if it is known", () => {
  const late = { bucket: "b", sourceBucket: "a", seconds: 60, argument: "photos" } as const;
  expect(lateOutcome({ ...late, what: "object", status: "FAILED" })).toEqual({
    level: "error",
    text: "The object has not arrived in b within 60 s. S3 reports the replication status FAILED in a.",
    fix: "Run mrap status photos for the pending and failed operations. If replication is only slow, use a longer --timeout.",
  });
  expect(lateOutcome({ ...late, what: "delete marker", status: undefined }).text).toBe(
    "The delete marker has not arrived in b within 60 s.",
  );
});
