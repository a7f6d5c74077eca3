/** The paths to resources other than the access point and its buckets. */
import { callerOf } from "./callers";
import { ACCOUNT, REGIONS, roleArn } from "./environments";
import { Context } from "./policy/request";
import type { PlacedRequest } from "./paths";
import type { StackPolicies } from "./stack";
import { keysOf, type Case } from "./table";

/** The Regions that serve the failover controls. The first one has the topic. */
const CONTROL_REGIONS = ["us-west-2", "us-east-1", "ap-southeast-2", "ap-northeast-1", "eu-west-1"];
/** The Regions of the runbook's documents. */
const RUNBOOK_REGIONS = ["us-west-2", "us-east-1"];

interface Target {
  readonly arn: string;
  /** The name of the resource's policy. @default the resource has no policy */
  readonly policy?: string;
  /** @default false */
  readonly policyDecides?: boolean;
}

const label = (region: string): string => region.replaceAll("-", "_");
const arn = (service: string, region: string, resource: string): string =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

/** The resource of a path in a Region, and the Regions that have one. */
const TARGETS: Readonly<Record<string, readonly [readonly string[], (region: string) => Target]>> = {
  "replication role": [
    REGIONS,
    (region) => ({
      arn: roleArn(`my-mrap-replication-${region}`),
      policy: `trust ${label(region)}_replication`,
      policyDecides: true,
    }),
  ],
  "runbook role": [
    [""],
    () => ({ arn: roleArn("my-mrap-failover"), policy: "trust runbook", policyDecides: true }),
  ],
  "job role": [
    [""],
    () => ({
      arn: roleArn("my-mrap-batch-replication"),
      policy: "trust batch_replication",
      policyDecides: true,
    }),
  ],
  "job bucket": [
    REGIONS,
    (region) => ({ arn: `arn:aws:s3:::bucket-in-${region}-jobs`, policy: `bucket ${label(region)}_jobs` }),
  ],
  "job report": [
    REGIONS,
    (region) => ({
      arn: `arn:aws:s3:::bucket-in-${region}-jobs/reports/job-0123/manifest.json`,
      policy: `bucket ${label(region)}_jobs`,
    }),
  ],
  job: [REGIONS, (region) => ({ arn: arn("s3", region, "job/0123") })],
  "job in another Region": [[""], () => ({ arn: arn("s3", "eu-central-1", "job/0123") })],
  "any job": [REGIONS, (region) => ({ arn: arn("s3", region, "*") })],
  "forwarding role": [
    [""],
    () => ({
      arn: roleArn("my-mrap-routing-forwarding"),
      policy: "trust routing_forwarding",
      policyDecides: true,
    }),
  ],
  "another role": [[""], () => ({ arn: roleArn("other") })],
  "alerts topic": [
    REGIONS,
    (region) => ({ arn: arn("sns", region, "my-mrap-alerts"), policy: `topic ${label(region)}_alerts` }),
  ],
  "routing topic": [
    [""],
    () => ({ arn: arn("sns", "us-west-2", "my-mrap-routing"), policy: "topic routing" }),
  ],
  "alerts key": [
    REGIONS,
    (region) => ({
      arn: arn("kms", region, "key/alerts"),
      policy: `key ${label(region)}_alerts`,
      policyDecides: true,
    }),
  ],
  "routing key": [
    [""],
    () => ({ arn: arn("kms", "us-west-2", "key/routing"), policy: "key routing", policyDecides: true }),
  ],
  "events queue": [
    REGIONS,
    (region) => ({
      arn: arn("sqs", region, "my-mrap-replication-events"),
      policy: `queue ${label(region)}_replication_events`,
    }),
  ],
  "undelivered queue": [
    CONTROL_REGIONS,
    (region) => ({
      arn: arn("sqs", region, "my-mrap-routing-undelivered"),
      policy: `queue routing_${region === "us-west-2" ? "" : `${label(region)}_`}undelivered`,
    }),
  ],
  "event bus": [[""], () => ({ arn: arn("events", "us-west-2", "event-bus/default") })],
  "another event bus": [[""], () => ({ arn: arn("events", "us-west-2", "event-bus/other") })],
  "runbook definition": [
    RUNBOOK_REGIONS,
    (region) => ({ arn: arn("ssm", region, "automation-definition/my-mrap-failover:$DEFAULT") }),
  ],
  "runbook document": [
    RUNBOOK_REGIONS,
    (region) => ({ arn: arn("ssm", region, "document/my-mrap-failover") }),
  ],
  "another document": [RUNBOOK_REGIONS, (region) => ({ arn: arn("ssm", region, "document/other") })],
  "runbook execution": [
    RUNBOOK_REGIONS,
    (region) => ({ arn: arn("ssm", region, "automation-execution/0123") }),
  ],
  "execution in another Region": [
    [""],
    () => ({ arn: arn("ssm", "eu-central-1", "automation-execution/0123") }),
  ],
};

/** The requests of a case to a resource that is not in S3. Undefined if the path leads to S3. */
export function serviceRequests(policies: StackPolicies, given: Case): PlacedRequest[] | undefined {
  const found = TARGETS[given.path];
  if (found === undefined) return undefined;
  const [regions, targetIn] = found;
  const isOfIam = given.action.startsWith("iam:");
  return regions.map((region) => {
    const target = targetIn(region);
    const { principal, identity, keys } = callerOf(given.caller, policies, region);
    const context = new Context({ ...keys, ...keysOf(given.details, region) });
    const check = {
      policies: {
        identity,
        // The trust policy of a role applies to calls of STS. It does not apply to iam:PassRole.
        resource: target.policy && !isOfIam ? policies.get(target.policy) : undefined,
        resourceAccount: ACCOUNT,
        resourcePolicyDecides: target.policyDecides && !isOfIam,
      },
      request: { principal, action: given.action, resource: target.arn, context },
    };
    return { place: region, checks: [check] };
  });
}
