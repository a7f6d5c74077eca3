import type { Element, JsonObject, Named } from "../synthesized/configuration";

interface Remark {
  readonly type: string;
  /** The argument below it; the empty path is the resource itself. */
  readonly path: string;
  readonly text: string;
  /** Only where this holds. @default everywhere */
  readonly where?: (element: Element) => boolean;
}

/** Comments where something must stay as it is. Each stands at the first resource that it holds for. */
const REMARKS: readonly Remark[] = [
  {
    type: "aws_s3control_multi_region_access_point",
    path: "",
    text:
      "Immutable: another name, another set of buckets or another public access block is a new access point, with a " +
      "new ARN, alias and host name for every client. AWS makes it in us-west-2, whatever its Regions.",
  },
  {
    type: "aws_s3control_multi_region_access_point",
    path: "details.region",
    text: "References, not names: the buckets can only be deleted after the access point.",
  },
  {
    type: "aws_s3control_multi_region_access_point_policy",
    path: "",
    text:
      "AWS cannot delete this policy: without this resource the last one stays in force. To take access away, take " +
      "principals out of the statements.",
  },
  {
    type: "aws_s3control_multi_region_access_point",
    path: "lifecycle",
    text: "Must stay: a replaced access point leaves every client with an address that is gone.",
  },
  {
    type: "aws_s3_bucket",
    path: "lifecycle",
    text: "Must stay: Terraform refuses to destroy or replace the bucket.",
  },
  {
    type: "aws_s3_bucket",
    path: "force_destroy",
    text: "For a trial: a destroy deletes the objects as well. Write false for real data.",
    where: ({ body }) => body["force_destroy"] === true,
  },
  {
    type: "aws_s3_bucket_versioning",
    path: "versioning_configuration",
    text: "Must stay: replication needs the versioning of both ends.",
  },
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    path: "",
    text: "Must be the same on every bucket: replication does not carry the removals to the others.",
  },
  {
    type: "aws_s3_bucket_replication_configuration",
    path: "",
    text:
      "One rule for each other Region: S3 does not replicate replicas, so a ring or a star would lose objects. The id " +
      "of a rule is a dimension of its metrics.",
  },
  {
    type: "aws_s3_bucket_replication_configuration",
    path: "depends_on",
    text: "S3 refuses replication unless both ends are versioned, and loses objects while the role cannot read.",
  },
  {
    type: "aws_s3_bucket_policy",
    path: "depends_on",
    text: "S3 answers 409 when both are put at once.",
  },
  {
    type: "aws_s3_bucket_notification",
    path: "",
    text: "A bucket has one notification configuration only: add other events here.",
  },
  {
    type: "aws_vpc_endpoint",
    path: "service_name",
    text: "The one name of this service, without a Region.",
  },
  {
    type: "aws_vpc_endpoint",
    path: "private_dns_enabled",
    text: "Must stay: the provider sends false when it is left out, and only the private name works here.",
  },
  {
    type: "aws_kms_key",
    path: "",
    text: "A key of its own: under the AWS-managed key of SNS a topic gets nothing from CloudWatch.",
    where: ({ path }) => path.includes("alerts"),
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    path: "provider",
    text: "Must stay: S3 publishes this metric in the destination's Region only.",
    where: ({ path }) => /latency|pending/.test(path.at(-1) ?? ""),
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    path: "provider",
    text: "Must stay: S3 publishes this metric in the source's Region only.",
    where: ({ path }) => /failed-operations/.test(path.at(-1) ?? ""),
  },
];

/** The comments of one resource; `told` collects what was said already. */
export function commentsOf(element: Element, told: Set<string>): Map<string, string> {
  const comments = new Map<string, string>();
  if (element.kind !== "resource") return comments;
  for (const { type, path, text, where } of REMARKS) {
    if (type !== element.type || told.has(text) || (where && !where(element)) || !has(element.body, path))
      continue;
    told.add(text);
    comments.set(path, text);
  }
  return comments;
}

/** The comment of the provider without an alias. */
export function commentsOfProvider({ body }: Named): Map<string, string> {
  const text =
    "For what belongs to no Region, such as IAM roles. us-west-2 is where AWS manages the access point, whatever its " +
    "Regions; a policy that denies Regions must let it through.";
  return new Map(body["alias"] === undefined ? [["", text]] : []);
}

function has(body: JsonObject, path: string): boolean {
  if (path === "") return true;
  let value: unknown = body;
  for (const step of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[step];
  return value !== undefined;
}
