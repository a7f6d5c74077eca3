/**
 * The checks of the adopted buckets of one file against their record.
 *
 * Ledger: object-lock-replication, replication-sse-kms
 */
import { basename } from "node:path";
import { adoptedFile, type AdoptedRecord } from "../adopted";
import { printed } from "../data";
import { environmentId } from "../find";
import type { PlacedMistake } from "../rules/rule";
import type { Environment } from "../schema";

/** The mistakes of an environment with adopted buckets. @param record undefined if there is none */
export function adoptedMistakes(
  file: string,
  environment: Environment,
  record: AdoptedRecord | undefined,
): PlacedMistake[] {
  const command = `run mrap adopt ${environmentId(file)}`;
  const name = basename(adoptedFile(file));
  const mistakes = Object.entries(environment.regions).flatMap(
    ([region, { bucket, adopt }]): PlacedMistake[] => {
      const path = ["regions", region, "adopt"];
      const found = record?.buckets[bucket];
      if (found === undefined) {
        if (!adopt) return replaced(name, record, region, bucket);
        return [
          {
            path,
            message: `adopts the bucket ${bucket}, and ${record === undefined ? `there is no ${name}` : `${name} does not describe it`}`,
            fix: command,
          },
        ];
      }
      if (found.region !== region) {
        return [
          {
            path: ["regions", region, "bucket"],
            message: `is in ${found.region} according to ${name}`,
            got: printed(bucket),
            fix: `move the bucket to ${found.region} in this file, or name a bucket in ${region}`,
          },
        ];
      }
      if (!adopt) {
        return [
          {
            path,
            aboutKey: true,
            message: `is missing, and ${name} describes ${bucket} as an existing bucket. Terraform would try to create it`,
            fix: `write adopt: true. To end the adoption, write adopt: restore. If the bucket is not adopted, delete it from ${name}`,
          },
        ];
      }
      return keyMistakes(environment, region, found);
    },
  );
  return [...mistakes, ...endMistakes(environment), ...lockMistakes(command, environment, record)];
}

/** A Region whose adopted bucket was replaced by another one: Terraform would destroy the adopted bucket. */
function replaced(
  name: string,
  record: AdoptedRecord | undefined,
  region: string,
  bucket: string,
): PlacedMistake[] {
  const earlier = Object.entries(record?.buckets ?? {}).find(([, one]) => one.region === region)?.[0];
  if (earlier === undefined) return [];
  return [
    {
      path: ["regions", region, "bucket"],
      message: `replaces the adopted bucket ${earlier}. Terraform would destroy ${earlier} to create it`,
      got: printed(bucket),
      allowed: earlier,
      fix: `write bucket: ${earlier} and adopt: true, or end the adoption first. If ${earlier} was never adopted, delete it from ${name}`,
    },
  ];
}

/** Objects with SSE-KMS replicate only if a rule selects them and the role may use their key. */
function keyMistakes(
  { encryption }: Environment,
  region: string,
  { encryption: existing }: AdoptedRecord["buckets"][string],
): PlacedMistake[] {
  if (existing?.algorithm !== "aws:kms" || existing.key === undefined) return [];
  const written = encryption?.keys?.[region];
  if (written !== undefined) return [];
  return [
    {
      path: ["regions", region, "adopt"],
      message: "adopts a bucket whose objects are encrypted with a KMS key. They would not replicate",
      got: existing.key,
      fix: `write ${region}: ${existing.arn ?? existing.key} under encryption.keys, and a key for every other Region`,
    },
  ];
}

/** An access point cannot lose one bucket: the adoption of all buckets ends together. */
function endMistakes({ regions }: Environment): PlacedMistake[] {
  const adopted = Object.entries(regions).filter(([, { adopt }]) => adopt);
  const ending = adopted.filter(([, { adopt }]) => adopt !== true);
  if (ending.length === 0) return [];
  return adopted
    .filter(([, { adopt }]) => adopt !== ending[0]![1].adopt)
    .map(([region, { adopt }]) => ({
      path: ["regions", region, "adopt"],
      message: "differs from the other adopted buckets. AWS cannot take one bucket out of an access point",
      got: String(adopt),
      allowed: `${ending[0]![1].adopt} for every adopted bucket`,
      fix: `write adopt: ${ending[0]![1].adopt} for every adopted bucket`,
    }));
}

/** S3 replicates the retention of an object only between two buckets with Object Lock. */
function lockMistakes(
  command: string,
  { regions, objectLock }: Environment,
  record: AdoptedRecord | undefined,
): PlacedMistake[] {
  const requested = (objectLock ?? false) !== false;
  const all = Object.entries(regions).flatMap(([region, { bucket, adopt }]) => {
    const found = record?.buckets[bucket];
    // A bucket without a record is reported as that.
    if (adopt && found === undefined) return [];
    const locked = adopt ? found?.objectLock === true : requested;
    return [{ region, bucket, adopted: Boolean(adopt), locked }];
  });
  const adopted = all.filter((one) => one.adopted);
  if (adopted.length === 0) return [];
  if (objectLock && objectLock !== true && adopted.length === all.length)
    return [
      {
        path: ["objectLock"],
        aboutKey: true,
        message:
          "sets a default retention for new buckets, and every bucket is adopted. Adopted buckets keep theirs",
        fix: "remove objectLock",
      },
    ];
  const locked = all.filter((one) => one.locked);
  if (locked.length === 0 && !requested) return [];
  const ofAdopted = adopted.find((one) => one.locked);
  return all
    .filter((one) => !one.locked)
    .map((one) => ({
      path: ["regions", one.region, "bucket"],
      message: `has no Object Lock, and ${ofAdopted?.bucket ?? "objectLock enables it for the other buckets"}${ofAdopted ? " has" : ""}. S3 replicates locked objects only to a bucket with Object Lock`,
      got: printed(one.bucket),
      fix: lockFix(one.adopted, ofAdopted !== undefined, command),
    }));
}

function lockFix(adopted: boolean, othersHaveIt: boolean, command: string): string {
  if (!adopted) return "write objectLock: true";
  const enable = `enable Object Lock on the bucket, and ${command}`;
  return othersHaveIt ? `${enable}; or name only buckets without it` : `${enable}; or remove objectLock`;
}
