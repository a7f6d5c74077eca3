import { ReplicationRole } from "../../constructs/replication-role";
import { synthPlain } from "../support/synth";

const make = () =>
  synthPlain(["eu-west-1"], (stack) => {
    new ReplicationRole(stack, "role", {
      accountId: stack.accountId,
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

test("may be assumed by S3 for this bucket and account only", () => {
  expect(make().statements("role/trust")).toEqual({
    S3ForThisBucketOnly: {
      sid: "S3ForThisBucketOnly",
      actions: ["sts:AssumeRole"],
      principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
      condition: [
        {
          test: "StringEquals",
          variable: "aws:SourceAccount",
          values: ["${data.aws_caller_identity.current.account_id}"],
        },
        { test: "ArnLike", variable: "aws:SourceArn", values: ["arn:aws:s3:::source"] },
      ],
    },
  });
});
