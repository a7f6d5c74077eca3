import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { canaryPrefix } from "../../adapters/aws/canary";
import type { DeployedAccessPoint, Member, ObjectCaller } from "../context";
import { cleanUp, type LeftBehind } from "./clean-up";
import { killedRuns, type KilledRun } from "./killed-runs";
import { directly, isNoSuchKey, ObjectStore, throughAccessPoint, type Place } from "./object-store";
import { Watch } from "./watch";

/** An object, and another one that is deleted at once. Both are written in one place. */
export interface Written {
  readonly key: string;
  readonly versionId: string;
  readonly etag: string;
  /** The delete marker of the other object. */
  readonly markerId: string;
  /** When S3 had acknowledged both, as performance.now() says it. */
  readonly at: number;
}

/** A canary object that was written through the access point. */
export interface Through extends Written {
  /** The Regions whose bucket had it before it replicated. More than one if it replicated too fast to tell. */
  readonly servedBy: readonly string[];
}

export interface CanaryOptions {
  readonly members: readonly Member[];
  /** One, or two while the Regions of the environment are changed. */
  readonly accessPoints: readonly DeployedAccessPoint[];
  readonly writer: ObjectCaller;
  /** A key prefix that the replication rules select. @default "" */
  readonly keyPrefix?: string;
  readonly timeoutMs: number;
}

/** How often an object is written again if it replicates before the buckets are listed. */
const ATTEMPTS = 3;
/** Between two reads of an object that has not arrived at the Region that answers, in milliseconds. */
const READ_AGAIN_MS = 500;

/** Writes canary objects, and watches the buckets for their arrival. Everything is written at once, when it is first asked for. */
export class Canaries {
  /** All objects of the run have keys below this prefix. */
  readonly prefix: string;
  readonly store: ObjectStore;
  private readonly watches: ReadonlyMap<string, Watch>;
  private readonly written = new Map<string, Promise<Written>>();
  /** By alias. */
  private readonly throughAccessPoints = new Map<string, Promise<Through>>();
  /** Versions that somebody other than the writer wrote, although S3 should have denied it. */
  private readonly unexpected: Array<{
    readonly member: Member;
    readonly store: ObjectStore;
    readonly key: string;
    readonly versionId: string;
  }> = [];

  constructor(readonly options: CanaryOptions) {
    const run = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}-${randomBytes(4).toString("hex")}`;
    this.prefix = `${options.keyPrefix ?? ""}${canaryPrefix}verify-${run}/`;
    this.store = new ObjectStore(options.writer.aws);
    this.watches = new Map(
      options.members.map((member) => [member.region, new Watch(() => this.store.list(member, this.prefix))]),
    );
  }

  /** Writes one object through each access point, and one directly to each bucket if the writer may bypass them. */
  start(): void {
    if (this.throughAccessPoints.size > 0) return;
    const { accessPoints, members, writer } = this.options;
    accessPoints.forEach(({ alias }, index) => {
      const folder = index === 0 ? "access-point" : `access-point-${index + 1}`;
      const written = this.writeThrough(throughAccessPoint(alias), `${this.prefix}${folder}/`);
      written.catch(() => undefined);
      this.throughAccessPoints.set(alias, written);
    });
    if (!writer.exempt) return;
    for (const member of members) {
      const written = this.write(directly(member), `${this.prefix}${member.region}/`);
      written.catch(() => undefined);
      this.written.set(member.region, written);
    }
  }

  /** The object that was written through an access point. @param alias the first access point by default */
  async through(alias = this.options.accessPoints[0]!.alias): Promise<Through> {
    this.start();
    return this.throughAccessPoints.get(alias)!;
  }

  /** The object that was written directly to a bucket. Undefined if the writer may not bypass the access point. */
  async direct(region: string): Promise<Written | undefined> {
    this.start();
    return this.written.get(region);
  }

  /** Waits for a version to arrive. @returns seconds, or undefined if it has not arrived in time */
  async arrival(region: string, versionId: string, { at }: Written) {
    const watch = this.watches.get(region)!;
    const found = await watch.arrival(versionId, at + this.options.timeoutMs);
    if (found === undefined && watch.problem instanceof Error) throw watch.problem;
    return found && { etag: found.version.etag, seconds: Math.max(0, found.seenAt - at) / 1000 };
  }

  /** Reads the object back through the access point. A Region that has not received it yet does not have it. */
  async readBack({ key, at }: Through, alias: string): Promise<string> {
    const place = throughAccessPoint(alias);
    for (;;) {
      try {
        return (await this.store.read(place, key)).body;
      } catch (error) {
        if (!isNoSuchKey(error) || performance.now() > at + this.options.timeoutMs) throw error;
        await sleep(READ_AGAIN_MS);
      }
    }
  }

  /** Notes a version that has to be deleted as well. */
  note(member: Member, store: ObjectStore, key: string, versionId: string): void {
    this.unexpected.push({ member, store, key, versionId });
  }

  /** Deletes what was written. Undefined if nothing is left. Never rejects. */
  async finish({ interrupted }: { readonly interrupted: boolean }): Promise<LeftBehind | undefined> {
    const writes = [...this.throughAccessPoints.values(), ...this.written.values()];
    const settled = await Promise.allSettled(writes);
    const written = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    for (const { member, store, key, versionId } of this.unexpected)
      await store.deleteVersions(member, [{ key, versionId, marker: false }]).catch(() => undefined);
    if (writes.length === 0) return undefined;
    // A version that is deleted while it replicates counts as a failed replication.
    if (!interrupted) await this.allArrived(written);
    for (const watch of this.watches.values()) watch.stop();
    return cleanUp({
      ...this.options,
      accessPoint: this.options.accessPoints[0]!,
      store: this.store,
      prefix: this.prefix,
      keys: written.map(({ key }) => key),
    });
  }

  /** The objects of earlier runs that were killed. A bucket that cannot be listed has none. */
  async killedRuns(): Promise<KilledRun[]> {
    const { members, keyPrefix = "" } = this.options;
    const found = await Promise.all(
      members.map(async (member) => {
        const versions = await this.store.list(member, `${keyPrefix}${canaryPrefix}verify-`).catch(() => []);
        return killedRuns(member.bucket, versions, new Date());
      }),
    );
    return found.flat();
  }

  private async allArrived(written: readonly Written[]): Promise<void> {
    await Promise.allSettled(
      [...this.watches.keys()].flatMap((region) =>
        written.map((one) => this.arrival(region, one.versionId, one)),
      ),
    );
  }

  private async writeThrough(place: Place, parent: string): Promise<Through> {
    // The first listing takes longest, because it loads the client. The object could replicate meanwhile.
    await Promise.allSettled(this.options.members.map((member) => this.store.list(member, this.prefix)));
    for (let attempt = 1; ; attempt++) {
      const folder = `${parent}${attempt}/`;
      // Before it has replicated, it is only where it was served.
      let holders: Promise<string[]> | undefined;
      const written = await this.write(place, folder, (version) => (holders = this.holders(version)));
      const servedBy = (await holders) ?? [];
      if (servedBy.length === 1 || attempt === ATTEMPTS) return { ...written, servedBy };
    }
  }

  /** @param onStored called as soon as S3 has acknowledged the object */
  private async write(
    place: Place,
    folder: string,
    onStored?: (version: Pick<Written, "key" | "versionId">) => Promise<unknown>,
  ): Promise<Written> {
    const [key, deleted] = [`${folder}object`, `${folder}deleted`];
    const [{ versionId, etag }, markerId] = await Promise.all([
      this.store.put(place, key, bodyOf(key), TAGGING).then((stored) => {
        void onStored?.({ key, versionId: stored.versionId });
        return stored;
      }),
      this.store.put(place, deleted, bodyOf(deleted), TAGGING).then(() => this.store.delete(place, deleted)),
    ]);
    return { key, versionId, etag, markerId, at: performance.now() };
  }

  /** The Regions whose bucket has a version. */
  private async holders({ key, versionId }: Pick<Written, "key" | "versionId">): Promise<string[]> {
    const { members, writer } = this.options;
    const lists = await Promise.allSettled(members.map((member) => this.store.list(member, key)));
    const found = members.filter((_, index) => {
      const list = lists[index]!;
      return list.status === "fulfilled" && list.value.some((one) => one.versionId === versionId);
    });
    if (found.length < 2 || !writer.exempt) return found.map(({ region }) => region);
    const originals = await Promise.all(
      found.map(async (member) => {
        const read = await this.store.read(directly(member), key, versionId).catch(() => undefined);
        return read !== undefined && read.replicationStatus !== "REPLICA";
      }),
    );
    return found.filter((_, index) => originals[index]).map(({ region }) => region);
  }
}

/** The tags of a canary object. */
export const TAGGING = "created-by=mrap-verify";

/** The content of a canary object. */
export function bodyOf(key: string): string {
  return `A canary object of mrap verify, ${key}. It may be deleted.\n`;
}
