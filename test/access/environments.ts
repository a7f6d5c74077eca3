/** The environments whose policies the matrix proves, and the accounts around them. */
import type { AccessProps, EnvironmentProps, NetworkProps } from "../../composition/props";
import { environment } from "../support/environment";

/** The account of the access point and of the buckets. It belongs to {@link ORGANIZATION}. */
export const ACCOUNT = "111122223333";
/** Another account of the organization. */
export const PARTNER_ACCOUNT = "444455556666";
/** An account of another organization. */
export const STRANGER_ACCOUNT = "777788889999";
/** An account without an organization. */
export const LONE_ACCOUNT = "999900001111";
export const ORGANIZATION = "o-a1b2c3d4e5";
export const OTHER_ORGANIZATION = "o-z9y8x7w6v5";

export const ACCESS_POINT_ARN = `arn:aws:s3::${ACCOUNT}:accesspoint/mabc.mrap`;
export const DISTRIBUTION_ARN = `arn:aws:cloudfront::${ACCOUNT}:distribution/E1`;
export const OTHER_DISTRIBUTION_ARN = `arn:aws:cloudfront::${ACCOUNT}:distribution/E2`;

/** The existing KMS key of a Region. */
export const existingKeyArn = (region: string): string =>
  `arn:aws:kms:${region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

export const REGIONS = ["eu-west-1", "us-east-1", "ap-south-1"];
/** The Regions with a VPC endpoint, if an environment has endpoints. */
export const ENDPOINT_REGIONS = ["eu-west-1", "us-east-1"];

export const roleArn = (name: string, account = ACCOUNT): string => `arn:aws:iam::${account}:role/${name}`;

const network: Record<string, NetworkProps> = {
  "eu-west-1": { vpc: "vpc-0123456789abcdef0" },
  "us-east-1": { vpc: "vpc-0123456789abcdef1" },
};
const lists: AccessProps = {
  readers: [roleArn("reader"), roleArn("partner-reader", PARTNER_ACCOUNT)],
  writers: [roleArn("writer"), roleArn("partner-writer", PARTNER_ACCOUNT)],
};

/** Without the parts that do not depend on `access` and `encryption`. Two environments are enough for them. */
const small = {
  monitoring: { dashboard: false },
  failover: { runbook: false, announceChanges: false },
  repair: { batchReplication: false },
} as const;

/** The environments by name. Each one has other options of `access`. */
export const ENVIRONMENTS: Readonly<Record<string, EnvironmentProps>> = {
  /** The defaults, with readers and writers. */
  basic: environment(REGIONS, { access: lists }),
  /** All options. */
  restricted: environment(REGIONS, {
    network,
    access: {
      ...lists,
      organization: ORGANIZATION,
      onlyFromEndpoints: true,
      administrators: [roleArn("administrator"), `arn:aws:iam::${ACCOUNT}:role/sso/*/Admin_*`],
      cloudfront: [DISTRIBUTION_ARN],
    },
  }),
  /** Direct requests are not denied. */
  open: environment(REGIONS, {
    ...small,
    repair: { batchReplication: true },
    access: { ...lists, onlyThroughAccessPoint: false, cloudfront: [DISTRIBUTION_ARN] },
  }),
  /** The whole organization reads, one of its accounts writes, and direct requests are not denied. */
  everyone: environment(REGIONS, {
    ...small,
    network,
    access: {
      readers: ["*"],
      writers: [PARTNER_ACCOUNT],
      organization: ORGANIZATION,
      onlyThroughAccessPoint: false,
      cloudfront: [DISTRIBUTION_ARN],
    },
  }),
  /** VPC endpoints, without an organization and without exemptions. */
  endpoints: environment(REGIONS, { ...small, network, access: { ...lists, onlyFromEndpoints: true } }),
  /** As `open`, with KMS keys: two created ones and an existing one. */
  kms: environment(REGIONS, {
    ...small,
    access: { ...lists, onlyThroughAccessPoint: false, cloudfront: [DISTRIBUTION_ARN] },
    encryption: { type: "kms", keys: { "ap-south-1": existingKeyArn("ap-south-1") } },
  }),
  /** As `everyone`, with KMS keys. Terraform may schedule the deletion of the created ones. */
  "kms-everyone": environment(REGIONS, {
    ...small,
    access: {
      readers: ["*"],
      writers: [PARTNER_ACCOUNT],
      organization: ORGANIZATION,
      onlyThroughAccessPoint: false,
      cloudfront: [DISTRIBUTION_ARN],
    },
    encryption: { type: "kms", keys: { "ap-south-1": existingKeyArn("ap-south-1") } },
    protect: false,
  }),
  /** As `open`, with Object Lock. Writers set the retention of each object. */
  locked: environment(REGIONS, {
    ...small,
    objectLock: true,
    access: { ...lists, onlyThroughAccessPoint: false },
  }),
  /** Object Lock with a default retention. Direct requests are denied. */
  retained: environment(REGIONS, { ...small, objectLock: { mode: "governance", days: 30 }, access: lists }),
  /** S3 managed keys again, with the KMS keys of older objects. */
  retired: environment(REGIONS, {
    ...small,
    access: { ...lists, onlyThroughAccessPoint: false },
    encryption: {
      type: "s3",
      keys: Object.fromEntries(REGIONS.map((region) => [region, existingKeyArn(region)])),
    },
  }),
};
