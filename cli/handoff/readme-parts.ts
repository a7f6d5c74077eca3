import type { Lifted } from "./lift";

/** The input of the README of a handover. */
export interface ReadmeParts extends Lifted {
  readonly name: string;
  readonly form: "hcl" | "json";
  /** The files beside the README. */
  readonly files: readonly string[];
  readonly locked: boolean;
  /** The state file of a trial in the CDKTF project. */
  readonly trialState: string;
  /** The initial routing. */
  readonly routes: ReadonlyArray<{
    readonly region: string;
    readonly bucket: string;
    readonly active: boolean;
  }>;
}
