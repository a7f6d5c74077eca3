/** The identity record over changes of Regions. */
import { join } from "node:path";
import { nextIdentity, readIdentity, type Identity } from "../../environment/identity";
import { loadEnvironment, type LoadedEnvironment } from "../../environment/load";
import { change, THREE, TWO } from "./change";
import { folderWith, removeFolders } from "./support";

afterAll(removeFolders);

type Environment = LoadedEnvironment["environment"];

/** Loads a file next to a record, and returns the record after the synth. */
function synth(
  text: string,
  record?: Identity,
  deploying = false,
): { environment: Environment; next: Identity } {
  const folder = folderWith({
    "e.yaml": text,
    ...(record && { "e.identity.json": JSON.stringify(record) }),
  });
  const environment = loadEnvironment(join(folder, "e.yaml"));
  const known = readIdentity(join(folder, "e.yaml")) as Identity | undefined;
  return { environment, next: nextIdentity(known, environment, [], deploying) };
}

const REPLACED = { "us-east-1": "two-in-virginia", "ap-south-1": "three-in-mumbai" };
const before = synth(change("photos", TWO)).next;
const during = synth(change("photos-2", REPLACED, "photos"), before);
const after = synth(change("photos-2", REPLACED), during.next);

test("an environment without a change has no new fields", () => {
  expect(before).toEqual({ name: "photos", stateName: "photos", regions: TWO, providers: [] });
});

test("during a change, all other names follow the first name", () => {
  expect(during.environment).toMatchObject({ environmentName: "photos", hadGenerations: true });
  expect(during.environment).not.toHaveProperty("retired");
  expect(during.next).toMatchObject({
    name: "photos-2",
    stateName: "photos",
    regions: REPLACED,
    previous: { name: "photos", regions: TWO },
    generations: ["photos", "photos-2"],
  });
});

test("after it, the first name remains, and the bucket of the removed Region is kept", () => {
  const retired = { "eu-west-1": "one-in-ireland" };
  expect(after.environment).toMatchObject({ environmentName: "photos", hadGenerations: true, retired });
  expect(after.next).toMatchObject({ name: "photos-2", generations: ["photos", "photos-2"], retired });
  expect(after.next).not.toHaveProperty("previous");
  // The bucket remains kept in later synths.
  expect(synth(change("photos-2", REPLACED), after.next).environment).toMatchObject({ retired });
});

test("without protection, the bucket of a removed Region is not kept", () => {
  const trial = synth(`${change("photos-2", REPLACED)}protect: false\n`, during.next);
  expect(trial.environment).not.toHaveProperty("retired");
  expect(trial.next).not.toHaveProperty("retired");
});

test("a second change keeps the first name", () => {
  const second = synth(change("photos-3", { ...REPLACED, ...TWO }, "photos-2", REPLACED), after.next);
  expect(second.environment).toMatchObject({
    environmentName: "photos",
    retired: { "eu-west-1": "one-in-ireland" },
  });
  expect(second.next.generations).toEqual(["photos", "photos-2", "photos-3"]);
  // The bucket is a member again, and Terraform has imported it when the change is complete.
  const complete = synth(change("photos-3", { ...REPLACED, ...TWO }), second.next);
  expect(complete.next).not.toHaveProperty("retired");
});

test("a change that is given up keeps the buckets that it may have created", () => {
  const back = synth(change("photos", TWO), synth(change("photos-2", THREE, "photos"), before).next);
  expect(back.environment).toMatchObject({
    hadGenerations: true,
    retired: { "ap-south-1": "three-in-mumbai" },
  });
  expect(back.next.generations).toEqual(["photos"]);
});

test("a deploy is recorded with its access points", () => {
  const deployed = synth(change("photos", TWO), undefined, true).next;
  expect(synth(change("photos-2", THREE, "photos"), deployed).next.deployed).toEqual(["photos"]);
  const next = synth(change("photos-2", THREE, "photos"), deployed, true).next;
  expect(next.deployed).toEqual(["photos-2", "photos"]);
  expect(synth(change("photos-2", THREE), next).next.deployed).toEqual(["photos-2", "photos"]);
});

test("a trial with another name begins again", () => {
  const trial = synth(`${change("albums", REPLACED)}protect: false\n`, after.next);
  expect(trial.environment).not.toHaveProperty("environmentName");
  expect(trial.next).not.toHaveProperty("generations");
});
