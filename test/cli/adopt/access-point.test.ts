import { accessPointFindings, type AccessPointContext } from "../../../cli/adopt/access-point-findings";
import type { AccessPointInspection, FoundAccessPoint } from "../../../cli/adopt/access-point-inspection";
import { accessPointRecord, samePolicy } from "../../../cli/adopt/access-point-record";
import { accessPointTitle } from "../../../cli/adopt/access-point-title";
import { changeOfAccessPoint } from "../../../cli/adopt/access-point-changes";
import { missingStatements } from "../../../cli/adopt/missing-statements";
import { linesOf } from "../../../cli/adopt/render";
import { validate } from "../../../environment/validate";
import { inspection as bucketInspection } from "./inspection";

const environmentWith = (more: object = {}) =>
  validate({
    name: "photos",
    regions: { "eu-west-1": { bucket: "photos-a" }, "us-east-1": { bucket: "photos-b" } },
    state: "local",
    ...more,
  }).environment!;
const environment = environmentWith();
const arn = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
const statement = {
  Sid: "PartnersRead",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::210987654321:root", "arn:aws:iam::310987654321:root"] },
  Action: ["s3:GetObject", "s3:GetObjectVersion"],
  Resource: `${arn}/object/*`,
};
const policy = { Version: "2012-10-17", Statement: [statement] };
const publicAccessBlock = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

const found = (more: Partial<FoundAccessPoint> = {}): FoundAccessPoint => ({
  alias: "mfzwi23gnjvgw.mrap",
  arn,
  status: "READY",
  members: [
    { region: "eu-west-1", bucket: "photos-a", account: "123456789012" },
    { region: "us-east-1", bucket: "photos-b", account: "123456789012" },
  ],
  publicAccessBlock,
  policy,
  proposed: policy,
  routing: [
    { region: "eu-west-1", bucket: "photos-a", active: true },
    { region: "us-east-1", bucket: "photos-b", active: false },
  ],
  delegatesTo: [],
  ...more,
});
const inspection = (more: Partial<FoundAccessPoint> = {}): AccessPointInspection => ({
  name: "photos",
  account: "123456789012",
  found: found(more),
  unread: [],
});
const nothing: AccessPointInspection = { name: "photos", account: "123456789012", unread: [] };
const findings = (one: AccessPointInspection, more: Partial<AccessPointContext> = {}) =>
  accessPointFindings(one, {
    environment,
    required: true,
    missing: { statements: [], sids: [], keys: [] },
    ...more,
  });
const prevented = (one: AccessPointInspection, more: Partial<AccessPointContext> = {}) =>
  findings(one, more).flatMap(({ kind, text }) => (kind === "prevents" ? [text] : []));

test("nothing prevents the adoption of an access point over the buckets of the file", () =>
  expect(prevented(inspection())).toEqual([]));

test.each<[string, AccessPointInspection, string]>([
  ["no access point", nothing, "The account 123456789012 has no Multi-Region Access Point photos."],
  ["a denied call", { ...nothing, unread: ["No permission: x"] }, "No permission: x"],
  ["another status", inspection({ status: "CREATING" }), "photos is CREATING."],
  [
    "other buckets",
    inspection({ members: [{ region: "eu-west-1", bucket: "photos-a" }] }),
    "photos has photos-a in eu-west-1, and the environment file has photos-a in eu-west-1, photos-b in us-east-1. AWS cannot change the members of an access point.",
  ],
  [
    "a bucket of another account",
    inspection({
      members: [
        { region: "eu-west-1", bucket: "photos-a", account: "210987654321" },
        { region: "us-east-1", bucket: "photos-b", account: "123456789012" },
      ],
    }),
    "photos-a belongs to the account 210987654321, and the access point belongs to 123456789012.",
  ],
  [
    "public access",
    inspection({ publicAccessBlock: { ...publicAccessBlock, blockPublicPolicy: false } }),
    "photos does not block all public access: blockPublicPolicy is off. AWS cannot change this, and an environment would replace the access point.",
  ],
  [
    "a policy that is not established",
    inspection({ proposed: { ...policy, Statement: [] } }),
    "A change of the policy of photos is not established in every Region yet.",
  ],
  [
    "another environment",
    inspection({ delegatesTo: [arn] }),
    `An environment manages photos already: a bucket policy delegates to ${arn}.`,
  ],
])("%s prevents an adoption", (_what, one, text) => expect(prevented(one)).toEqual([text]));

test("an access point that the file does not adopt may be missing, unreadable or managed", () => {
  for (const one of [nothing, { ...nothing, unread: ["x"] }, inspection({ delegatesTo: [arn] })])
    expect(prevented(one, { required: false })).toEqual([]);
});

test("an access point that is adopted already may be inspected again", () => {
  const earlier = accessPointRecord(inspection(), found());
  expect(prevented(inspection({ delegatesTo: [arn] }), { earlier })).toEqual([]);
});

test("the routing of the file does not change the current routing", () => {
  const texts = findings(inspection()).map(({ text }) => text);
  expect(texts).toContain(
    "The routing is eu-west-1 active, us-east-1 passive, and the environment file has eu-west-1 active, us-east-1 active. An adoption does not change it; mrap failback and mrap routes apply set the routing of the file.",
  );
  const regions = {
    ...environment.regions,
    "us-east-1": { bucket: "photos-b", routing: "passive" as const },
  };
  const same = findings(inspection(), { environment: { ...environment, regions } });
  expect(same.map(({ text }) => text).join()).not.toContain("The routing is");
});

test("the lines for the file have the current routing", () => {
  const buckets = [bucketInspection(), bucketInspection({ region: "us-east-1", bucket: "photos-b" })];
  expect(linesOf(environment, buckets, found())).toBe(`regions:
  eu-west-1:
    bucket: photos-a
    adopt: true
  us-east-1:
    bucket: photos-b
    routing: passive
    adopt: true
accessPoint: adopt`);
});

test("the lines for the file have the ARN of a key that the bucket names by an alias", () => {
  const encryption = { algorithm: "aws:kms", key: "alias/photos", arn: "arn:k", bucketKey: true };
  expect(linesOf(environment, [bucketInspection({ existing: { encryption } })])).toContain(
    "encryption:\n  type: kms\n  keys:\n    eu-west-1: arn:k",
  );
});

test("the title has what AWS says", () => {
  expect(accessPointTitle(inspection())).toBe(`Access point photos (account 123456789012)
  Alias:    mfzwi23gnjvgw.mrap
  ARN:      ${arn}
  Status:   READY
  Member:   photos-a in eu-west-1, account 123456789012
  Member:   photos-b in us-east-1, account 123456789012
  Block Public Access: all four settings are on
  Policy:   1 statement: PartnersRead
  Routing:  eu-west-1 active, us-east-1 passive`);
});

describe("the statements that the policy does not have", () => {
  const reader = "arn:aws:iam::123456789012:role/reader";

  test("are those of the keys in the file, with the ARN of the access point", async () => {
    const missing = await missingStatements(environmentWith({ access: { readers: [reader] } }), arn, policy);
    expect(missing.sids).toEqual([
      "OnlyOverTls",
      "OnlyBucketEncryption",
      "ReadersGetObjects",
      "ReadersListObjects",
    ]);
    expect(missing.keys).toEqual(["access.readers"]);
    expect(missing.statements[2]).toMatchObject({ Principal: { AWS: reader }, Resource: `${arn}/object/*` });
    const [text] = findings(inspection(), { missing }).flatMap((one) =>
      one.text.startsWith("The policy of") ? [one.text] : [],
    );
    expect(text).toBe(
      "The policy of photos does not have the statements OnlyOverTls, OnlyBucketEncryption, ReadersGetObjects and ReadersListObjects of an environment. access.readers therefore has no effect on it.",
    );
  });

  test("are none once they are added to the policy", async () => {
    const { statements } = await missingStatements(environment, arn, policy);
    const added = { ...policy, Statement: [statement, ...statements] };
    expect((await missingStatements(environment, arn, added)).sids).toEqual([]);
  });
});

describe("the record", () => {
  const recorded = accessPointRecord(inspection(), found());

  test("has what AWS returned", () => {
    expect(recorded).toEqual({
      name: "photos",
      account: "123456789012",
      alias: "mfzwi23gnjvgw.mrap",
      regions: { "eu-west-1": "photos-a", "us-east-1": "photos-b" },
      publicAccessBlock,
      policy,
    });
  });

  test("is unchanged if AWS returns the statements in another order", () => {
    const Principal = { AWS: [...statement.Principal.AWS].reverse() };
    const other = { ...policy, Statement: [{ ...statement, Principal }] };
    expect(samePolicy(other, policy)).toBe(true);
    expect(accessPointRecord(inspection(), found({ policy: other }), recorded)).toEqual(recorded);
  });

  test.each<[string, AccessPointInspection, object | undefined]>([
    ["nothing", inspection(), undefined],
    [
      "the policy",
      inspection({ policy: { ...policy, Statement: [{ ...statement, Action: "s3:*" }] } }),
      { accessPoint: "photos", changed: ["policy"] },
    ],
    [
      "a new access point",
      inspection({ alias: "other.mrap" }),
      { accessPoint: "photos", changed: ["alias"] },
    ],
    [
      "no access point",
      nothing,
      { accessPoint: "photos", changed: [], reason: "The access point photos does not exist any more." },
    ],
    [
      "another account",
      { ...inspection(), account: "210987654321" },
      {
        accessPoint: "photos",
        changed: [],
        reason:
          "Your credentials are for the account 210987654321, and photos is in 123456789012 according to its record.",
      },
    ],
  ])("is compared with AWS: %s", (_what, one, change) =>
    expect(changeOfAccessPoint(one, recorded)).toEqual(change),
  );
});
