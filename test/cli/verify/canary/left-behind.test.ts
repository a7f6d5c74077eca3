import { dayOfExpiry, leftBehindSentences } from "../../../../cli/verify/canary/left-behind";

const now = new Date("2026-11-26T09:00:00Z");
const left = {
  prefix: "mrap-canary/verify-1/",
  buckets: [{ bucket: "photos-ireland", versions: 2, markers: 1 }, { bucket: "photos-virginia" }],
};

test("what remains is counted, with the day from which the lifecycle deletes it", () => {
  expect(leftBehindSentences(left, { noncurrentDays: 90, deployed: true, deleteMarkers: true, now })).toEqual(
    [
      "Canary objects remain below mrap-canary/verify-1/ in photos-ireland (2 versions, 1 delete marker), photos-virginia (not known).",
      "The lifecycle rules delete the noncurrent versions from 2027-02-25 on, and then the delete markers.",
    ],
  );
});

test("without a rule or without replicated delete markers, nothing claims that they are deleted", () => {
  expect(
    leftBehindSentences(left, { noncurrentDays: undefined, deployed: true, deleteMarkers: false, now }).slice(
      1,
    ),
  ).toEqual([
    "No lifecycle rule of the stack deletes them.",
    "Delete markers do not replicate, so versions in the other buckets remain current and are not deleted.",
  ]);
});

test("no day is named if the buckets do not have the rules", () => {
  expect(
    leftBehindSentences(left, { noncurrentDays: 90, deployed: false, deleteMarkers: true, now }).slice(1),
  ).toEqual([
    "The lifecycle rules of the buckets are not those of the stack, so the day on which they are deleted is not known.",
  ]);
});

test("the days are rounded up to the next midnight, as in the example of AWS", () => {
  expect(dayOfExpiry(new Date("2014-01-15T10:30:00Z"), 3)).toBe("2014-01-19");
});
