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
  /** What stands at the right of the first line, such as when this was read. */
  readonly note?: string;
  /** Why the latest look failed: what is shown is older. */
  readonly error?: string;
  /** The last line. */
  readonly hint?: string;
  readonly paint: Paint;
}

/** A line: a text that is cut and emphasized as a whole, or one that fits and has its emphasis. */
export type Row = { readonly text: string; readonly level?: Level } | { readonly painted: string };
