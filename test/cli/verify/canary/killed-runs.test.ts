import { killedRuns, killedRunSentence } from "../../../../cli/verify/canary/killed-runs";

const now = new Date("2026-11-26T12:00:00Z");
const killed = "mrap-canary/verify-20261126090000-0123abcd/";
const version = (key: string, more = {}) => ({ key, versionId: "1", marker: false, latest: true, ...more });

test("only current objects of runs that cannot go on any more count", () => {
  const versions = [
    version(`${killed}access-point/1/object`),
    version(`${killed}access-point/1/deleted`, { latest: false }),
    version(`${killed}access-point/1/deleted`, { marker: true }),
    version(`photos/${killed}eu-west-1/object`),
    version("mrap-canary/verify-20261126110000-0123abcd/eu-west-1/object"),
    version("mrap-canary/routing-1"),
  ];
  expect(killedRuns("photos", versions, now)).toEqual([
    { bucket: "photos", prefix: killed, objects: 1 },
    { bucket: "photos", prefix: `photos/${killed}`, objects: 1 },
  ]);
});

test("the sentence has the command that deletes the objects", () => {
  expect(killedRunSentence({ bucket: "photos", prefix: killed, objects: 1 })).toBe(
    `An earlier run was killed: 1 object remains below ${killed} in photos. No lifecycle rule deletes it. Delete it as an administrator: aws s3 rm s3://photos/${killed} --recursive`,
  );
  expect(killedRunSentence({ bucket: "photos", prefix: killed, objects: 2 })).toContain(
    "2 objects remain below",
  );
});
