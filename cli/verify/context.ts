import type { Environment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";
import type { ExpectedStack } from "../checks/expected";
import type { Identity } from "../live/identity";

/** A bucket of the access point. */
export interface Member {
  readonly region: string;
  readonly bucket: string;
}

/** The access point as us-west-2 describes it. */
export interface DeployedAccessPoint {
  readonly name: string;
  readonly alias: string;
  readonly arn: string;
  readonly status: string;
}

/** Who sends requests to objects. */
export interface ObjectCaller {
  readonly aws: Aws;
  readonly arn: string;
  /** Whether the bucket policies of the stack let this caller bypass the access point. */
  readonly exempt: boolean;
}

/** What the checks of an environment share. */
export interface VerifyContext {
  readonly aws: Aws;
  /** What the user calls the environment, for commands in a fix. */
  readonly shown: string;
  readonly environment: Environment;
  /** The resources that the environment should have. */
  readonly expected: ExpectedStack;
  readonly account: string;
  readonly partition: string;
  readonly identity: Identity;
  /** Undefined if the account has no access point of this name, or if us-west-2 does not describe it. */
  readonly accessPoint: DeployedAccessPoint | undefined;
  readonly members: readonly Member[];
  /** The caller itself. */
  readonly own: ObjectCaller;
  /** Writes and deletes the canary objects: the role of `--as`, or the caller itself. */
  readonly writer: ObjectCaller;
  /** Write no object. */
  readonly readOnly: boolean;
  /** Send a test notification to the topics. */
  readonly notify: boolean;
  /** How long a canary object may take to arrive, in milliseconds. */
  readonly arrivalTimeoutMs: number;
}
