/** A Region of the new environment. */
export interface RegionAnswer {
  readonly region: string;
  readonly bucket: string;
  readonly routing: "active" | "passive";
  /** A VPC for an endpoint: its ID, or the word default. */
  readonly vpc?: string;
}

/** Everything that a new environment file contains. */
export interface Answers {
  readonly name: string;
  readonly regions: readonly RegionAnswer[];
  readonly state: "local" | { readonly bucket: string; readonly region: string };
  readonly readers: readonly string[];
  readonly writers: readonly string[];
}

/** The answers that the command line gives. Everything else is asked or proposed. */
export interface Given {
  readonly name?: string;
  readonly regions: readonly { readonly region: string; readonly bucket?: string }[];
  /** Absent if the command line names no passive Region. */
  readonly passive?: readonly string[];
  readonly stateBucket?: string;
  readonly stateRegion?: string;
  readonly readers?: readonly string[];
  readonly writers?: readonly string[];
  /** Region to VPC. */
  readonly networks?: Readonly<Record<string, string>>;
}
