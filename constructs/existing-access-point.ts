/** The form of an access point that existed before Terraform managed it. This file loads no module. */
import type { ExistingStatement } from "./existing-bucket";

/** A policy as the S3 API returns it. */
export interface ExistingPolicy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly ExistingStatement[];
}

/** An access point that exists. AWS cannot change its name, its alias, its members and its Block Public Access settings. */
export interface ExistingAccessPoint {
  /** ID of the account of the access point. */
  readonly account: string;
  /** Such as `mfzwi23gnjvgw.mrap`. AWS never gives an alias to another access point. */
  readonly alias: string;
  /** The established policy. Missing if the access point has none. */
  readonly policy?: ExistingPolicy;
}
