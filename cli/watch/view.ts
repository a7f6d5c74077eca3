import type { Level } from "../text/level";
import type { Paint } from "../text/paint";
import type { History } from "./history";
import type { Snapshot } from "./snapshot";

export interface View {
  readonly snapshot: Snapshot;
  readonly history: History;
  readonly columns: number;
  /** The height of the screen. @default as many lines as it takes */
  readonly rows?: number;
  /** Text at the right of the first line, such as the time of the reading. */
  readonly note?: string;
  /** The reason why the latest reading failed. The view shows older values. */
  readonly error?: string;
  /** The last line. */
  readonly hint?: string;
  readonly paint: Paint;
}

/** A line: a text that is cut and emphasized as a whole, or one that fits and has its emphasis. */
export type Row = { readonly text: string; readonly level?: Level } | { readonly painted: string };
