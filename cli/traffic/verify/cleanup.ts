import { setTimeout as sleep } from "node:timers/promises";
import { explain, kindOf } from "../../adapters/aws/errors";
import { deleteVersions, listVersions, type ListedVersion, type Member } from "../wire/buckets";
import type { S3Wire } from "../wire/client";
import type { Objects } from "../load/objects";
import { pool } from "../wire/pool";

/** The facts of a run that the cleanup needs. */
export type Left = Pick<Objects, "prefix" | "begun" | "key">;

/** The result of the cleanup in one bucket. */
export interface Cleaned {
  readonly region: string;
  readonly bucket: string;
  /** Permanently deleted versions and delete markers. */
  readonly deleted: number;
  /** Versions and delete markers that are left. `undefined` if the bucket cannot be listed. */
  readonly left?: number;
  /** Why something is left. */
  readonly why?: string;
}

const ROUNDS = 6;
/** Between two rounds. */
const PAUSE_MS = 1000;

/**
 * Deletes every version and delete marker of a run directly in each bucket, because deletes of versions do not replicate.
 * If a bucket denies that, the objects are deleted through the access point. That adds delete markers, and the lifecycle
 * rules delete the versions later.
 *
 * Repeats until two rounds find nothing, because replication may still add objects.
 */
export async function cleanUp(
  wire: S3Wire,
  host: string,
  objects: Left,
  members: readonly Member[],
): Promise<Cleaned[]> {
  const states = members.map((member) => ({ member, deleted: 0, why: undefined as string | undefined }));
  const deletions = (): number => states.reduce((sum, { deleted }) => sum + deleted, 0);
  let quiet = 0;
  for (let round = 0; round < ROUNDS && quiet < 2; round++) {
    if (round > 0) await sleep(PAUSE_MS);
    const before = deletions();
    await Promise.all(
      states.map(async (state) => {
        if (state.why !== undefined) return;
        try {
          for await (const page of pages(wire, state.member, objects.prefix)) {
            const failed = await deleteVersions(wire, state.member, page);
            if (failed.length > 0) return void (state.why = `the bucket denies the delete (${failed[0]})`);
            state.deleted += page.length;
          }
        } catch (error) {
          const { bucket } = state.member;
          state.why =
            kindOf(error) === "denied"
              ? "the bucket denies the delete (AccessDenied)"
              : explain(error, { action: "s3:DeleteObjectVersion", resource: `arn:aws:s3:::${bucket}/*` });
        }
      }),
    );
    quiet = deletions() === before ? quiet + 1 : 0;
  }
  if (states.some(({ why }) => why !== undefined)) await cover(wire, host, objects);
  return Promise.all(
    states.map(async ({ member, deleted, why }) => {
      const left = await count(wire, member, objects.prefix).catch(() => undefined);
      return {
        ...member,
        deleted,
        ...(left !== undefined && { left }),
        ...(why === undefined ? left && { why: "replication was still adding objects" } : { why }),
      };
    }),
  );
}

/** Adds a delete marker for each object that may exist. */
async function cover(wire: S3Wire, host: string, objects: Left): Promise<void> {
  const numbers = Array.from({ length: objects.begun }, (_, object) => object);
  let silent = false;
  await pool(numbers, 16, async (object) => {
    if (silent) return;
    // The count of what is left shows failures. If the access point does not answer, stop after the first request.
    await wire
      .send({ method: "DELETE", region: "*", host, path: `/${objects.key(object)}` })
      .catch((error: unknown) => void (silent ||= kindOf(error) === "unreachable"));
  });
}

async function* pages(wire: S3Wire, member: Member, prefix: string): AsyncGenerator<ListedVersion[]> {
  let after: { key: string; version: string } | undefined;
  do {
    const page = await listVersions(wire, member, prefix, after);
    if (page.versions.length > 0) yield page.versions;
    after = page.next;
  } while (after);
}

async function count(wire: S3Wire, member: Member, prefix: string): Promise<number> {
  let sum = 0;
  for await (const page of pages(wire, member, prefix)) sum += page.length;
  return sum;
}
