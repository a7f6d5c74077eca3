import { denyFindings } from "../../../cli/adopt/deny-statements";
import type { ExistingStatement } from "../../../constructs/existing-bucket";
import { validate } from "../../../environment/validate";
import { inspection } from "./inspection";

const account = "123456789012";
const environment = validate({
  name: "photos",
  regions: { "eu-west-1": { bucket: "photos-a" }, "us-east-1": { bucket: "photos-b" } },
  state: "local",
}).environment!;
const own = `arn:aws:iam::${account}:role/photos-replication-eu-west-1`;
const other = `arn:aws:iam::${account}:role/photos-replication-us-east-1`;
const objects = "arn:aws:s3:::photos-a/*";
const deny = (more: Partial<ExistingStatement>): ExistingStatement => ({
  Sid: "Deny",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: objects,
  ...more,
});
const kinds = (more: Partial<ExistingStatement>): string[] =>
  denyFindings(inspection({ existing: { policy: [deny(more)] } }), account, environment).map(
    ({ kind, text, fix }) => `${kind}: ${text} ${fix}`,
  );

test.each<[string, Partial<ExistingStatement>]>([
  ["an Allow statement", { Effect: "Allow" }],
  ["requests without TLS", { Condition: { Bool: { "aws:SecureTransport": "false" } } }],
  [
    "a flag that is no string",
    { Condition: { Bool: { "aws:SecureTransport": false as unknown as string } } },
  ],
  ["another account", { Condition: { StringNotEquals: { "aws:PrincipalAccount": [account] } } }],
  ["another principal", { Principal: { AWS: `arn:aws:iam::${account}:user/x` } }],
  ["other actions", { Action: ["s3:DeleteObjectVersion", "s3:PutObject"] }],
  ["another bucket", { Resource: "arn:aws:s3:::photos-b/*" }],
  ["exempt roles", { Condition: { ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/*` } } }],
  ["access points only", { Condition: { StringLike: { "s3:DataAccessPointArn": "*" } } }],
])("%s: nothing to report", (_, more) => expect(kinds(more)).toEqual([]));

test("a statement that denies the replication prevents the adoption", () => {
  expect(kinds({ Action: "s3:Replicate*" })).toEqual([
    `prevents: The Deny statement Deny of photos-a denies s3:ReplicateObject, s3:ReplicateDelete and s3:ReplicateTags to ${other}. Objects would fail to replicate. Exempt the replication roles from the statement, such as by aws:PrincipalArn.`,
  ]);
  const principals = { ArnNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${account}:user/admin`, other] } };
  expect(kinds({ NotAction: "s3:GetBucket*", Action: undefined, Condition: principals })[0]).toContain(
    `s3:GetObjectVersionForReplication, s3:GetObjectVersionAcl and s3:GetObjectVersionTagging to ${own}.`,
  );
  expect(
    kinds({ Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${account}:user/x` } })[0],
  ).toContain("prevents:");
});

test("a statement whose condition is not known for S3 replication is a note", () =>
  expect(kinds({ Sid: undefined, Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } })).toEqual([
    `note: The Deny statement number 1 of photos-a may deny the replication: its condition on aws:SourceVpce is not known for S3 replication. If objects fail to replicate, exempt ${own} and ${other} from the statement.`,
  ]));

test.each([own, account, `arn:aws:iam::${account}:root`, "*"])("a statement that names %s applies", (name) =>
  expect(kinds({ Principal: { AWS: name }, Action: "s3:GetObjectVersionForReplication" })).toEqual([
    `prevents: The Deny statement Deny of photos-a denies s3:GetObjectVersionForReplication to ${own}. Objects would fail to replicate. Exempt the replication roles from the statement, such as by aws:PrincipalArn.`,
  ]),
);

test("a comparison with IfExists holds if the key is missing", () => {
  const action = { Action: "s3:GetObjectVersionForReplication" };
  const point = { "s3:DataAccessPointArn": "arn:aws:s3:::x" };
  expect(kinds({ ...action, Condition: { StringLikeIfExists: point } })[0]).toMatch(/^prevents: /);
  expect(kinds({ ...action, Condition: { StringLike: point } })).toEqual([]);
});
