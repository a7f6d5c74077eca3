/** Replication between the buckets, and the life cycle of object versions. */
import { DEFAULTS } from "../../constructs/defaults";
import { LARGEST_INTEGER, REPLICATION_RULES_PER_BUCKET } from "../../constructs/limits";
import { countOr, flagOr, listOr, section } from "../fields";
import { prefixRule } from "../rules/names";

const { timeControl, deleteMarkers, replicaModifications } = DEFAULTS.replication;
const { abortIncompleteUploadsAfterDays, expireNoncurrentVersionsAfterDays } = DEFAULTS.lifecycle;

export const replication = section(
  {
    timeControl: flagOr(
      timeControl,
      "S3 Replication Time Control (RTC): replicates within 15 minutes, with metrics and events.",
    ),
    deleteMarkers: flagOr(deleteMarkers, "Replicate delete markers."),
    replicaModifications: flagOr(
      replicaModifications,
      "Replicate changes to the metadata of replicas back to the other buckets.",
    ),
    prefixes: listOr(
      prefixRule,
      "Key prefixes of the objects to replicate. No prefix may start with another one. Each prefix is one rule for each " +
        `other Region, and S3 allows ${REPLICATION_RULES_PER_BUCKET} rules for each bucket.`,
      "every object",
    ),
  },
  "Replication between all buckets, in both directions.",
);

export const lifecycle = section(
  {
    abortIncompleteUploadsAfterDays: countOr(abortIncompleteUploadsAfterDays, {
      minimum: 1,
      maximum: LARGEST_INTEGER,
      unit: "days",
      description: "Days after which an incomplete multipart upload is deleted.",
    }),
    expireNoncurrentVersionsAfterDays: countOr(expireNoncurrentVersionsAfterDays, {
      minimum: 1,
      maximum: LARGEST_INTEGER,
      unit: "days",
      description: "Days after which a noncurrent version is deleted.",
    }),
  },
  "The objects that every bucket deletes automatically. S3 Lifecycle does not act on objects whose replication is pending or failed.",
);
