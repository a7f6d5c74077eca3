import { operations, type Operation } from "./operations";

/** Whether an answered read was of a replica, from its header. */
export type ReplicationHint = "replica" | "original" | undefined;

/** One request of a run. Times are in milliseconds since the run's start. */
export interface Entry {
  readonly operation: Operation;
  /** When it should have been sent. */
  readonly due: number;
  /** When it was sent. */
  readonly sent: number;
  /** When its answer or its failure arrived. */
  readonly ended: number;
  /** The number of the object. */
  readonly object: number;
  /** The error code. `undefined` if it was answered. */
  readonly error?: string;
  readonly hint?: ReplicationHint;
}

const BLOCK = 16_384;

interface Block {
  readonly operation: Uint8Array;
  readonly due: Float64Array;
  readonly sent: Float64Array;
  readonly ended: Float64Array;
  readonly object: Uint32Array;
  readonly error: Uint16Array;
  readonly hint: Uint8Array;
}

/** Every request of a run, in 32 bytes each, to keep long runs small. */
export class RequestLog {
  private readonly blocks: Block[] = [];
  private readonly codes: string[] = [""];
  length = 0;

  add(entry: Entry): void {
    const at = this.length % BLOCK;
    if (at === 0) this.blocks.push(emptyBlock());
    const into = this.blocks[this.blocks.length - 1]!;
    into.operation[at] = operations.indexOf(entry.operation);
    into.due[at] = entry.due;
    into.sent[at] = entry.sent;
    into.ended[at] = entry.ended;
    into.object[at] = entry.object;
    into.error[at] = this.codeOf(entry.error ?? "");
    into.hint[at] = entry.hint === "replica" ? 1 : entry.hint === "original" ? 2 : 0;
    this.length++;
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  private at(index: number): Entry {
    const from = this.blocks[Math.floor(index / BLOCK)]!;
    const at = index % BLOCK;
    const code = this.codes[from.error[at]!]!;
    const hint = ([undefined, "replica", "original"] as const)[from.hint[at]!];
    return {
      operation: operations[from.operation[at]!]!,
      due: from.due[at]!,
      sent: from.sent[at]!,
      ended: from.ended[at]!,
      object: from.object[at]!,
      ...(code !== "" && { error: code }),
      ...(hint && { hint }),
    };
  }

  private codeOf(code: string): number {
    const known = this.codes.indexOf(code);
    return known >= 0 ? known : this.codes.push(code) - 1;
  }
}

function emptyBlock(): Block {
  return {
    operation: new Uint8Array(BLOCK),
    due: new Float64Array(BLOCK),
    sent: new Float64Array(BLOCK),
    ended: new Float64Array(BLOCK),
    object: new Uint32Array(BLOCK),
    error: new Uint16Array(BLOCK),
    hint: new Uint8Array(BLOCK),
  };
}
