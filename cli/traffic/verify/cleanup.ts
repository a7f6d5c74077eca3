import { explain, kindOf } from "../../adapters/aws/errors";
import { deleteVersions, listVersions, type ListedVersion, type Member } from "../wire/buckets";
import type { S3Wire } from "../wire/client";
import type { Objects } from "../load/objects";
import { pool } from "../wire/pool";

/** What a run wrote, as far as it takes to delete it. */
export type Left = Pick<Objects, "prefix" | "begun" | "key">;

/** What became of what a run wrote, in one bucket. */
export interface Cleaned {
  readonly region: string;
  readonly bucket: string;
  /** Versions and delete markers gone for good. */
  readonly deleted: number;
  /** Nothing where it cannot be known. */
  readonly left?: number;
  /** Why something is left. */
  readonly why?: string;
}

const rounds = 6;
/** Milliseconds between two rounds. */
const pause = 1000;

/**
 * Deletes every version and delete marker of a run, directly in each bucket: deleting a version does not replicate.
 * A bucket that refuses this keeps the versions; then the objects are at least deleted through the access point,
 * which leaves a delete marker over each, and the lifecycle takes the versions in its time.
 *
 * It goes round until every bucket is empty twice, as something may be on its way from one to another.
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
  for (let round = 0; round < rounds && quiet < 2; round++) {
    if (round > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    const before = deletions();
    await Promise.all(
      states.map(async (state) => {
        if (state.why !== undefined) return;
        try {
          for await (const page of pages(wire, state.member, objects.prefix)) {
            const refused = await deleteVersions(wire, state.member, page);
            if (refused.length > 0) return void (state.why = `it refuses the deletion (${refused[0]})`);
            state.deleted += page.length;
          }
        } catch (error) {
          const { bucket } = state.member;
          state.why =
            kindOf(error) === "denied"
              ? "it refuses the deletion (AccessDenied)"
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
        ...(why === undefined ? left && { why: "it was still arriving" } : { why }),
      };
    }),
  );
}

/** Puts a delete marker over each object that may be there. */
async function cover(wire: S3Wire, host: string, objects: Left): Promise<void> {
  const numbers = Array.from({ length: objects.begun }, (_, object) => object);
  let silent = false;
  await pool(numbers, 16, async (object) => {
    if (silent) return;
    // What cannot be deleted shows in what is left; who does not answer once is not asked ten thousand times.
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
