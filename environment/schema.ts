/**
 * Every key of an environment file, with its default. The types, the checks, the error report's hints and the JSON
 * Schema for editors all come from here. Rules that concern several keys are in rules/environment.ts.
 */
import * as z from "zod/mini";
import {
  countOr,
  facts,
  flag,
  flagOr,
  list,
  listOr,
  nullable,
  section,
  table,
  text,
  textOrNull,
  word,
} from "./fields";
import { administratorRule, kmsKeyRule, principalRule, roleRule } from "./rules/arn";
import {
  accessPointNameRule,
  accountRule,
  bucketRule,
  organizationRule,
  prefixRule,
  stateBucketRule,
  stateKeyRule,
} from "./rules/names";
import { clientRule, securityGroupRule, subnetRule, vpcRule } from "./rules/network";
import { notifyRule } from "./rules/notify";
import { MEMBER_REGIONS, REGION_LIMITS, regionRule } from "./rules/regions";
import { MOST_TAGS, tagValueRule } from "./rules/tags";

const MOST = 2_147_483_647;

// An empty list asks for the default as well as no list does.
const orDefault = z.transform((items: string[]) => (items.length === 0 ? undefined : items));

const network = section(
  {
    vpc: text(vpcRule, "The VPC's id, or \"default\" for the Region's default VPC."),
    subnets: z.optional(
      z.pipe(
        list(
          subnetRule,
          "The endpoint's subnets. Default: one subnet of the VPC for each availability zone.",
        ),
        orDefault,
      ),
    ),
    securityGroups: z.optional(
      z.pipe(
        list(
          securityGroupRule,
          "The endpoint's security groups. Default: one is made, which lets port 443 in from clients.",
        ),
        orDefault,
      ),
    ),
    clients: z.optional(
      z.pipe(
        list(
          clientRule,
          "IPv4 CIDR blocks and security groups that may reach the endpoint, through the security group that is made for it. Default: the VPC's own CIDR block.",
        ),
        orDefault,
      ),
    ),
  },
  "An interface endpoint for the access point in a VPC of this Region. Default: none.",
);

const region = section(
  {
    bucket: text(
      bucketRule,
      "The bucket's name, unique among all of Amazon S3. Dots are refused: S3's TLS certificate does not cover them.",
    ),
    routing: z._default(
      word(
        ["active", "passive"],
        "Where routing starts; failovers move it later. At least one Region is active. Default: active.",
      ),
      "active",
    ),
    network: z.optional(network),
    adopt: z.optional(
      flag("The bucket exists; it is imported, and never created or deleted. Default: false."),
    ),
    account: z.optional(
      nullable(accountRule, "The account that the bucket is in, in quotes. Default: null."),
    ),
    role: z.optional(
      nullable(
        roleRule,
        "The role that manages this Region's resources, where it differs from assumeRole. Default: null.",
      ),
    ),
  },
  "One Region of the access point, with its bucket.",
);

const stateInBucket = section(
  {
    bucket: text(
      stateBucketRule,
      "The bucket that holds Terraform's state. It exists already, and is no member.",
    ),
    region: text(regionRule, "The state bucket's Region; better not one of the Regions that may be lost."),
    key: z.optional(
      text(stateKeyRule, "Where the state lies in the bucket. Default: NAME/terraform.tfstate."),
    ),
    kmsKey: textOrNull(
      kmsKeyRule,
      "The KMS key that encrypts the state, in the state bucket's Region. Default: null, which is S3-managed encryption.",
    ),
  },
  "The S3 bucket that holds Terraform's state.",
);

const state = z.union([z.literal("local"), stateInBucket]);
z.globalRegistry.add(state, {
  description: 'Where Terraform keeps its state; the word "local" is for a trial.',
});
facts.add(state, {
  allowed: 'a group of the keys bucket, region, key, kmsKey, or the word "local" for a trial',
});

const replication = section(
  {
    timeControl: flagOr(
      true,
      "S3 Replication Time Control: 15 minutes, with metrics and events. Default: true.",
    ),
    deleteMarkers: flagOr(true, "Delete markers are replicated. Default: true."),
    replicaModifications: flagOr(true, "Changes of a replica's metadata are replicated back. Default: true."),
    prefixes: listOr(
      prefixRule,
      "Beginnings of the keys of the objects to replicate; none the beginning of another. Each one is a rule for each other Region, and S3 takes 1,000 rules a bucket. Default: every object.",
    ),
  },
  "Replication between all the buckets, in both directions.",
);

const lifecycle = section(
  {
    abortIncompleteUploadsAfterDays: countOr(
      7,
      1,
      MOST,
      "days",
      "Days after which an unfinished multipart upload is removed. Default: 7.",
    ),
    expireNoncurrentVersionsAfterDays: countOr(
      90,
      1,
      MOST,
      "days",
      "Days after which an overwritten or deleted version is removed. Default: 90.",
    ),
  },
  "What every bucket removes by itself.",
);

const access = section(
  {
    readers: listOr(
      principalRule,
      "ARNs of principals that may read through the access point. Default: none.",
    ),
    writers: listOr(
      principalRule,
      "ARNs of principals that may read and write through the access point. Default: none.",
    ),
    organization: textOrNull(
      organizationRule,
      "An AWS Organizations id: only its principals have access. Default: null, which is no such limit.",
    ),
    onlyThroughAccessPoint: flagOr(
      true,
      "The buckets refuse object requests that do not come through the access point. Default: true.",
    ),
    onlyFromEndpoints: flagOr(
      false,
      "The access point refuses what does not come through the VPC endpoints of this file. Default: false.",
    ),
    administrators: listOr(
      administratorRule,
      "ARNs of principals exempt from both refusals, beside the roles that the stack itself needs. Default: none.",
    ),
  },
  "Who may use the access point, and from where.",
);

const monitoring = section(
  {
    notify: listOr(
      notifyRule,
      "E-mail addresses and SNS topic ARNs. A topic hears the alarms of its own Region, one in us-west-2 also who changed the " +
        "routing. At most 4 topics in a Region. Default: none.",
    ),
    latencySeconds: countOr(
      900,
      0,
      MOST,
      "seconds",
      "Seconds of replication latency that raise an alarm. Default: 900.",
    ),
    pendingBytes: countOr(
      1_073_741_824,
      0,
      Number.MAX_SAFE_INTEGER,
      "bytes",
      "Bytes pending replication that raise an alarm. Default: 1073741824 (1 GiB).",
    ),
    failedOperations: countOr(
      1,
      1,
      MOST,
      "operations",
      "Failed replication operations in five minutes that raise an alarm. Default: 1.",
    ),
    dashboard: flagOr(true, "A CloudWatch dashboard for all the Regions. Default: true."),
    requestMetrics: flagOr(
      true,
      "S3 request metrics for each bucket, which CloudWatch charges for. Default: true.",
    ),
  },
  "Alarms, and who hears them.",
);

const encryption = section(
  {
    type: z.optional(
      word(
        ["s3", "kms"],
        "kms: a key for each Region is made, with its alias and yearly rotation. Default: s3.",
      ),
    ),
    keys: z.optional(
      table(text(kmsKeyRule), "one for each Region", "ARNs of KMS keys that exist, by Region. Default: {}."),
    ),
  },
  "How the objects are encrypted.",
);

const failover = section(
  {
    runbook: flagOr(
      true,
      "An AWS Systems Manager Automation document that fails over without this project installed. Default: true.",
    ),
    announceChanges: flagOr(true, "A notification whenever anybody changes the routing. Default: true."),
  },
  "Help for a failover.",
);

/** The whole file. */
export const environmentFields = section(
  {
    name: text(
      accessPointNameRule,
      "The Multi-Region Access Point's name: unique in the account, and immutable, for a new name is a new access point with a new alias.",
    ),
    regions: table(
      region,
      "the names of 2 to 17 AWS Regions",
      "2 to 17 Regions (the limit of Amazon S3), keyed by the Region's name: one bucket each.",
      {
        propertyNames: { enum: MEMBER_REGIONS },
        minProperties: REGION_LIMITS.fewest,
        maxProperties: REGION_LIMITS.most,
      },
    ),
    state,
    replication: z.prefault(replication, {}),
    encryption: z.optional(encryption),
    lifecycle: z.prefault(lifecycle, {}),
    access: z.prefault(access, {}),
    monitoring: z.prefault(monitoring, {}),
    failover: z.prefault(failover, {}),
    protect: flagOr(
      true,
      "Terraform refuses to destroy or replace the buckets and the access point; false, for a trial, also lets a destroy delete the objects. Default: true.",
    ),
    assumeRole: textOrNull(
      roleRule,
      "The role that Terraform's providers assume. Default: null, which is the caller's own credentials.",
    ),
    tags: z._default(
      table(
        text(tagValueRule),
        "the tags' keys",
        "Tags of every resource that can have them: at most 50, keys of 128 characters, values of 256. Default: {}.",
        {
          maxProperties: MOST_TAGS,
          propertyNames: { pattern: "^(?![aA][wW][sS]:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}$" },
        },
      ),
      {},
    ),
  },
  "An environment: one Amazon S3 Multi-Region Access Point and all that belongs to it.",
);

/** The whole file, with the defaults that depend on other keys. */
export const environmentSchema = z.pipe(
  environmentFields,
  z.transform((file: z.output<typeof environmentFields>) => ({
    ...file,
    state:
      file.state === "local"
        ? file.state
        : { ...file.state, key: file.state.key ?? `${file.name}/terraform.tfstate` },
  })),
);

/** An environment file that was read, checked and filled with its defaults. */
export type Environment = z.output<typeof environmentSchema>;
