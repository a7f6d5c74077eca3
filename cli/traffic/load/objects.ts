import { sha256, type Bodies } from "./body";
import { Turns } from "./turns";
import type { SizeShare } from "./operations";

/** An object of this run whose write was acknowledged. */
export interface Written {
  readonly object: number;
  readonly bytes: number;
  readonly version: string;
  /** Milliseconds since the run's start. */
  readonly acknowledged: number;
}

/** An object of this run whose delete was acknowledged. Its version still exists below a delete marker. */
export interface Deleted {
  readonly object: number;
  /** Milliseconds since the run's start. */
  readonly acknowledged: number;
}

/** The objects of a run: their keys and sizes, which ones are written, and which ones can still be read. */
export class Objects {
  readonly written = new Map<number, Written>();
  readonly deletes = new Map<number, Deleted>();
  private readonly bytes: number[] = [];
  private readonly live: number[] = [];
  private readonly sizes: Turns<number>;
  private turn = 0;
  private deleted = 0;

  constructor(
    /** The prefix of every key. */
    readonly prefix: string,
    private readonly bodies: Bodies,
    sizes: readonly SizeShare[],
  ) {
    this.sizes = new Turns(sizes.map(({ bytes, share }) => ({ item: bytes, share })));
  }

  key(object: number): string {
    return `${this.prefix}${String(object).padStart(9, "0")}`;
  }

  /** The number of the object with this key. `undefined` for keys of other runs. */
  numberOf(key: string): number | undefined {
    const found = key.startsWith(this.prefix) ? /^\d{9,}$/.exec(key.slice(this.prefix.length)) : null;
    return found ? Number(found[0]) : undefined;
  }

  /** The number of objects that were begun, acknowledged or not. */
  get begun(): number {
    return this.bytes.length;
  }

  create(): { object: number; body: Buffer; sha256: Buffer } {
    const bytes = this.sizes.next();
    const object = this.bytes.push(bytes) - 1;
    const body = this.bodies.of(object, bytes);
    return { object, body, sha256: sha256(body) };
  }

  acknowledge(object: number, version: string, at: number): void {
    this.written.set(object, { object, bytes: this.bytes[object]!, version, acknowledged: at });
    this.live.push(object);
  }

  acknowledgeDelete(object: number, at: number): void {
    this.deletes.set(object, { object, acknowledged: at });
  }

  /** Picks an object to read that is not deleted. */
  toRead(): number | undefined {
    const count = this.live.length - this.deleted;
    if (count === 0) return undefined;
    this.turn = (this.turn + 7919) % 1_000_003;
    return this.live[this.deleted + (this.turn % count)];
  }

  /** Picks the oldest object to delete. It is not read after that. */
  toDelete(): number | undefined {
    return this.deleted < this.live.length ? this.live[this.deleted++] : undefined;
  }

  checksum(object: number): string {
    return this.bodies.checksum(object, this.bytes[object]!);
  }
}
