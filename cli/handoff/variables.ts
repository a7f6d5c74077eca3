import type { EnvironmentProps, NetworkProps, RegionProps } from "../../composition/props";
import { environmentName } from "../synthesized/access-points";
import type { Variable } from "./variable";
import * as rules from "./variable-rules";
import { Found, objectOf, reference } from "./references";

export interface Variables {
  readonly variables: readonly Variable[];
  /** The environment, with a reference to its variable in place of each value. */
  readonly environment: EnvironmentProps;
  /** References for values that the constructs must see, because resources are named after them. */
  readonly byValue: ReadonlyMap<string, string>;
}

/**
 * Makes variables of the values that a team changes. The environment with references is synthesized like any other, so a
 * value that is part of several names, texts and queries becomes a reference in all of them.
 */
export function variablesOf(environment: EnvironmentProps): Variables {
  const found = new Found();
  const access = environment.access ?? {};
  const monitoring = environment.monitoring ?? {};
  const lifted: EnvironmentProps = {
    ...environment,
    ...names(found, environment),
    regions: regions(found, environment.regions),
    tags: tags(found, environment.tags ?? {}),
    assumeRole: found.text("assume_role_arn", environment.assumeRole, {
      description: "ARN of the role that the providers assume.",
      validations: rules.roleArn("assume_role_arn"),
    }),
    access: {
      ...access,
      readers: found.list("readers", access.readers, {
        description: "ARNs of the principals that may read through the access point.",
        validations: rules.principals("readers"),
      }),
      writers: found.list("writers", access.writers, {
        description: "ARNs of the principals that may read and write through the access point.",
        validations: rules.principals("writers"),
      }),
      organization: found.text("organization_id", access.organization, {
        description:
          "Id of the AWS organization whose principals may use the access point. All others are denied.",
        validations: rules.organization(),
      }),
      administrators: found.list("administrators", access.administrators, {
        description: "ARNs of the principals that the Deny statements of the policies exempt.",
        validations: rules.principals("administrators"),
      }),
    },
    lifecycle: {
      ...environment.lifecycle,
      abortIncompleteUploadsAfterDays: found.count(
        "abort_incomplete_uploads_after_days",
        environment.lifecycle?.abortIncompleteUploadsAfterDays,
        "Days after which every bucket aborts an incomplete multipart upload.",
        1,
      ),
      expireNoncurrentVersionsAfterDays: found.count(
        "expire_noncurrent_versions_after_days",
        environment.lifecycle?.expireNoncurrentVersionsAfterDays,
        "Days after which every bucket deletes a noncurrent version.",
        1,
      ),
    },
    monitoring: {
      ...monitoring,
      latencySeconds: found.count(
        "replication_latency_seconds",
        monitoring.latencySeconds,
        "Replication latency, in seconds, above which an alarm fires.",
        0,
      ),
      pendingBytes: found.count(
        "replication_pending_bytes",
        monitoring.pendingBytes,
        "Bytes pending replication above which an alarm fires.",
        0,
      ),
      failedOperations: found.count(
        "replication_failed_operations",
        monitoring.failedOperations,
        "Number of failed replication operations within five minutes at which an alarm fires.",
        1,
      ),
    },
  };
  return {
    variables: found.variables,
    environment: lifted,
    byValue: notifications(found, monitoring.notify ?? []),
  };
}

/** After a change of Regions, the labels of access points are made from their names, which are therefore no variables. */
function names(
  found: Found,
  environment: EnvironmentProps,
): Pick<EnvironmentProps, "name" | "environmentName"> {
  const validations = rules.accessPointName();
  if (environment.previous !== undefined || environment.hadGenerations) {
    const first = found.text("name", environmentName(environment), {
      description: "Prefix of the names of all resources except the Multi-Region Access Points.",
      validations,
    });
    return { name: environment.name, environmentName: first };
  }
  return {
    name: found.text("name", environment.name, {
      description:
        "Name of the Multi-Region Access Point, and the prefix of the names of other resources. Immutable: another name " +
        "creates a new access point with a new ARN, alias and host name.",
      validations,
    }),
  };
}

/** A variable even if there are no tags today, because tags are the first thing that a team adds. */
function tags(found: Found, given: Readonly<Record<string, string>>): Record<string, string> {
  const lifted = found.textMap("tags", given, {
    description: "Tags of every resource that supports tags.",
    validations: rules.tags(),
    type: "map(string)",
  });
  return Object.keys(lifted).length > 0 ? lifted : { none: reference("var.tags") };
}

function regions(found: Found, given: EnvironmentProps["regions"]): EnvironmentProps["regions"] {
  const entries = Object.entries(given);
  const each = <T>(value: (region: RegionProps) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      entries.flatMap(([name, region]) => {
        const one = value(region);
        return one === undefined ? [] : [[name, one] as const];
      }),
    );
  const listed = (ids: readonly string[] | undefined) => (ids?.length ? ids : undefined);

  const buckets = found.textMap(
    "bucket_names",
    each(({ bucket }) => bucket),
    {
      description: "Names of the member buckets by Region. Another name creates a new, empty bucket.",
      validations: rules.bucketNames(),
    },
  );
  const vpcs = found.textMap(
    "vpc_ids",
    each(({ network }) => (network?.vpc === "default" ? undefined : network?.vpc)),
    { description: "Ids of the VPCs with an endpoint by Region.", validations: rules.ids("vpc_ids", "vpc") },
  );
  const subnets = found.listMap(
    "subnet_ids",
    each(({ network }) => listed(network?.subnets)),
    {
      description:
        "Ids of the subnets of each VPC endpoint by Region, at most one for each Availability Zone.",
      validations: rules.idLists("subnet_ids", "subnet"),
    },
  );
  const groups = found.listMap(
    "security_group_ids",
    each(({ network }) => listed(network?.securityGroups)),
    {
      description: "Ids of the security groups of each VPC endpoint by Region.",
      validations: rules.idLists("security_group_ids", "sg"),
    },
  );
  const network = (region: string, props: NetworkProps): NetworkProps => ({
    ...props,
    vpc: vpcs[region] ?? props.vpc,
    subnets: subnets[region] ?? props.subnets,
    securityGroups: groups[region] ?? props.securityGroups,
  });
  return Object.fromEntries(
    entries.map(([name, props]) => [
      name,
      {
        ...props,
        bucket: buckets[name] ?? props.bucket,
        network: props.network && network(name, props.network),
      },
    ]),
  );
}

/** Email addresses and topics. Resources are named after the addresses, and a topic gets the alarms of its own Region. */
function notifications(found: Found, notify: readonly string[]): Map<string, string> {
  const byValue = new Map<string, string>();
  const emails = notify.filter((target) => !target.startsWith("arn:"));
  if (emails.length > 0) {
    found.add("alert_emails", "list(string)", [...emails], {
      description:
        "Email addresses that the alarms notify. Each address must confirm its subscriptions. Each one has a subscription " +
        "in every Region, by its position in the list.",
      validations: rules.emails(emails.length),
    });
    emails.forEach((email, index) => byValue.set(email, `var.alert_emails[${index}]`));
  }
  const topics: Record<string, string[]> = {};
  for (const arn of notify.filter((target) => target.startsWith("arn:")))
    (topics[arn.split(":")[3] ?? ""] ??= []).push(arn);
  if (Object.keys(topics).length > 0) {
    found.add("alert_topic_arns", objectOf(topics, "list(string)"), topics, {
      description:
        "ARNs of additional SNS topics by Region. The alarms of a Region notify the topics of that Region.",
      validations: rules.topicArns(),
    });
    for (const [region, arns] of Object.entries(topics))
      arns.forEach((arn, index) => byValue.set(arn, `var.alert_topic_arns["${region}"][${index}]`));
  }
  return byValue;
}
