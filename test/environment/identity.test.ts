/** A renamed environment is recognized from its identity record or from git, without a network. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nextIdentity, readIdentity, writeIdentity, type Identity } from "../../environment/identity";
import { loadEnvironment, readEnvironments } from "../../environment/load";
import { renderProblems } from "../../environment/report";
import { folderWith, removeFolders, SHORTEST } from "./support";

afterAll(removeFolders);

const PHOTOS = SHORTEST.replace("my-mrap", "photos").replace(
  "state: local",
  "state: { bucket: example-state, region: eu-central-1 }",
);
const ALBUMS = PHOTOS.replace("name: photos", "name: albums");
const TRIAL = `${PHOTOS}protect: false\n`;
const RECORD: Identity = {
  name: "photos",
  stateName: "photos",
  regions: { "eu-west-1": "one-in-ireland", "us-east-1": "two-in-virginia" },
  providers: ["eu-west-1", "sa-east-1", "us-east-1"],
};
const folderOf = (text: string, record: object | string = RECORD): string =>
  folderWith({
    "e.yaml": text,
    "e.identity.json": typeof record === "string" ? record : JSON.stringify(record),
  });
const report = (folder: string): string =>
  renderProblems(readEnvironments(folder).problems).replaceAll(`${folder}/`, "");

const RENAMED = `e.yaml has 1 error:

e.yaml:1:7  name
  renames the environment photos. AWS cannot rename an access point: a deploy would create a second one, and
  photos would have no environment file
  got:     albums
  allowed: photos
  fix:     write name: photos. docs/change.md describes how to move to another name. If photos was never
           deployed, or is destroyed, write {"name": "albums"} to e.identity.json`;

test("a new name of a recorded environment is an error", () => {
  expect(report(folderOf(ALBUMS))).toBe(RENAMED);
});

test("the record in the words of the error accepts the new name", () => {
  const folder = folderOf(ALBUMS, '{"name": "albums"}');
  expect(report(folder)).toBe("");
  expect(loadEnvironment(join(folder, "e.yaml")).state).toMatchObject({ key: "albums/terraform.tfstate" });
});

test("another name with other buckets is a new environment, unless the recorded one was deployed", () => {
  const other = ALBUMS.replace("one-in", "three-in").replace("two-in", "four-in");
  const fresh = folderOf(other);
  expect(report(fresh)).toBe("");
  expect(loadEnvironment(join(fresh, "e.yaml"))).not.toHaveProperty("keepProviders");
  expect(report(folderOf(other, { ...RECORD, protect: true }))).toBe(RENAMED);
});

test("an unprotected environment may be renamed, and its state keeps its place", () => {
  const folder = folderOf(TRIAL.replace("name: photos", "name: albums"));
  expect(report(folder)).toBe("");
  const environment = loadEnvironment(join(folder, "e.yaml"));
  expect(environment).toMatchObject({
    name: "albums",
    state: { key: "photos/terraform.tfstate" },
    keepProviders: ["eu-west-1", "sa-east-1", "us-east-1"],
  });
  // The first name is remembered over a second rename.
  const next = nextIdentity(RECORD, environment, ["eu-west-1"], false);
  expect(next).toMatchObject({ name: "albums", stateName: "photos" });
  expect(next.providers).toEqual(["eu-west-1", "sa-east-1", "us-east-1"]);
});

test.each([
  ["cloud: { organization: example }", { cloud: { workspace: "photos" } }],
  ["gcs: { bucket: example-state }", { gcs: { prefix: "photos" } }],
  ["bucket: example-state, region: eu-central-1, key: mine", { key: "mine" }],
])("the default place of the state {%s} follows the first name", (state, expected) => {
  const text = TRIAL.replace(/state: .*/, `state: { ${state} }`).replace("name: photos", "name: albums");
  expect(loadEnvironment(join(folderOf(text), "e.yaml")).state).toMatchObject(expected);
});

test.each([
  ["{", "is not valid JSON"],
  ["[]", "is not an identity record"],
])("the broken record %s is an error in the file", (record, reason) => {
  expect(report(folderOf(PHOTOS, record))).toBe(`e.yaml has 1 error:

e.yaml:1:1
  has a broken identity record: e.identity.json ${reason}
  fix:     restore e.identity.json from version control`);
});

test("a record is written only if it changed, and a failure is a sentence", () => {
  const folder = folderWith({ "e.yaml": PHOTOS });
  const file = join(folder, "e.yaml");
  const next = nextIdentity(undefined, loadEnvironment(file), ["eu-west-1", "us-east-1"], true);
  expect(writeIdentity(file, next)).toBeUndefined();
  expect(readIdentity(file)).toEqual({ ...next, protect: true });
  expect(readFileSync(join(folder, "e.identity.json"), "utf8")).toMatch(
    /^\{\n {2}"\/\/": "Written by synth\./,
  );
  const missing = join(folder, "no", "e.yaml");
  expect(writeIdentity(missing, next)).toBe(
    `${join(folder, "no", "e.identity.json")} cannot be written (ENOENT). A later change of the name will not be recognized.`,
  );
});

describe("without a record, from the history of the file in git", () => {
  const git = (folder: string, ...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
  const repository = (text: string): string => {
    const folder = folderWith({ "environments/e.yaml": text });
    git(folder, "init", "-q");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "first");
    return folder;
  };
  const rename = (folder: string, text: string): string => {
    const environments = join(folder, "environments");
    writeFileSync(join(environments, "e.yaml"), text);
    return environments;
  };

  test("an uncommitted and a committed new name are errors", () => {
    const folder = repository(PHOTOS);
    const environments = rename(folder, ALBUMS);
    expect(report(environments)).toBe(RENAMED);
    git(folder, "commit", "-qam", "second");
    expect(report(environments)).toBe(RENAMED);
  });

  test("a lost record is an error after a change of Regions", () => {
    const folder = repository(PHOTOS);
    const changed = ALBUMS.replace("  us-east-1", "  sa-east-1: { bucket: three-in-sao-paulo }\n  us-east-1");
    rename(
      folder,
      `${changed}previous:\n  name: photos\n  regions:\n    eu-west-1: { bucket: one-in-ireland }\n    us-east-1: { bucket: two-in-virginia }\n`,
    );
    git(folder, "commit", "-qam", "second");
    const lost = (name: string): string => `e.yaml has 1 error:

e.yaml:1:7  name
  belongs to an environment whose Regions were changed, according to the history of the file, but the identity
  record e.identity.json does not exist. A deploy without it could destroy an access point that clients use
  got:     ${name}
  fix:     restore e.identity.json from version control`;
    expect(report(rename(folder, changed))).toBe(lost("albums"));
    // The same if the change is given up.
    expect(report(rename(folder, PHOTOS))).toBe(lost("photos"));
  });

  test("a renamed file is followed", () => {
    const folder = repository(PHOTOS);
    git(folder, "mv", "environments/e.yaml", "environments/f.yaml");
    git(folder, "commit", "-qm", "second");
    writeFileSync(join(folder, "environments", "f.yaml"), ALBUMS);
    expect(report(join(folder, "environments"))).toContain("renames the environment photos.");
  });

  test("other buckets mean a new environment", () => {
    const folder = repository(PHOTOS);
    expect(report(rename(folder, ALBUMS.replace("one-in", "three-in").replace("two-in", "four-in")))).toBe(
      "",
    );
  });

  test("a folder outside a repository has no history", () => {
    const folder = folderWith({ "e.yaml": PHOTOS });
    expect(existsSync(join(folder, ".git"))).toBe(false);
    expect(report(folder)).toBe("");
  });
});

test("a deployed Object Lock cannot be removed from the file", () => {
  const locked = { ...RECORD, objectLock: true };
  expect(report(folderOf(PHOTOS, locked))).toBe(`e.yaml has 1 error:

e.yaml:1:1  objectLock
  is off, and it was deployed. AWS cannot disable Object Lock, and locked objects would no longer replicate
  allowed: true, or a group of the keys mode, days, years
  fix:     write objectLock: true to have no default retention. If the buckets are destroyed, delete
           objectLock from e.identity.json`);
  expect(report(folderOf(`${PHOTOS}objectLock: true\n`, locked))).toBe("");
  const environment = loadEnvironment(join(folderOf(`${PHOTOS}objectLock: { days: 1 }\n`), "e.yaml"));
  const synthesized = nextIdentity(RECORD, environment, [], false);
  expect(synthesized).not.toHaveProperty("objectLock");
  const deployed = nextIdentity(RECORD, environment, [], true);
  expect(deployed.objectLock).toBe(true);
  expect(nextIdentity(deployed, environment, [], false).objectLock).toBe(true);
});
