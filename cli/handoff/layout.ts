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

/** What a reader opens first comes first; files of parts that are not listed follow by name. */
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
];

/** What a file is about, in the README's words. */
export const CONTENTS: Readonly<Record<string, string>> = {
  "versions.tf": "The versions of Terraform and of the provider.",
  "backend.tf": "Where the state lies.",
  "providers.tf": "One provider for each Region, and one for what belongs to none.",
  "variables.tf": "What can be changed without editing a resource.",
  "main.tf": "The Multi-Region Access Point.",
  "buckets.tf": "The member buckets and their settings.",
  "replication.tf": "Replication from every bucket to every other one, and the roles that S3 assumes for it.",
  "access.tf": "The policies of the access point and of the buckets, and ready policies for applications.",
  "network.tf": "The VPC endpoints of the access point.",
  "encryption.tf": "The keys of the buckets.",
  "monitoring.tf": "Alarms, their topics, and the queues of replication events.",
  "dashboard.tf": "The CloudWatch dashboard.",
  "failover.tf": "What helps in a failover.",
  "imports.tf": "What Terraform takes over instead of making it.",
  "moved.tf": "What had another address before.",
  "outputs.tf": "What the users of the access point need to know.",
};

/** `buckets.tf` */
export function fileOf({ type, path }: Element): string {
  if (type === "aws_cloudwatch_dashboard") return "dashboard.tf";
  const [part = ""] = path;
  const failover = path.some((id) => /failover|runbook|routing/i.test(id));
  const known = failover ? "failover" : FILES[part];
  return `${known ?? snakeCase(part)}.tf`;
}

/** Compares the names of files that hold resources. */
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
