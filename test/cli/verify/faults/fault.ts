import type { LocalAws } from "../../../../local-aws";
import type { DeployedEnvironment } from "../../../../tour/clients";

/** The Regions of the environment in faults.yaml. */
export const MUMBAI = "ap-south-1";
export const VIRGINIA = "us-east-1";
export const ACCOUNT = "123456789012";

/** The deployed environment that the faults change, through plain calls of the SDK. */
export interface World {
  readonly deployed: DeployedEnvironment;
  readonly aws: Pick<LocalAws, "control" | "clientConfig">;
}

/** One change of the deployed environment. */
export interface Fault {
  readonly name: string;
  /** The keys of the checks that name the cause. */
  readonly causes: readonly string[];
  /** @default error */
  readonly level?: "error" | "warning";
  /** A part of the fix. */
  readonly fix: string;
  /** Whether it concerns the replication itself, so that canary objects are written. @default false */
  readonly canary?: boolean;
  /** Makes the change. Returns what undoes it. */
  make(world: World): Promise<() => Promise<unknown>>;
}

export const RESTORE = "Deploy the environment again (npx cdktf deploy faults)";
export const iam = ({ deployed }: World) => deployed.iam();
export const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
/** A policy without the statement of a sid. */
export function without(policy: string | undefined, sid: string): string {
  const { Statement, ...rest } = JSON.parse(decodeURIComponent(policy ?? "")) as {
    Statement: { Sid?: string }[];
  };
  return JSON.stringify({ ...rest, Statement: Statement.filter(({ Sid }) => Sid !== sid) });
}
