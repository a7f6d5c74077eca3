/** The buckets of the other environment files in the same folder, for commands that read one file. */
import { basename, dirname, resolve } from "node:path";
import { regionsIn, sharedBucket } from "./checks/environments";
import { listEnvironments } from "./find";
import { loadEnvironmentToAdopt } from "./load";
import type { PlacedMistake } from "./rules/rule";
import type { Environment } from "./schema";

/** The name of another environment file that has a bucket, by the bucket. */
export function bucketsElsewhere(file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const other of listEnvironments(dirname(file))) {
    if (resolve(other.file) === resolve(file)) continue;
    try {
      for (const { region } of regionsIn(loadEnvironmentToAdopt(other.file)))
        found.set(region.bucket, basename(other.file));
    } catch {
      // Another command reports the errors of that file.
    }
  }
  return found;
}

/** The buckets of an environment that another file in the folder has, too. Synth of the folder reports the same. */
export function sharedBuckets(file: string, environment: Environment): PlacedMistake[] {
  const elsewhere = bucketsElsewhere(file);
  return regionsIn(environment).flatMap((placed) => {
    const other = elsewhere.get(placed.region.bucket);
    return other === undefined ? [] : [sharedBucket(placed, other)];
  });
}
