/** Compares adopted buckets with their record, NAME.adopted.yaml. */
import { basename } from "node:path";
import { adoptedFile, type AdoptedRecord } from "../../environment/adopted";
import { environmentId } from "../../environment/find";
import type { Environment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";
import { callerIdentity } from "../live/identity";
import { inspectBucket } from "./inspect";
import type { Inspection } from "./inspection";
import { deployedParts, differences, isManaged } from "./record";

export interface RecordedMember {
  readonly region: string;
  readonly bucket: string;
}

/** A bucket that differs from its record, or that cannot be compared. */
export interface ChangedBucket {
  readonly bucket: string;
  readonly changed: readonly string[];
  /** Why the bucket cannot be compared. */
  readonly reason?: string;
  /** The bucket is where the record says, and a part of its configuration cannot be read. */
  readonly unread?: true;
}

export interface Comparison {
  readonly changes: readonly ChangedBucket[];
  /** Buckets that an environment manages. The parts that their adoption changed are not compared. */
  readonly adopted: readonly string[];
  /** Buckets with parts that an interrupted deploy may have written. These parts are no changes. */
  readonly deployed: readonly { readonly bucket: string; readonly parts: readonly string[] }[];
}

/** Compares buckets of an environment with their record. */
export async function changesSince(
  aws: Aws,
  environment: Environment,
  members: readonly RecordedMember[],
  record: AdoptedRecord,
  progress: (line: string) => void = () => undefined,
): Promise<Comparison> {
  const { account } = await callerIdentity(aws);
  // A bucket that Terraform creates has no record, and a rule may replicate to it already.
  const names = Object.values(environment.regions).map(({ bucket }) => bucket);
  const adopted: string[] = [];
  const deployed: { bucket: string; parts: string[] }[] = [];
  const found = await Promise.all(
    members.map(async ({ region, bucket }): Promise<ChangedBucket[]> => {
      progress(`Compare ${bucket} in ${region} with its record …`);
      const recorded = record.buckets[bucket]!;
      const inspection = await inspectBucket(aws, { account, bucket, region, members: names, size: false });
      const place = placeProblem(inspection);
      if (place !== undefined) return [{ bucket, changed: [], reason: place }];
      const [reason] = inspection.unread;
      if (reason !== undefined) return [{ bucket, changed: [], reason, unread: true }];
      if (isManaged(inspection)) adopted.push(bucket);
      const parts = deployedParts(inspection, recorded, environment);
      if (parts.length > 0) deployed.push({ bucket, parts });
      const changed = differences(inspection, recorded, environment);
      return changed.length > 0 ? [{ bucket, changed }] : [];
    }),
  );
  return { changes: found.flat(), adopted, deployed };
}

/** One sentence about a change, with what to do. */
export function changeSentence({ bucket, changed, reason }: ChangedBucket, file: string): string {
  if (reason !== undefined) return reason;
  return `${bucket} changed after ${basename(adoptedFile(file))} was written: ${changed.join(", ")}. Run mrap adopt ${environmentId(file)} again.`;
}

function placeProblem({ place, bucket, region }: Inspection): string | undefined {
  if (place.kind === "here") return undefined;
  const why = {
    missing: "does not exist any more",
    elsewhere: `is not in ${region}`,
    foreign: "belongs to another account, or s3:ListBucket on it is denied to you",
  };
  return `${bucket} ${why[place.kind]}.`;
}
