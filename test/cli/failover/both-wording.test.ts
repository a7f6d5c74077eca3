/** The last line and the exit status of a run that changes two access points. */
import type { Lane } from "../../../cli/failover/both-lane";
import { bothEnding, targetsOfBoth } from "../../../cli/failover/both-wording";
import type { Ending, RunOptions } from "../../../cli/failover/run-types";
import type { EnvironmentFile } from "../../../cli/access-point/argument";

const options: RunOptions = {
  command: "failover",
  environment: "photos",
  to: ["us-east-1"],
  wait: true,
  timeoutMs: 1,
  record: { file: "/dev/null" },
};
const routes = (active: string) =>
  ["eu-west-1", "us-east-1"].map((region) => ({
    region,
    bucket: `photos-${region}`,
    active: region === active,
  }));
const [old, wanted] = [routes("eu-west-1"), routes("us-east-1")];

function lane(name: string, ending: Partial<Ending>, more: Partial<Lane> = {}): Lane {
  const log = { items: "skipped", located: { routes: old } };
  return { name, log, ending: { sentence: "", ...ending }, ...more } as unknown as Lane;
}

const done = { status: 0, outcome: "accepted", routing: wanted };
const already = { status: 0, outcome: "already", routing: wanted };
const refused = { status: 1, outcome: "refused", routing: old };
const unknown = { status: 3, outcome: "unknown", routing: old };
const differ =
  "The routings of photos and photos-2 differ: us-east-1 is active in photos and passive in photos-2, and eu-west-1 is active in photos-2 and passive in photos. Clients of the two may use different Regions.";

test.each<[string, readonly [Lane, Lane], number, string]>([
  [
    "both changed",
    [lane("photos", done, { sent: true }), lane("photos-2", done, { sent: true })],
    0,
    "Both access points have the requested routing. photos: us-east-1 active, eu-west-1 passive. photos-2: us-east-1 active, eu-west-1 passive.",
  ],
  [
    "one had the routing already",
    [lane("photos", already), lane("photos-2", done, { sent: true })],
    0,
    "Both access points have the requested routing. photos: us-east-1 active, eu-west-1 passive. photos-2: us-east-1 active, eu-west-1 passive.",
  ],
  [
    "one changed, the other refused: a partial result is never 0 or 1",
    [lane("photos", done, { sent: true }), lane("photos-2", refused)],
    3,
    `photos was changed. photos-2 was not changed by this run. photos: us-east-1 active, eu-west-1 passive. photos-2: eu-west-1 active, us-east-1 passive. ${differ} To finish, run: mrap failover photos --to us-east-1`,
  ],
  [
    "both refused: nothing was changed",
    [lane("photos", refused), lane("photos-2", refused)],
    1,
    "This run changed neither access point. photos: eu-west-1 active, us-east-1 passive. photos-2: eu-west-1 active, us-east-1 passive.",
  ],
  [
    "one had it already, the other refused: this run changed nothing, and they differ",
    [lane("photos", already), lane("photos-2", refused)],
    1,
    `This run changed neither access point. photos: us-east-1 active, eu-west-1 passive. photos-2: eu-west-1 active, us-east-1 passive. ${differ} To give both the same routing, run: mrap failover photos --to us-east-1`,
  ],
  [
    "one changed, the other not known",
    [lane("photos", done, { sent: true }), lane("photos-2", { status: 3, outcome: "x" }, { sent: true })],
    3,
    "photos was changed. The change of photos-2 is not confirmed. photos: us-east-1 active, eu-west-1 passive. photos-2: not known. Wait 2 minutes, then run mrap status photos. To finish, run: mrap failover photos --to us-east-1",
  ],
  [
    "the first without an answer, the second changed",
    [lane("photos", unknown, { sent: true }), lane("photos-2", done, { sent: true })],
    3,
    "The change of photos is not confirmed. photos-2 was changed. photos: eu-west-1 active, us-east-1 passive. photos-2: us-east-1 active, eu-west-1 passive. The routings of photos and photos-2 differ: eu-west-1 is active in photos and passive in photos-2, and us-east-1 is active in photos-2 and passive in photos. Clients of the two may use different Regions. Wait 2 minutes, then run mrap status photos. To finish, run: mrap failover photos --to us-east-1",
  ],
  [
    "the new one does not exist yet",
    [
      lane("photos", done, { sent: true }),
      lane("photos-2", refused, { absent: "The account has no access point photos-2." }),
    ],
    0,
    "photos has the requested routing. photos: us-east-1 active, eu-west-1 passive. The account has no access point photos-2.",
  ],
])("%s", (_, lanes, status, sentence) => {
  expect(bothEnding(lanes, options)).toEqual({ status, sentence });
});

test("after red preflight items, the last line gives the emergency command", () => {
  const log = { items: [{ level: "red" }], located: { routes: old } } as unknown as Lane["log"];
  const stopped = { status: 1, outcome: "not submitted", routing: old };
  expect(bothEnding([lane("photos", stopped, { log }), lane("photos-2", stopped)], options).sentence).toMatch(
    / In an emergency run: mrap failover photos --to us-east-1 --force --yes --no-wait$/,
  );
});

describe("the targets", () => {
  const file = {
    kind: "file",
    file: "photos.yaml",
    environment: {
      name: "photos-2",
      regions: { "us-east-1": {}, "ap-south-1": {} },
      previous: { name: "photos", regions: { "us-east-1": {}, "eu-west-1": {} } },
    },
  } as unknown as EnvironmentFile;
  const members = [
    { name: "photos-2", regions: ["us-east-1", "ap-south-1"] },
    { name: "photos", regions: ["us-east-1", "eu-west-1"] },
  ] as const;
  const check =
    (...to: string[]) =>
    () =>
      targetsOfBoth(file, { ...options, to }, members);

  test("a Region of both is accepted", () => {
    expect(check("us-east-1")).not.toThrow();
  });

  test("a Region of one of them is refused, with the command for that one", () => {
    expect(check("ap-south-1")).toThrow(
      "ap-south-1 is a member of photos-2, and not of photos, which has us-east-1, eu-west-1. Nothing was submitted, because the access points would route differently. Choose from us-east-1, which both have. To change photos-2 alone, run: mrap failover photos --to ap-south-1 --access-point photos-2",
    );
    expect(check("us-east-1", "eu-west-1")).toThrow(
      /^eu-west-1 is a member of photos, and not of photos-2, /,
    );
  });

  test("a Region of neither is refused before AWS is asked, unless --force is set", () => {
    const sentence =
      "eu-west-2 is neither a member of photos-2, which has us-east-1, ap-south-1, nor of photos, which has us-east-1, eu-west-1. Did you mean eu-west-1? Nothing was submitted.";
    expect(() => targetsOfBoth(file, { ...options, to: ["eu-west-2"] })).toThrow(sentence);
    expect(() => targetsOfBoth(file, { ...options, to: ["eu-west-2"], force: true })).not.toThrow();
    expect(check("eu-west-2")).toThrow(sentence);
  });
});
