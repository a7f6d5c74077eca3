/** Failovers as real processes under faults, some at once: each lane has a local AWS, an environment and a poller of its own. */
import { join } from "node:path";
import { startLocalAws, type Fault, type LocalAws } from "../../../local-aws";
import { account, makeEnvironment, type DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine, Result } from "../../support/process";
import { mumbai, virginia } from "../../support/command-line";
import { refusing } from "./refused";

export const host = (region: string): string => `${account}.s3-control.${region}.amazonaws.com`;

/** The observations of a poller that runs in parallel. */
export interface Watch {
  looks: number;
  fewestActive: number;
}

export interface FailoverOptions {
  /** @default the file of the environment */
  readonly environment?: string;
  readonly flags?: readonly string[];
  /** Control Regions whose hosts refuse every connection. */
  readonly refused?: readonly string[];
  /** Where it keeps what it remembers: by default every run of this lane knows what the others have met. */
  readonly stateHome?: string;
}

export interface Lane {
  readonly aws: LocalAws;
  readonly deployed: DeployedEnvironment;
  readonly seen: Watch;
  /** `mrap failover ESTATE --to TARGET …` as a process. */
  failover(target: string, options?: FailoverOptions): Promise<Result>;
  setFaults(faults: Fault[]): Promise<void>;
  stop(): Promise<void>;
}

export const emergency = ["--yes", "--force", "--no-wait", "--request-timeout", "2"];

export async function openLane(mrap: CommandLine, number: number): Promise<Lane> {
  const aws = await startLocalAws();
  const deployed = await makeEnvironment(aws, "faults", { [mumbai]: "active", [virginia]: "passive" });
  const home = { ...aws.env, XDG_STATE_HOME: join(mrap.folder, `state-${number}`) };
  const seen: Watch = { looks: 0, fewestActive: Infinity };
  let watching = true;
  const watcher = (async () => {
    while (watching) {
      seen.fewestActive = Math.min(seen.fewestActive, (await deployed.active()).length);
      seen.looks++;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  })();
  const lane: Lane = {
    aws,
    deployed,
    seen,
    failover: (target, { environment = deployed.file, flags = emergency, refused = [], stateHome } = {}) =>
      mrap.run(["failover", environment, "--to", target, ...flags], {
        env: {
          ...home,
          ...refusing(refused.map(host)),
          ...(stateHome !== undefined && { XDG_STATE_HOME: stateHome }),
        },
      }),
    setFaults: (faults) => aws.control.setFaults(faults),
    async stop() {
      watching = false;
      await watcher;
      deployed.remove();
      await aws.stop();
    },
  };
  // Met once, it is known: us-west-2, which alone finds access points by name, may then be lost too.
  await lane.failover(mumbai);
  return lane;
}

/** Gives each case to the next lane that is free; fails with the first failure when all have ended. */
export async function spread<T>(
  lanes: readonly Lane[],
  cases: readonly T[],
  run: (lane: Lane, one: T) => Promise<void>,
): Promise<void> {
  const queue = [...cases];
  const ends = await Promise.allSettled(
    lanes.map(async (lane) => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) await run(lane, one);
    }),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason as Error;
}
