import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adoptedText, type AdoptedAccessPoint } from "../../environment/adopted";
import { loadEnvironment, loadEnvironments } from "../../environment/load";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "adopted-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const on = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const recorded: AdoptedAccessPoint = {
  name: "photos",
  account: "123456789012",
  alias: "mfzwi23gnjvgw.mrap",
  regions: { "us-east-1": "photos-b", "eu-west-1": "photos-a" },
  publicAccessBlock: on,
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*" }] },
};

interface Written {
  readonly name?: string;
  readonly adopt?: string | undefined;
  readonly more?: string;
  readonly id?: string;
}

function write({
  name = "photos",
  adopt = "true",
  more = "accessPoint: adopt\n",
  id = "photos",
}: Written = {}): void {
  const line = adopt ? `    adopt: ${adopt}\n` : "";
  writeFileSync(
    join(folder, `${id}.yaml`),
    `name: ${name}\nregions:\n  eu-west-1:\n    bucket: photos-a\n${line}  us-east-1:\n    bucket: photos-b\n${line}state: local\n${more}`,
  );
}

function record(accessPoint: Partial<AdoptedAccessPoint> | undefined, id = "photos"): void {
  const bucket = (region: string) => ({ region, versioning: "Enabled" as const });
  const buckets = { "photos-a": bucket("eu-west-1"), "photos-b": bucket("us-east-1") };
  const text = adoptedText({ buckets, ...(accessPoint && { accessPoint: { ...recorded, ...accessPoint } }) });
  writeFileSync(join(folder, `${id}.adopted.yaml`), text);
}

/** The mistakes of the file, each without its line. */
function mistakes(load: () => unknown = () => loadEnvironment(join(folder, "photos.yaml"))): string[] {
  try {
    load();
  } catch (error) {
    return (error as Error).message
      .split("\n\n")
      .slice(1)
      .map((block) =>
        block
          .replace(/^\S+:(\d+:\d+)?\s+/, "")
          .replace(/\s+/g, " ")
          .trim(),
      );
  }
  return [];
}

test("the record has the parts that synth needs", () => {
  write();
  record({});
  expect(loadEnvironment(join(folder, "photos.yaml")).existingAccessPoint).toEqual({
    account: "123456789012",
    alias: "mfzwi23gnjvgw.mrap",
    policy: recorded.policy,
  });
});

test("an access point to adopt needs a record", () => {
  write();
  record(undefined);
  expect(mistakes()).toEqual([
    "accessPoint adopts the access point photos, and photos.adopted.yaml does not describe it fix: run mrap adopt photos",
  ]);
});

test("a recorded access point without the key is an error", () => {
  write({ more: "" });
  record({});
  expect(mistakes()).toEqual([
    "accessPoint is missing, and photos.adopted.yaml describes photos as an existing access point. Terraform would try to create it fix: write accessPoint: adopt. To end the adoption, write accessPoint: forget. If the access point is not adopted, delete it from photos.adopted.yaml",
  ]);
});

test.each<[string, Partial<AdoptedAccessPoint>, string]>([
  [
    "another name",
    { name: "videos" },
    "name is not the access point that photos.adopted.yaml describes got: photos allowed: videos fix: write name: videos, or run mrap adopt photos",
  ],
  [
    "other buckets",
    { regions: { "eu-west-1": "photos-a", "us-east-1": "photos-c" } },
    "regions differ from the members of the access point photos according to photos.adopted.yaml. AWS cannot change the members of an access point got: photos-a in eu-west-1, photos-b in us-east-1 allowed: photos-a in eu-west-1, photos-c in us-east-1 fix: write the Regions and buckets of the access point",
  ],
  [
    "public access",
    { publicAccessBlock: { ...on, blockPublicPolicy: false } },
    "accessPoint adopts an access point that does not block all public access according to photos.adopted.yaml. AWS cannot change this setting fix: remove accessPoint, and choose the name of an access point that does not exist",
  ],
])("a record with %s is an error", (_what, more, message) => {
  write();
  record(more);
  expect(mistakes()).toEqual([message]);
});

test("a record of another account than that of the role is an error", () => {
  write({ more: "accessPoint: adopt\nassumeRole: arn:aws:iam::210987654321:role/deploy\n" });
  record({});
  expect(mistakes()).toEqual([
    "assumeRole is a role of another account than that of the access point, which is 123456789012 according to photos.adopted.yaml got: 210987654321 allowed: a role in 123456789012 fix: name a role in 123456789012, or run mrap adopt photos with credentials of 210987654321",
  ]);
});

test("the buckets of an adopted access point are adopted", () => {
  write({ adopt: "" });
  const buckets = {};
  writeFileSync(join(folder, "photos.adopted.yaml"), adoptedText({ buckets, accessPoint: recorded }));
  const message = (region: string, bucket: string) =>
    `regions.${region}.adopt is missing. The bucket ${bucket} is a member of an existing access point, so it exists already got: false fix: write adopt: true for every bucket`;
  expect(mistakes()).toEqual([message("eu-west-1", "photos-a"), message("us-east-1", "photos-b")]);
});

test.each([
  [
    "adopt",
    "restore",
    "accessPoint does not end the adoption of the access point, and the adoption of its buckets ends. Terraform cannot keep an access point without its buckets got: adopt allowed: forget fix: write accessPoint: forget",
  ],
  [
    "forget",
    "true",
    "accessPoint ends the adoption of the access point, and the adoption of its buckets does not end. The resources of the environment need the access point got: forget allowed: adopt fix: write adopt: restore for every bucket, or accessPoint: adopt",
  ],
])("accessPoint: %s with adopt: %s is an error", (accessPoint, adopt, message) => {
  write({ adopt, more: `accessPoint: ${accessPoint}\n` });
  record({});
  expect(mistakes()).toEqual([message]);
});

test("the adoption of the access point and of its buckets ends together", () => {
  write({ adopt: "restore", more: "accessPoint: forget\n" });
  record({});
  expect(mistakes()).toEqual([]);
});

test("an adopted access point has no previous one", () => {
  const previous =
    "previous:\n  name: photos-old\n  regions:\n    eu-west-1: { bucket: photos-a }\n    eu-north-1: { bucket: photos-c }\n";
  write({ more: `accessPoint: adopt\n${previous}` });
  record({});
  expect(mistakes()).toEqual([
    "accessPoint cannot be combined with previous. The end of a change of Regions deletes the previous access point, and Terraform never deletes an adopted one got: adopt fix: remove previous. To change the Regions of an adopted access point, end its adoption, and create a new access point with another name",
  ]);
});

test("two environments cannot adopt one access point", () => {
  write();
  record({});
  write({ id: "pictures" });
  record({}, "pictures");
  expect(mistakes(() => loadEnvironments(folder))).toContainEqual(
    expect.stringMatching(
      /^name is also the name of the access point in .*photos\.yaml\. Both environments would manage it, its buckets and their policies got: photos fix: adopt the access point in one environment only$/,
    ),
  );
});

test.each([
  ["{name: photos}", "has a missing or wrong value at accessPoint.account"],
  ["yes", "has a missing or wrong value at accessPoint"],
])("a broken record is an error: accessPoint: %s", (text, message) => {
  write();
  writeFileSync(join(folder, "photos.adopted.yaml"), `format: 1\nbuckets: {}\naccessPoint: ${text}\n`);
  expect(mistakes().join()).toContain(message);
});
