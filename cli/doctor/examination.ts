import type { Environment } from "../../environment/load";
import { describeAccessPoint, type AccessPointReport } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { optInStatuses } from "../adapters/aws/ec2";
import { kindOf } from "../adapters/aws/errors";
import { notKnown, type Check, type CheckOutcome } from "../checks/check";
import { once } from "../checks/once";
import type { ExpectedElement, ExpectedStack } from "../checks/expected";
import { callerIdentity, type Identity } from "../live/identity";
import { generationsOf } from "../synthesized/access-points";
import { readTerraformState, type TerraformState } from "./terraform-state";

/** How long an answer that several checks share may take, in milliseconds. */
const SHARED_TIMEOUT_MS = 8000;

/** The account in the ARNs of the stack, which is synthesized before the caller is known. No customer has it. */
export const UNKNOWN_ACCOUNT = "000000000000";

/** An environment before its deploy, and the answers that several checks need. Each question is asked once. */
export class Examination {
  constructor(
    readonly aws: Aws,
    /** The name of the stack. */
    readonly id: string,
    readonly environment: Environment,
    /** Its names and Regions do not depend on the account. */
    readonly stack: ExpectedStack,
  ) {
    this.accessPoints = generationsOf(environment).map(({ name, regions }) => ({
      name,
      buckets: Object.values(regions).map(({ bucket }) => bucket),
      find: once(() => this.findAccessPoint(name)),
    }));
  }

  readonly identity = once((): Promise<Identity> => callerIdentity(this.aws));

  /** The access points of the environment's names, the new one first. Each is undefined if there is none. */
  readonly accessPoints: ReadonlyArray<{
    readonly name: string;
    readonly buckets: readonly string[];
    readonly find: () => Promise<AccessPointReport | undefined>;
  }>;

  readonly state = once(async (): Promise<TerraformState> => {
    const { account } = await this.identity();
    const signal = AbortSignal.timeout(SHARED_TIMEOUT_MS);
    return readTerraformState(this.aws, this.id, this.environment, account, signal);
  });

  /** Whether each Region is enabled. Asked in us-west-2, which every deploy needs. */
  readonly optIn = once(() => optInStatuses(this.aws, "us-west-2", AbortSignal.timeout(SHARED_TIMEOUT_MS)));

  /** Whether Terraform's state has a resource, also at an address that it moves from. Undefined if the state is not known. */
  async isOwn(address: string): Promise<boolean | undefined> {
    const state = await this.state();
    if (!("addresses" in state)) return undefined;
    const from = this.stack.movedFrom(address);
    return state.addresses.has(address) || (from !== undefined && state.addresses.has(from));
  }

  private async findAccessPoint(name: string): Promise<AccessPointReport | undefined> {
    const { account } = await this.identity();
    const signal = AbortSignal.timeout(SHARED_TIMEOUT_MS);
    return describeAccessPoint(this.aws, account, name, signal).catch((error: unknown) => {
      if (kindOf(error) === "missing") return undefined;
      throw error;
    });
  }
}

/** Whether a resource of the stack is a bucket that the environment adopts. A deploy imports it, and creates none. */
export function isAdopted(
  { regions }: Pick<Environment, "regions">,
  { type, region, body }: Pick<ExpectedElement, "type" | "region" | "body">,
): boolean {
  const member = regions[region];
  return type === "aws_s3_bucket" && Boolean(member?.adopt) && member?.bucket === body.bucket;
}

/** A check that asks AWS. The function receives the caller, because nothing is asked without credentials. */
export type AwsCheck = Omit<Check, "run" | "required"> & {
  readonly run: (caller: Identity, signal: AbortSignal) => Promise<CheckOutcome>;
};

/** The key of the check that explains why no other check asked AWS. */
export const CREDENTIALS = "credentials";

export function awsCheck(examination: Examination, { run, consequenceOf = [], ...check }: AwsCheck): Check {
  return {
    ...check,
    required: true,
    consequenceOf: [CREDENTIALS, ...consequenceOf],
    async run(signal) {
      const caller = await examination.identity().catch(() => undefined);
      if (caller === undefined)
        return notKnown(
          "AWS was not asked, because the caller is not known.",
          "Fix the credentials, then run the command again.",
        );
      return run(caller, signal);
    },
  };
}
