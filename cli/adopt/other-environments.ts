/** The buckets of the other environment files in the same folder. */
import { basename, dirname, resolve } from "node:path";
import { listEnvironments } from "../../environment/find";
import { loadEnvironmentToAdopt } from "../../environment/load";

/** The name of another environment file that has a bucket, by the bucket. */
export function bucketsElsewhere(file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const other of listEnvironments(dirname(file))) {
    if (resolve(other.file) === resolve(file)) continue;
    try {
      for (const { bucket } of Object.values(loadEnvironmentToAdopt(other.file).regions))
        found.set(bucket, basename(other.file));
    } catch {
      // Another command reports the errors of that file.
    }
  }
  return found;
}
