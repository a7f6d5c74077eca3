import type { S3BucketReplicationConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import type { IConstruct } from "constructs";
import { knownText } from "./known-text";

/** Bytes of a rule's elements without the texts: what S3 receives for a rule with all settings of the mesh. */
const RULE =
  "<Rule><ID></ID><Priority></Priority><Filter><Prefix></Prefix></Filter><Status>Disabled</Status>" +
  "<SourceSelectionCriteria><ReplicaModifications><Status>Disabled</Status></ReplicaModifications>" +
  "</SourceSelectionCriteria><DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication>" +
  "<Destination><Bucket></Bucket><ReplicationTime><Status>Disabled</Status><Time><Minutes>15</Minutes></Time>" +
  "</ReplicationTime><Metrics><Status>Disabled</Status><EventThreshold><Minutes>15</Minutes></EventThreshold>" +
  "</Metrics></Destination></Rule>";

/** The additional elements of a rule if the buckets have KMS keys. */
const ENCRYPTION =
  "<SseKmsEncryptedObjects><Status>Enabled</Status></SseKmsEncryptedObjects>" +
  "<EncryptionConfiguration><ReplicaKmsKeyID></ReplicaKmsKeyID></EncryptionConfiguration>";

const CONFIGURATION =
  '<ReplicationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Role></Role></ReplicationConfiguration>';

/** The size of a replication configuration as XML, in bytes. Ledger: replication-limits */
export function replicationBytes(
  scope: IConstruct,
  role: string,
  rules: readonly S3BucketReplicationConfigurationRule[],
): number {
  const texts = rules.map(({ id, priority, filter, destination }) => [
    id ?? "",
    String(priority ?? ""),
    filter?.prefix ?? "",
    destination.bucket,
    destination.encryptionConfiguration?.replicaKmsKeyId ?? "",
  ]);
  const encrypted = rules.filter(({ destination }) => destination.encryptionConfiguration).length;
  const values = JSON.parse(knownText(scope, [role, ...texts.flat()])) as string[];
  const bytes = values.reduce((sum, text) => sum + Buffer.byteLength(escaped(text)), 0);
  return CONFIGURATION.length + rules.length * RULE.length + encrypted * ENCRYPTION.length + bytes;
}

/** The text with the escapes that the AWS SDK for Go, and thus the provider, writes. */
function escaped(text: string): string {
  return text.replace(/[&<>"'\t\n\r]/g, (character) => ESCAPES[character]!);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};
