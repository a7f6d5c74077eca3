import type { Element, JsonObject, NamedBlock } from "../synthesized/configuration";

interface Remark {
  readonly type: string;
  /** The argument that the comment stands above. The empty path is the resource itself. */
  readonly path: string;
  readonly text: string;
  /** @default every resource of the type */
  readonly where?: (element: Element) => boolean;
}

/** Comments on what must not change. Each is written once, at the first resource that it applies to. */
const REMARKS: readonly Remark[] = [
  {
    type: "aws_s3control_multi_region_access_point",
    path: "",
    text:
      "Immutable. Another name, set of buckets or public access block replaces the access point, and every client needs " +
      "the new ARN, alias or host name. AWS manages access points in us-west-2, wherever the buckets are.",
  },
  {
    type: "aws_s3control_multi_region_access_point",
    path: "details.region",
    text: "References instead of names: the access point must be deleted before its buckets.",
  },
  {
    type: "aws_s3control_multi_region_access_point_policy",
    path: "",
    text:
      "AWS cannot delete this policy. If you remove this resource, the last policy remains in effect. To take access away, " +
      "remove principals from the statements.",
  },
  {
    type: "aws_s3control_multi_region_access_point",
    path: "lifecycle",
    text: "Required: if the access point is replaced, clients lose its ARN, alias and host name.",
  },
  {
    type: "aws_s3_bucket",
    path: "lifecycle",
    text: "Required: Terraform rejects plans that destroy or replace the bucket.",
    where: ({ body }) => (body["lifecycle"] as JsonObject | undefined)?.["prevent_destroy"] === true,
  },
  {
    type: "aws_s3_bucket",
    path: "object_lock_enabled",
    text:
      "For new buckets. lifecycle.ignore_changes must contain it: otherwise, Terraform would replace a bucket that was created " +
      "without it. aws_s3_bucket_object_lock_configuration enables Object Lock without a replacement.",
  },
  {
    type: "aws_s3_bucket_object_lock_configuration",
    path: "",
    text:
      "AWS cannot disable Object Lock. If you remove this resource, new objects get no retention, and earlier objects keep " +
      "theirs. All buckets need Object Lock: S3 does not replicate a locked object to a bucket without it.",
  },
  {
    type: "aws_s3_bucket",
    path: "force_destroy",
    text: "Deletes all objects on destroy. Set to false for production data, and apply.",
    // The bucket for the reports of jobs has no data.
    where: ({ body, path }) =>
      body["force_destroy"] === true && path[0] !== "Repair" && body["object_lock_enabled"] !== true,
  },
  {
    type: "aws_s3_bucket",
    path: "force_destroy",
    text: "Deletes objects on destroy, except versions under compliance retention. Set to false for production data, and apply.",
    where: ({ body }) => body["force_destroy"] === true && body["object_lock_enabled"] === true,
  },
  {
    type: "aws_s3_bucket_versioning",
    path: "versioning_configuration",
    text: "Required: replication needs versioning on both buckets.",
  },
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    path: "",
    text: "Keep the rules equal on every bucket. S3 does not replicate lifecycle actions.",
    where: ({ path }) => path[0] !== "Repair",
  },
  {
    type: "aws_s3_bucket_replication_configuration",
    path: "",
    text:
      "One rule for each other Region. S3 does not replicate replicas, so a ring or a star would lose objects. The id of " +
      "a rule is a dimension of its metrics.",
  },
  {
    type: "aws_s3_bucket_replication_configuration",
    path: "depends_on",
    text: "S3 rejects the configuration unless both buckets are versioned. Objects that the role cannot read yet are not replicated.",
  },
  {
    type: "aws_s3_bucket_policy",
    path: "depends_on",
    text: "S3 returns 409 if both are changed at the same time.",
  },
  {
    type: "aws_s3_bucket_notification",
    path: "",
    text: "A bucket has only one notification configuration. Add other events here.",
  },
  {
    type: "aws_vpc_endpoint",
    path: "service_name",
    text: "The only name of this service. It contains no Region.",
  },
  {
    type: "aws_vpc_endpoint",
    path: "private_dns_enabled",
    text: "Required: the provider sends false by default, and the service works with the private DNS name only.",
  },
  {
    type: "aws_kms_key",
    path: "",
    text: "A customer managed key. CloudWatch cannot publish to a topic that uses the AWS managed key of SNS.",
    where: ({ path }) => path.includes("alerts"),
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    path: "provider",
    text: "Required: S3 publishes this metric in the destination's Region only.",
    where: ({ path }) => /latency|pending/.test(path.at(-1) ?? ""),
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    path: "provider",
    text: "Required: S3 publishes this metric in the source's Region only.",
    where: ({ path }) => /failed-operations/.test(path.at(-1) ?? ""),
  },
];

/** The comments of one resource. `written` collects the comments that are already in the files. */
export function commentsOf(element: Element, written: Set<string>): Map<string, string> {
  const comments = new Map<string, string>();
  if (element.kind !== "resource") return comments;
  for (const { type, path, text, where } of REMARKS) {
    if (type !== element.type || written.has(text) || (where && !where(element)) || !has(element.body, path))
      continue;
    written.add(text);
    comments.set(path, text);
  }
  return comments;
}

/** The comment of the provider without an alias. */
export function commentsOfProvider({ body }: NamedBlock): Map<string, string> {
  const text =
    "For global resources such as IAM roles. AWS manages access points in us-west-2, wherever the buckets are. A policy " +
    "that denies Regions must allow us-west-2.";
  return new Map(body["alias"] === undefined ? [["", text]] : []);
}

function has(body: JsonObject, path: string): boolean {
  if (path === "") return true;
  let value: unknown = body;
  for (const step of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[step];
  return value !== undefined;
}
