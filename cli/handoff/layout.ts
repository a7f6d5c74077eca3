import type { Element } from "../synthesized/configuration";

/** The file of each part of an environment: the construct that the stack makes it in. */
const FILES: Readonly<Record<string, string>> = {
  current: "main",
  AccessPoint: "main",
  Buckets: "buckets",
  Replication: "replication",
  AccessPointPolicy: "access",
  BucketPolicies: "access",
  Outputs: "access",
  Endpoints: "network",
  Monitoring: "monitoring",
};

/** The order in which a reader opens the files. Other files follow by name. */
const ORDER = [
  "main",
  "buckets",
  "replication",
  "access",
  "network",
  "encryption",
  "monitoring",
  "dashboard",
  "failover",
  "repair",
];

/** The content of a file, in the README's words. */
export const CONTENTS: Readonly<Record<string, string>> = {
  ".gitignore": "Local files of Terraform that do not belong in a repository.",
  ".terraform.lock.hcl": "The provider's version and checksums.",
  "terraform.tfvars.example": "The variables with today's values, to copy to `terraform.tfvars`.",
  "main.tf.json": "The whole configuration, in Terraform's JSON syntax.",
  "versions.tf": "The versions of Terraform and the AWS provider.",
  "backend.tf": "The location of the state.",
  "providers.tf": "One provider for each Region, and one for global resources.",
  "variables.tf": "Values that you can change without editing a resource.",
  "locals.tf": "Lists that several resources share.",
  "main.tf": "The Multi-Region Access Point.",
  "buckets.tf": "The member buckets and their settings.",
  "replication.tf":
    "Replication from every bucket to every other bucket, and the roles that S3 assumes for it.",
  "access.tf": "The policies of the access point and the buckets, and ready-made policies for applications.",
  "network.tf": "The VPC endpoints of the access point.",
  "encryption.tf": "The KMS keys of the buckets.",
  "monitoring.tf": "Alarms with their topics, and queues for replication events.",
  "dashboard.tf": "The CloudWatch dashboard.",
  "failover.tf": "The failover runbook, and notifications of routing changes.",
  "repair.tf": "The role of S3 Batch Replication jobs, and the buckets for their manifests and reports.",
  "imports.tf": "Existing resources that Terraform imports.",
  "moved.tf": "Resources whose address has changed.",
  "outputs.tf": "Values for the users of the access point.",
};

/** `buckets.tf` */
export function fileOf({ type, path }: Element): string {
  if (type === "aws_cloudwatch_dashboard") return "dashboard.tf";
  const [part = ""] = path;
  const failover = path.some((id) => /failover|runbook|routing/i.test(id));
  const known = failover ? "failover" : FILES[part];
  return `${known ?? snakeCase(part)}.tf`;
}

/** Compares the names of files that contain resources. */
export function compareFiles(one: string, other: string): number {
  return place(one) - place(other) || (one < other ? -1 : 1);
}

function place(file: string): number {
  const index = ORDER.indexOf(file.replace(/\.tf$/, ""));
  return index === -1 ? ORDER.length : index;
}

function snakeCase(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}
