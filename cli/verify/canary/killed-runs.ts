import type { SeenVersion } from "./object-store";

/** A run that is younger may still go on: it may wait for an hour, and for a while longer. */
const RUNNING_MS = 2 * 60 * 60 * 1000;

/** Objects of a run that was killed before it deleted them. */
export interface KilledRun {
  readonly bucket: string;
  readonly prefix: string;
  readonly objects: number;
}

/** The runs whose objects are still current in a bucket. No lifecycle rule deletes those. */
export function killedRuns(bucket: string, versions: readonly SeenVersion[], now: Date): KilledRun[] {
  const counts = new Map<string, number>();
  for (const { key, latest, marker } of versions) {
    const [, prefix, at] = /^(.*?mrap-canary\/verify-(\d{14})-[0-9a-f]{8}\/)/.exec(key) ?? [];
    if (!latest || marker || prefix === undefined || at === undefined) continue;
    if (now.getTime() - timeOf(at) > RUNNING_MS) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return [...counts].map(([prefix, objects]) => ({ bucket, prefix, objects }));
}

export function killedRunSentence({ bucket, prefix, objects }: KilledRun): string {
  const them = objects === 1 ? "it" : "them";
  return `An earlier run was killed: ${objects} ${objects === 1 ? "object remains" : "objects remain"} below ${prefix} in ${bucket}. No lifecycle rule deletes ${them}. Delete ${them} as an administrator: aws s3 rm s3://${bucket}/${prefix} --recursive`;
}

/** `20261126090000` as milliseconds. */
function timeOf(digits: string): number {
  const [year, month, day, hour, minute, second] = digits
    .match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/)!
    .slice(1)
    .map(Number) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
