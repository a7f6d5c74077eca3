import type { Environment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";
import type { ExpectedStack } from "../checks/expected";
import type { Identity } from "../live/identity";
import type { AccessPointToCheck } from "./access-points";
import type { Canaries } from "./canary/canaries";

/** A bucket of an access point. */
export interface Member {
  readonly region: string;
  readonly bucket: string;
}

/** The access point of an environment. */
export interface DeployedAccessPoint {
  readonly name: string;
  readonly alias: string;
  readonly arn: string;
}

/** A principal that sends requests to objects. */
export interface ObjectCaller {
  readonly aws: Aws;
  readonly arn: string;
  /** Whether the bucket policies of the stack let this caller bypass the access point. */
  readonly exempt: boolean;
}

/** The facts that the checks of an environment share. */
export interface VerifyContext {
  readonly aws: Aws;
  /** The name of the environment for cdktf. */
  readonly shown: string;
  /** The argument of other `mrap` commands: the name of the environment, or its file. */
  readonly argument: string;
  readonly environment: Environment;
  /** The resources that the environment should have. */
  readonly expected: ExpectedStack;
  readonly account: string;
  readonly partition: string;
  readonly identity: Identity;
  /** The new one while the Regions are changed. Undefined if there is none, or if it cannot be found. */
  readonly accessPoint: DeployedAccessPoint | undefined;
  /** All access points of the environment, the new one first. */
  readonly accessPoints: readonly AccessPointToCheck[];
  /** The buckets of all access points. */
  readonly members: readonly Member[];
  /** The caller itself. */
  readonly own: ObjectCaller;
  /** Writes and deletes the canary objects: the role of `--as`, or the caller itself. */
  readonly writer: ObjectCaller;
  /** Undefined with `--read-only`, and if no access point is deployed. */
  readonly canaries: Canaries | undefined;
  /** Write no object. */
  readonly readOnly: boolean;
  /** Send a test notification to the topics. */
  readonly notify: boolean;
  /** How long a canary object may take to arrive, in milliseconds. */
  readonly arrivalTimeoutMs: number;
}
