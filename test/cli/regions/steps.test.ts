import { nextSentence, stepsText } from "../../../cli/regions/render";
import { missingBeforeRetire, stepsOf, type ChangeFacts, type Step } from "../../../cli/regions/steps";

const environment: ChangeFacts["environment"] = {
  name: "photos-2",
  regions: { "us-east-1": { bucket: "photos-virginia" }, "eu-west-2": { bucket: "photos-london" } },
  previous: {
    name: "photos",
    regions: { "eu-west-1": { bucket: "photos-ireland" }, "us-east-1": { bucket: "photos-virginia" } },
  },
  state: "local",
};
const old = { status: "READY", alias: "old.mrap" };
const ready = { status: "READY", alias: "new.mrap" };
const base: ChangeFacts = { id: "photos", environment, accessPoints: { value: { old } } };
const deployed: ChangeFacts = { ...base, accessPoints: { value: { old, new: ready } } };
const place = { region: "eu-west-2", bucket: "photos-london" };
const copies = (missing: number, complete = true): ChangeFacts["copies"] => ({
  value: { buckets: [{ ...place, missing, examples: missing ? ["a (v1)"] : [] }], compared: 12, complete },
});
const users = (requests: number, complete = true): ChangeFacts["users"] => ({
  value: { requests, callers: 1, since: new Date(0), complete, ...(requests && { last: new Date(60_000) }) },
});
const states = (steps: readonly Step[]): string => steps.map(({ state }) => state).join(" ");
const detail = (steps: readonly Step[], number: number): string => steps[number - 1]!.detail;

test.each<[string, ChangeFacts, string, string]>([
  ["before the deploy", base, "next later later later later later later later", "Next: step 1, deploy."],
  [
    "while AWS creates the access point",
    { ...base, accessPoints: { value: { old, new: { status: "CREATING", alias: "new.mrap" } } } },
    "done next later later later later later later",
    "Next: step 2, wait for READY.",
  ],
  [
    "with missing versions",
    { ...deployed, copies: copies(3) },
    "done done next later later later later later",
    "Next: step 3, copy existing objects.",
  ],
  [
    "after the copies",
    { ...deployed, copies: copies(0) },
    "done done done check check check next later",
    "Next: step 7, retire the old access point.",
  ],
  [
    "with users",
    { ...deployed, copies: copies(0), users: users(2) },
    "done done done check check next later later",
    "Next: step 6, find users of the old alias.",
  ],
  [
    "without an answer of AWS",
    { ...base, accessPoints: { unknown: "No credentials." } },
    "check later later later later later later later",
    "Not known: which step is next.",
  ],
])("the steps %s", (_, facts, expected, next) => {
  const steps = stepsOf(facts);
  expect(states(steps)).toBe(expected);
  expect(nextSentence(steps)).toBe(next);
});

test("a change without a new or a removed bucket skips these steps", () => {
  const { "eu-west-2": _, ...left } = environment.regions;
  const same = { ...environment, regions: { ...left, "eu-west-1": { bucket: "photos-ireland" } } };
  const steps = stepsOf({ ...deployed, environment: same });
  expect(states(steps)).toBe("done done done check check check next done");
  expect(detail(steps, 3)).toBe("No bucket is new.");
  // A version may exist only in the bucket that leaves.
  const missing = stepsOf({ ...deployed, environment: same, copies: copies(1) });
  expect(missing[2]).toMatchObject({ done: false, state: "next" });
  expect(detail(steps, 8)).toBe("No bucket leaves the environment.");
});

test("the details say what was compared, and what is not known", () => {
  expect(detail(stepsOf({ ...deployed, copies: copies(3) }), 3)).toBe(
    "photos-london lacks 3 versions, such as a (v1). 12 versions were compared.",
  );
  expect(detail(stepsOf({ ...deployed, copies: copies(0, false) }), 3)).toBe(
    "No version is missing so far: the first 12 versions were compared. mrap regions status photos --all compares all of them.",
  );
  expect(detail(stepsOf({ ...deployed, copies: { unknown: "No permission." } }), 3)).toBe(
    "Not known: which versions are missing. No permission.",
  );
  expect(detail(stepsOf({ ...deployed, users: users(1) }), 6)).toBe(
    "1 request of 1 caller used photos since 1970-01-01 00:00 UTC, the last one at 1970-01-01 00:01 UTC.",
  );
  expect(detail(stepsOf({ ...deployed, users: users(0, false) }), 6)).toBe(
    "No request used photos since 1970-01-01 00:00 UTC, in the logs that were read.",
  );
  const routing = { value: { old: ["eu-west-1"], new: ["us-east-1"] } };
  expect(detail(stepsOf({ ...deployed, routing }), 4)).toContain(
    "The old one routes to eu-west-1, the new one to us-east-1.",
  );
});

test("the text has the commands of the steps that are left", () => {
  const text = stepsText(stepsOf({ ...deployed, copies: copies(3) }));
  expect(text).toContain("[done]  1. Deploy. The access point photos-2 exists: new.mrap.\n");
  expect(text).toContain("[next]  3. Copy existing objects. photos-london lacks 3 versions");
  expect(text).toContain("           mrap backfill photos\n");
  expect(text).toContain("           mrap regions empty eu-west-1 photos --bucket photos-ireland");
  expect(text).not.toContain("mrap plan");
});

test.each<[string, ChangeFacts, string | undefined]>([
  ["the deploy", base, "deploy"],
  ["an answer of AWS", { ...base, accessPoints: { unknown: "No credentials." } }, "deploy"],
  ["READY", { ...base, accessPoints: { value: { old, new: { ...ready, status: "CREATING" } } } }, "ready"],
  ["versions", { ...deployed, copies: copies(1) }, "backfill"],
  ["a complete comparison", { ...deployed, copies: copies(0, false) }, "backfill"],
  ["moved clients", { ...deployed, copies: copies(0), users: users(1) }, "users"],
  ["nothing", { ...deployed, copies: copies(0), users: users(0) }, undefined],
  ["only logs", { ...deployed, copies: copies(0), users: { unknown: "No logs." } }, undefined],
])("%s that is missing holds up the retirement", (_, facts, step) => {
  expect(missingBeforeRetire(stepsOf(facts))?.name).toBe(step);
});

test("the user may ignore missing versions and users, and not the deploy", () => {
  const facts = { ...deployed, copies: copies(1), users: users(1) };
  expect(missingBeforeRetire(stepsOf(facts), ["backfill"])?.name).toBe("users");
  expect(missingBeforeRetire(stepsOf(facts), ["backfill", "users"])).toBeUndefined();
});
