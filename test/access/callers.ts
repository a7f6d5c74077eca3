/** The principals of the matrix. */
import {
  ACCOUNT,
  DISTRIBUTION_ARN,
  LONE_ACCOUNT,
  ORGANIZATION,
  OTHER_DISTRIBUTION_ARN,
  OTHER_ORGANIZATION,
  PARTNER_ACCOUNT,
  roleArn,
  STRANGER_ACCOUNT,
} from "./environments";
import type { Principal } from "./policy/request";
import type { Policy } from "./policy/statement";
import type { StackPolicies } from "./stack";

export interface Caller {
  readonly principal: Principal;
  readonly identity: readonly Policy[];
  /** The condition keys that tell about the caller. */
  readonly keys: Readonly<Record<string, string | undefined>>;
}

const allow = (action: string): Policy => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
});
const ALL_OF_S3 = allow("s3:*");
const EVERYTHING = allow("*");
const S3_AND_KMS: Policy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["s3:*", "kms:*"], Resource: "*" }],
};

const ORGANIZATIONS: Readonly<Record<string, string | undefined>> = {
  [ACCOUNT]: ORGANIZATION,
  [PARTNER_ACCOUNT]: ORGANIZATION,
  [STRANGER_ACCOUNT]: OTHER_ORGANIZATION,
};

/** An IAM role, with the names of policies of the stack or with policies of its own. */
type Role = readonly [arn: string, ...identity: (string | Policy)[]];

const ROLES: Readonly<Record<string, Role>> = {
  reader: [roleArn("reader"), "output reader"],
  "reader without a policy": [roleArn("reader")],
  writer: [roleArn("writer"), "output writer"],
  "writer without a policy": [roleArn("writer")],
  // Not in the lists of the environment.
  "application with reader_policy": [roleArn("application"), "output reader"],
  "application with writer_policy": [roleArn("application"), "output writer"],
  "role without a policy": [roleArn("other")],
  "role with s3:*": [roleArn("other"), ALL_OF_S3],
  "role with s3:* and kms:*": [roleArn("other"), S3_AND_KMS],
  "partner reader with s3:* and kms:*": [roleArn("partner-reader", PARTNER_ACCOUNT), S3_AND_KMS],
  "partner writer with s3:* and kms:*": [roleArn("partner-writer", PARTNER_ACCOUNT), S3_AND_KMS],
  "partner role with s3:* and kms:*": [roleArn("other", PARTNER_ACCOUNT), S3_AND_KMS],
  "stranger with s3:* and kms:*": [roleArn("other", STRANGER_ACCOUNT), S3_AND_KMS],
  "partner reader": [roleArn("partner-reader", PARTNER_ACCOUNT), ALL_OF_S3],
  "partner reader with reader_policy": [roleArn("partner-reader", PARTNER_ACCOUNT), "output reader"],
  "partner writer": [roleArn("partner-writer", PARTNER_ACCOUNT), ALL_OF_S3],
  "partner writer with writer_policy": [roleArn("partner-writer", PARTNER_ACCOUNT), "output writer"],
  "partner role": [roleArn("other", PARTNER_ACCOUNT), ALL_OF_S3],
  "partner role without a policy": [roleArn("other", PARTNER_ACCOUNT)],
  "partner administrator": [roleArn("admin", PARTNER_ACCOUNT), EVERYTHING],
  stranger: [roleArn("other", STRANGER_ACCOUNT), ALL_OF_S3],
  "account without organization": [roleArn("other", LONE_ACCOUNT), ALL_OF_S3],
  administrator: [roleArn("administrator"), ALL_OF_S3],
  "administrator from IAM Identity Center": [roleArn("sso/eu-west-1/Admin_0a1b2c"), ALL_OF_S3],
  Terraform: [roleArn("terraform"), EVERYTHING],
  operator: [roleArn("operator"), "output runbook"],
  "job operator": [roleArn("job-operator"), "output jobs"],
  "job role": [roleArn("my-mrap-batch-replication"), "role batch_replication"],
  "runbook role": [roleArn("my-mrap-failover"), "role runbook"],
  "forwarding role": [roleArn("my-mrap-routing-forwarding"), "role routing_forwarding"],
};

/** AWS services with the resource that they act for. */
const SERVICES: Readonly<Record<string, readonly [name: string, source: string]>> = {
  CloudFront: ["cloudfront.amazonaws.com", DISTRIBUTION_ARN],
  "CloudFront for another distribution": ["cloudfront.amazonaws.com", OTHER_DISTRIBUTION_ARN],
  "another service for the distribution": ["lambda.amazonaws.com", DISTRIBUTION_ARN],
};

/**
 * A caller by its name in the tables.
 *
 * @param region the Region of the replication role
 */
export function callerOf(name: string, policies: StackPolicies, region: string): Caller {
  if (name === "anonymous") return { principal: { type: "anonymous" }, identity: [], keys: {} };
  const replication = roleArn(`my-mrap-replication-${region}`);
  if (name === "replication role without its policy") return role([replication], policies);
  if (name === "replication role")
    return role([replication, `role ${region.replaceAll("-", "_")}_replication`], policies);
  const known = SERVICES[name];
  if (known) return service(known[0], known[1]);
  if (name.endsWith(".amazonaws.com")) return service(name);
  if (ROLES[name] === undefined) throw new Error(`${name} is not a caller.`);
  return role(ROLES[name], policies);
}

function role([arn, ...identity]: Role, policies: StackPolicies): Caller {
  const account = arn.split(":")[4]!;
  return {
    principal: { type: "role", arn },
    identity: identity.map((one) => (typeof one === "string" ? policies.get(one) : one)),
    keys: {
      "aws:PrincipalArn": arn,
      "aws:PrincipalAccount": account,
      "aws:PrincipalOrgID": ORGANIZATIONS[account],
      "aws:PrincipalIsAWSService": "false",
    },
  };
}

/** A service principal has no ARN and no organization. */
function service(name: string, source?: string): Caller {
  return {
    principal: { type: "service", name },
    identity: [],
    keys: {
      "aws:PrincipalIsAWSService": "true",
      "aws:SourceArn": source,
      "aws:SourceAccount": source && ACCOUNT,
    },
  };
}
