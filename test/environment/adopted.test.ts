import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adoptedText, isAdopted, readAdopted, type AdoptedRecord } from "../../environment/adopted";
import { listEnvironments } from "../../environment/find";
import { loadEnvironment, loadEnvironmentToAdopt } from "../../environment/load";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "adopted-"));
  file = join(folder, "photos.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));

const bucket = (region: string, more: object = {}) => ({ region, versioning: "Enabled" as const, ...more });
const both = { "photos-a": bucket("eu-west-1"), "photos-b": bucket("us-east-1") };

function write(a = "true", b = "true", more = ""): void {
  const adopt = (value: string) => (value ? `    adopt: ${value}\n` : "");
  writeFileSync(
    file,
    `name: photos\nregions:\n  eu-west-1:\n    bucket: photos-a\n${adopt(a)}  us-east-1:\n    bucket: photos-b\n${adopt(b)}state: local\n${more}`,
  );
}

function record(buckets: AdoptedRecord["buckets"]): void {
  writeFileSync(join(folder, "photos.adopted.yaml"), adoptedText({ buckets }));
}

function messageOf(): string {
  try {
    loadEnvironment(file);
  } catch (error) {
    return (error as Error).message.replace(/\s+/g, " ");
  }
  return "";
}

test("a bucket to adopt needs a record", () => {
  write();
  expect(messageOf()).toContain("adopts the bucket photos-a, and there is no photos.adopted.yaml");
  expect(messageOf()).toContain("run mrap adopt photos");
  expect(loadEnvironmentToAdopt(file).regions["eu-west-1"]?.adopt).toBe(true);
});

test("the record has the earlier configuration by Region, and is not an environment file", () => {
  write();
  record({ ...both, "photos-a": bucket("eu-west-1", { tags: { team: "photos" } }) });
  expect(loadEnvironment(file).existing).toEqual({
    "eu-west-1": { versioning: "Enabled", tags: { team: "photos" } },
    "us-east-1": { versioning: "Enabled" },
  });
  expect(listEnvironments(folder).map(({ id }) => id)).toEqual(["photos"]);
});

test("a bucket in another Region than the declared one is an error", () => {
  write();
  record({ ...both, "photos-a": bucket("eu-central-1") });
  expect(messageOf()).toContain("is in eu-central-1 according to photos.adopted.yaml");
});

test("a recorded bucket without adopt is an error", () => {
  write("");
  record(both);
  expect(messageOf()).toContain("write adopt: true. To end the adoption, write adopt: restore.");
});

test("another bucket in the place of an adopted one is an error", () => {
  write("");
  record({ "photos-old": bucket("eu-west-1"), "photos-b": bucket("us-east-1") });
  expect(messageOf()).toContain("replaces the adopted bucket photos-old");
});

test("the adoption of one bucket does not end alone", () => {
  write("restore");
  record(both);
  expect(messageOf()).toContain("AWS cannot take one bucket out of an access point");
});

test("Object Lock on one side only is an error", () => {
  write();
  record({ ...both, "photos-a": bucket("eu-west-1", { objectLock: true }) });
  expect(messageOf()).toContain("has no Object Lock, and photos-a has");
});

test("new buckets next to adopted ones with Object Lock need objectLock", () => {
  const locked = { "photos-a": bucket("eu-west-1", { objectLock: true }) };
  write("true", "");
  record(locked);
  expect(messageOf()).toContain("photos-b");
  expect(messageOf()).toContain("has no Object Lock, and photos-a has");
  expect(messageOf()).toContain("fix: write objectLock: true");
  for (const value of ["true", "{ days: 30 }"]) {
    write("true", "", `objectLock: ${value}\n`);
    expect(messageOf()).toBe("");
  }
});

test("objectLock needs Object Lock on the adopted buckets", () => {
  write("true", "", "objectLock: true\n");
  record({ "photos-a": bucket("eu-west-1") });
  expect(messageOf()).toContain(
    "has no Object Lock, and objectLock enables it for the other buckets. S3 replicates locked objects only to a bucket with Object Lock",
  );
  expect(messageOf()).toContain(
    "enable Object Lock on the bucket, and run mrap adopt photos; or remove objectLock",
  );
});

test("a default retention is for new buckets only", () => {
  write("true", "true", "objectLock: { days: 30 }\n");
  record({
    "photos-a": bucket("eu-west-1", { objectLock: true }),
    "photos-b": bucket("us-east-1", { objectLock: true }),
  });
  expect(messageOf()).toContain("sets a default retention for new buckets, and every bucket is adopted");
  write("true", "true", "objectLock: true\n");
  expect(messageOf()).toBe("");
});

test("a bucket with a KMS key needs the key in the file", () => {
  const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  write();
  record({
    ...both,
    "photos-a": bucket("eu-west-1", { encryption: { algorithm: "aws:kms", key, bucketKey: true } }),
  });
  expect(messageOf()).toContain(`write eu-west-1: ${key} under encryption.keys`);
});

test("an adopted bucket whose Region was removed is known", () => {
  write();
  record({ ...both, "photos-c": bucket("ap-south-1") });
  expect(loadEnvironment(file).formerlyAdopted).toEqual(["ap-south-1"]);
});

test.each([
  ["{", "is not valid YAML"],
  ["format: 2\n", "does not have format: 1"],
  ["format: 1\nbuckets:\n  photos-a: {}\n", "has a missing or wrong value at buckets.photos-a.region"],
  [
    "format: 1\nbuckets:\n  photos-a: {region: eu-west-1, policy: yes}\n",
    "has a missing or wrong value at buckets.photos-a.policy",
  ],
  [
    "format: 1\nbuckets:\n  photos-a: {region: eu-west-1, tags: {size: 5}}\n",
    "has a missing or wrong value at buckets.photos-a.tags.size",
  ],
  [
    "format: 1\nbuckets:\n  photos-a: {region: eu-west-1, polcy: []}\n",
    "has a missing or wrong value at buckets.photos-a.polcy",
  ],
  [
    "format: 1\nbuckets:\n  photos-a: {region: eu-west-1, replication: {role: r, rules: [{id: a, status: Enabled}]}}\n",
    "has a missing or wrong value at buckets.photos-a.replication.rules.0.destination",
  ],
])("a broken record is an error: %j", (text, message) => {
  write();
  writeFileSync(join(folder, "photos.adopted.yaml"), text);
  expect(messageOf()).toContain(message);
  expect(isAdopted(readAdopted(file))).toBe(false);
});
