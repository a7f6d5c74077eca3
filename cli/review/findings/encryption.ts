import { KEY_PATH, bucketEncryptions, switchesToKms } from "../bucket-encryption";
import { why } from "../causes";
import type { Change } from "../change";
import type { Context } from "../context";
import type { Family } from "../finding";
import { boundaryOf } from "../key-permissions";
import { kmsKey } from "../kms-keys";
import { SELECTION, readinessOf, shown, type Readiness } from "../kms-readiness";
import { replicationGains } from "../kms-switch";
import { roleName } from "../replication-roles";
import { join, name, say, some, type Text } from "../text";
import { UNKNOWN, at, isMark, text, type Value } from "../values";

const SSE = "aws_s3_bucket_server_side_encryption_configuration";
const DEFAULT = ["rule", "apply_server_side_encryption_by_default"] as const;

const downgraded: Family = {
  id: "encryption-downgraded",
  severity: "danger",
  varies: true,
  title: "The default encryption of a bucket is weakened or uses another key",
  why: "New objects are no longer protected by the key that you control, so its policy no longer limits who can read them.",
  instead:
    "Keep SSE-KMS with your key. To change the key, check first that readers and the replication role can use the new one.",
  *find(context) {
    for (const change of context.of(SSE, "aws_s3_bucket")) {
      const prefix = change.type === SSE ? [] : ["server_side_encryption_configuration"];
      if (change.type !== SSE && !context.decides(change, prefix)) continue;
      const bucket = text(at(change.before, "bucket"));
      if (!["update", "replace", "delete"].includes(change.action) || context.bucketGoes(bucket)) continue;
      const gone = change.action === "delete";
      if (gone && change.type !== SSE) continue;
      const read = (field: string): { before: Value; after: Value } => {
        const path = [...prefix, ...DEFAULT, field];
        if (gone) return { before: at(change.before, ...path), after: null };
        const created = field === "kms_master_key_id" ? kmsKey(context, change, path) : undefined;
        return created && at(change.after, ...path) === UNKNOWN
          ? { before: at(change.before, ...path), after: shown(created) }
          : context.pair(change, path);
      };
      const [algorithm, key] = [read("sse_algorithm"), read("kms_master_key_id")];
      const was = text(algorithm.before);
      if (was === undefined || !was.startsWith("aws:kms") || isMark(algorithm.after)) continue;
      const base = { address: change.address, change };
      if (algorithm.after !== was && !(was === "aws:kms" && algorithm.after === "aws:kms:dsse")) {
        const now = gone
          ? say`the configuration is removed${why(change)}`
          : say`${name("sse_algorithm")} changes from ${was} to ${text(algorithm.after) ?? "unset"}`;
        yield { ...base, attribute: "sse_algorithm", cause: say`bucket ${bucket ?? "?"}: ${now}` };
      } else if (text(key.before) && !isMark(key.after) && key.after !== key.before) {
        const unmanaged = !text(key.after) || /alias\/aws\/s3$/.test(text(key.after) ?? "");
        yield {
          ...base,
          attribute: "kms_master_key_id",
          severity: unmanaged ? "danger" : "warning",
          cause: say`bucket ${bucket ?? "?"}: the key changes from ${text(key.before) ?? "?"} to ${text(key.after) || "the key that AWS manages"}`,
        };
      }
    }
  },
};

/** The consequences of a switch, as the end of the sentence. */
function consequences(context: Context, { role, rules, encryption }: Readiness): Text {
  if (role === undefined || rules.length === 0) return [];
  const gains = [...replicationGains(context)].filter((gain) => gain.role === role);
  const gained = gains.map(
    ({ step }) => say`${some(step.what.values)} on ${some(step.where.values.map(plainName))}`,
  );
  const boundary = boundaryOf(context, role);
  const foreign = [encryption.key, ...rules.map(({ key }) => key)].filter((key) => key && !key.change);
  return [
    ...(gained.length === 0
      ? []
      : say`. Its replication role ${roleName(role)} gains ${join(gained, ", and ")}`),
    ...(foreign.length === 0
      ? []
      : say`. The plan does not contain the policies of ${some([...new Set(foreign.map((key) => key?.id ?? ""))])}`),
    ...(boundary === undefined
      ? []
      : say`. The plan does not contain the permissions boundary ${boundary} of the role`),
  ];
}

const plainName = (id: string): string => id.replace("\u0000", "").replace(/^(aws_kms_\w+\..+)\.arn$/, "$1");

const switched: Family = {
  id: "encryption-switched-to-kms",
  severity: "warning",
  title: "New objects are encrypted with a KMS key",
  why: "New objects can then be read and written only with permissions on the key: kms:Decrypt to read, kms:GenerateDataKey and kms:Decrypt to write. Objects from before keep their encryption, and are readable as before.",
  instead:
    "Grant the permissions before the apply, and remove the header x-amz-server-side-encryption: AES256 from clients. For keys whose policies the plan does not contain, run mrap doctor.",
  *find(context) {
    for (const encryption of bucketEncryptions(context).values()) {
      if (!switchesToKms(encryption)) continue;
      const { bucket, change, key } = encryption;
      const found = readinessOf(context, bucket);
      yield {
        address: change.address,
        change,
        attribute: "sse_algorithm",
        cause: say`bucket ${bucket}: new objects are encrypted with ${key ? say`the key ${shown(key)}` : keyInWords(change)} instead of S3 managed keys${found ? consequences(context, found) : []}`,
      };
    }
  },
};

function keyInWords(change: Change): Text {
  const value = at(change.after, ...KEY_PATH);
  if (isMark(value)) return ["a key that is known only after the apply"];
  return text(value) ? say`the key ${text(value) ?? ""}` : ["the key that AWS manages"];
}

const incomplete: Family = {
  id: "kms-replication-incomplete",
  severity: "danger",
  title: "Replication is not ready for objects that are encrypted with KMS keys",
  why: "S3 accepts the configuration. It then skips new objects or reports them as FAILED, and they exist in one Region only.",
  instead:
    "Select SSE-KMS objects on every rule, with the key of the destination in its Region. Allow the replication role kms:Decrypt on the key of the source, and kms:Encrypt and kms:Decrypt on the keys of the destinations.",
  *find(context) {
    for (const encryption of bucketEncryptions(context).values()) {
      const { isNew, before, bucket, change } = encryption;
      if (isNew || change.action === "none" || change.action === "forget") continue;
      for (const { change: at, attribute, cause } of readinessOf(context, bucket)?.obstacles ?? []) {
        // A bucket whose objects had a KMS key before did not replicate them before, either.
        if (before === "kms" && attribute === SELECTION) continue;
        yield { address: at.address, change: at, attribute, cause };
      }
    }
  },
};

export const encryption: readonly Family[] = [incomplete, downgraded, switched];
