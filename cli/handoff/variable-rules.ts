import { ACCESS_POINT_NAME } from "../../constructs/limits";

/** What Terraform checks of a variable's value before it plans. */
export interface Validation {
  readonly condition: string;
  readonly message: string;
}

/** Letters of a bucket's name; S3 refuses a few such names besides. */
const BUCKET_NAME = "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$";
const PRINCIPAL = "^arn:aws:iam::[0-9]{12}:(root|(role|user)/.+)$";
const ROLE = "^arn:aws:iam::[0-9]{12}:role/.+$";

export function accessPointName(): Validation[] {
  return [
    {
      condition: matches(ACCESS_POINT_NAME.source, "var.name"),
      message: "Write 3 to 50 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
    },
  ];
}

export function bucketNames(): Validation[] {
  return [
    {
      condition: every("values(var.bucket_names)", "name", matches(BUCKET_NAME, "name")),
      message: "Write 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
    },
    {
      condition: "length(distinct(values(var.bucket_names))) == length(var.bucket_names)",
      message: "Name another bucket in each Region.",
    },
  ];
}

export function tags(): Validation[] {
  return [
    { condition: "length(var.tags) <= 50", message: "AWS takes at most 50 tags on a resource." },
    {
      condition: every("keys(var.tags)", "key", '!startswith(lower(key), "aws:")'),
      message: 'AWS keeps keys that begin with "aws:" for itself.',
    },
  ];
}

export function roleArn(variable: string): Validation[] {
  return [{ condition: matches(ROLE, `var.${variable}`), message: "Write the ARN of an IAM role." }];
}

/** An empty list would be a statement without a principal, which AWS refuses. */
export function principals(variable: string): Validation[] {
  return [
    {
      condition: `length(var.${variable}) > 0`,
      message: "Name at least one principal; to have none, remove the statements that name this variable.",
    },
    {
      condition: every(`var.${variable}`, "arn", matches(PRINCIPAL, "arn")),
      message: "Write ARNs of IAM roles, users or accounts (arn:aws:iam::ACCOUNT:root), without wildcards.",
    },
  ];
}

export function organization(): Validation[] {
  return [
    {
      condition: matches("^o-[a-z0-9]{10,32}$", "var.organization_id"),
      message: "Write the id of an AWS organization, such as o-a1b2c3d4e5.",
    },
  ];
}

export function ids(variable: string, kind: string): Validation[] {
  return [
    {
      condition: every(`values(var.${variable})`, "id", matches(`^${kind}-[0-9a-f]+$`, "id")),
      message: `Write ids that begin with ${kind}-.`,
    },
  ];
}

export function idLists(variable: string, kind: string): Validation[] {
  return [
    {
      condition: every(`flatten(values(var.${variable}))`, "id", matches(`^${kind}-[0-9a-f]+$`, "id")),
      message: `Write ids that begin with ${kind}-.`,
    },
    {
      condition: every(`values(var.${variable})`, "ids", "length(ids) > 0"),
      message: "Write at least one id in each Region.",
    },
  ];
}

export function emails(count: number): Validation[] {
  return [
    {
      condition: `length(var.alert_emails) == ${count}`,
      message:
        "Each address has subscriptions in monitoring.tf: add or remove them there, and change this number.",
    },
    {
      condition: every("var.alert_emails", "email", matches("^[^@[:space:]]+@[^@[:space:]]+$", "email")),
      message: "Write e-mail addresses.",
    },
  ];
}

export function topicArns(): Validation[] {
  return [
    {
      condition: `alltrue(flatten([
  for region, arns in var.alert_topic_arns : [for arn in arns : startswith(arn, "arn:aws:sns:\${region}:")]
]))`,
      message:
        "CloudWatch publishes only to topics of the alarm's own Region: write each topic under its Region.",
    },
  ];
}

export function wholeNumber(variable: string, least: number): Validation[] {
  return [
    {
      condition: `var.${variable} >= ${least} && floor(var.${variable}) == var.${variable}`,
      message: `Write a whole number, ${least} or more.`,
    },
  ];
}

/** The patterns here have no backslash and no quote, which a quoted text would have to escape. */
function matches(pattern: string, value: string): string {
  return `can(regex("${pattern}", ${value}))`;
}

function every(collection: string, item: string, condition: string): string {
  return `alltrue([for ${item} in ${collection} : ${condition}])`;
}
