import { ACCESS_POINT_NAME } from "../../constructs/limits";

/** A check of a variable's value before Terraform plans. */
export interface Validation {
  readonly condition: string;
  readonly message: string;
}

/** The characters of a bucket name. S3 rejects a few more names. */
const BUCKET_NAME = "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$";
const PRINCIPAL = "^arn:aws:iam::[0-9]{12}:(root|(role|user)/.+)$";
const ROLE = "^arn:aws:iam::[0-9]{12}:role/.+$";

export function accessPointName(): Validation[] {
  return [
    {
      condition: matches(ACCESS_POINT_NAME.source, "var.name"),
      message:
        "The name must have 3 to 50 lowercase letters, digits and hyphens, and begin and end with a letter or digit.",
    },
  ];
}

export function bucketNames(): Validation[] {
  return [
    {
      condition: every("values(var.bucket_names)", "name", matches(BUCKET_NAME, "name")),
      message:
        "Each name must have 3 to 63 lowercase letters, digits and hyphens, and begin and end with a letter or digit.",
    },
    {
      condition: "length(distinct(values(var.bucket_names))) == length(var.bucket_names)",
      message: "Each Region needs its own bucket: use each name once.",
    },
  ];
}

export function tags(): Validation[] {
  return [
    { condition: "length(var.tags) <= 50", message: "AWS allows at most 50 tags on a resource." },
    {
      condition: every("keys(var.tags)", "key", '!startswith(lower(key), "aws:")'),
      message: 'AWS reserves tag keys that begin with "aws:".',
    },
  ];
}

export function roleArn(variable: string): Validation[] {
  return [
    { condition: matches(ROLE, `var.${variable}`), message: "The value must be the ARN of an IAM role." },
  ];
}

/** An empty list would be a statement without a principal, which AWS rejects. */
export function principals(variable: string): Validation[] {
  return [
    {
      condition: `length(var.${variable}) > 0`,
      message:
        "The list needs at least one principal. For none, remove the statements that use this variable.",
    },
    {
      condition: every(`var.${variable}`, "arn", matches(PRINCIPAL, "arn")),
      message:
        "Each value must be the ARN of an IAM role, user or account (arn:aws:iam::ACCOUNT:root), without wildcards.",
    },
  ];
}

export function organization(): Validation[] {
  return [
    {
      condition: matches("^o-[a-z0-9]{10,32}$", "var.organization_id"),
      message: "The value must be the id of an AWS organization, such as o-a1b2c3d4e5.",
    },
  ];
}

export function ids(variable: string, kind: string): Validation[] {
  return [
    {
      condition: every(`values(var.${variable})`, "id", matches(`^${kind}-[0-9a-f]+$`, "id")),
      message: `Each id must begin with ${kind}-.`,
    },
  ];
}

export function idLists(variable: string, kind: string): Validation[] {
  return [
    {
      condition: every(`flatten(values(var.${variable}))`, "id", matches(`^${kind}-[0-9a-f]+$`, "id")),
      message: `Each id must begin with ${kind}-.`,
    },
    {
      condition: every(`values(var.${variable})`, "ids", "length(ids) > 0"),
      message: "Each Region needs at least one id.",
    },
  ];
}

export function emails(count: number): Validation[] {
  return [
    {
      condition: `length(var.alert_emails) == ${count}`,
      message:
        "Each address has subscriptions in monitoring.tf. Add or remove them there, then change the number in this condition.",
    },
    {
      condition: every("var.alert_emails", "email", matches("^[^@[:space:]]+@[^@[:space:]]+$", "email")),
      message: "Each value must be an email address.",
    },
  ];
}

export function topicArns(): Validation[] {
  return [
    {
      condition: `alltrue(flatten([
  for region, arns in var.alert_topic_arns : [for arn in arns : startswith(arn, "arn:aws:sns:\${region}:")]
]))`,
      message: "An alarm notifies topics of its own Region only. List each topic under its Region.",
    },
  ];
}

export function wholeNumber(variable: string, least: number): Validation[] {
  return [
    {
      condition: `var.${variable} >= ${least} && floor(var.${variable}) == var.${variable}`,
      message: `The value must be a whole number of at least ${least}.`,
    },
  ];
}

/** The patterns contain no backslash and no quote, which would need escapes. */
function matches(pattern: string, value: string): string {
  return `can(regex("${pattern}", ${value}))`;
}

function every(collection: string, item: string, condition: string): string {
  return `alltrue([for ${item} in ${collection} : ${condition}])`;
}
