import { ReplicationRole } from "../../constructs/replication-role";
import type { RoleOptions } from "../../constructs/role-options";
import { synthPlain, validationErrors } from "../support/synth";

const make = (options: RoleOptions = {}) =>
  synthPlain(["eu-west-1"], (stack) => {
    new ReplicationRole(stack, "role", {
      ...options,
      sourceArn: "arn:aws:s3:::source",
      destinationArns: ["arn:aws:s3:::one", "arn:aws:s3:::two"],
    });
  });

test("may read its source bucket and write to the destinations, and nothing else", () => {
  const stack = make();
  const statements = stack.statements("role/Permissions");
  expect(statements).toEqual({
    ReadReplicationConfiguration: {
      sid: "ReadReplicationConfiguration",
      actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      resources: ["arn:aws:s3:::source"],
    },
    ReadSourceObjects: {
      sid: "ReadSourceObjects",
      actions: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      resources: ["arn:aws:s3:::source/*"],
    },
    WriteReplicas: {
      sid: "WriteReplicas",
      actions: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
      resources: ["arn:aws:s3:::one/*", "arn:aws:s3:::two/*"],
    },
  });
});

test("may be assumed by S3, without a condition, as in the documentation", () => {
  expect(make().statements("role/trust")).toEqual({
    S3ForThisBucketOnly: {
      sid: "S3ForThisBucketOnly",
      actions: ["sts:AssumeRole"],
      principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
    },
  });
});

test("has the path and the permissions boundary of the props, and neither by default", () => {
  const options = { path: "/apps/", permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" };
  expect(make(options).resource("aws_iam_role")).toMatchObject({
    path: "/apps/",
    permissions_boundary: options.permissionsBoundary,
  });
  const role = make().resource("aws_iam_role");
  expect(role).not.toHaveProperty("path");
  expect(role).not.toHaveProperty("permissions_boundary");
});

test("rejects more destinations than the policy of a role has room for", () => {
  const destinations = (count: number) =>
    synthPlain(["eu-west-1"], (stack) => {
      new ReplicationRole(stack, "role", {
        sourceArn: "arn:aws:s3:::source",
        destinationArns: Array.from(
          { length: count },
          (_, index) => `arn:aws:s3:::${"b".repeat(60)}${index}`,
        ),
      });
    });
  expect(validationErrors(() => destinations(130))).toEqual([
    "[plain/role] the policy of the replication role should have at most 10240 characters, got about 10914 because of 'destinationArns': replicate to fewer buckets",
  ]);
  expect(() => destinations(110)).not.toThrow();
});
