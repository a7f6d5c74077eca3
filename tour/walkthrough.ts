import type { DeployedEnvironment } from "./clients";
import { expectEqual } from "./expect";
import { checkNothingLeft } from "./nothing-left";
import type { Deployment } from "./terraform";
import type { StepOfChecks, Verification } from "./verification";

/** A step returns the facts that it saw, or throws. */
export interface Step {
  readonly title: string;
  run(update: (detail: string) => void): Promise<readonly string[]>;
}

export interface WalkthroughParts {
  readonly environment: DeployedEnvironment;
  readonly deployment: Deployment;
  /** Runs `mrap` as a process and returns the last line of its output. */
  readonly mrap: (...args: string[]) => Promise<string>;
  /** Runs `mrap verify`. */
  readonly verify: () => Promise<Verification>;
  /** The environment file. */
  readonly file: string;
}

/** The walkthrough: the steps that people do in the console, in that order. `mrap verify` checks each of them. */
export function walkthrough({ environment, deployment, mrap, verify, file }: WalkthroughParts): Step[] {
  const active = environment.regions.filter(
    (region) => environment.environment.regions[region]!.routing === "active",
  );
  const target =
    environment.regions.find((region) => !active.includes(region)) ?? environment.regions.at(-1)!;
  let verified: Verification | undefined;
  const verifiedStep = (title: string, step: StepOfChecks): Step => ({
    title,
    run: async (update) => {
      if (verified === undefined) update("running mrap verify");
      verified ??= await verify();
      return verified.facts(step);
    },
  });
  return [
    {
      title: "Create the state bucket (mrap state create)",
      run: async () => [await mrap("state", "create", file)],
    },
    {
      title: "Deploy the environment (cdktf deploy)",
      run: async (update) => {
        const made = await deployment.deploy((count, total) =>
          update(total ? `${count} of ${total} resources` : "planning"),
        );
        return [`Terraform created ${made} resources. The state is in S3 with a lock file.`];
      },
    },
    {
      title: "Set the initial routing (mrap routes apply)",
      run: async () => [await mrap("routes", "apply", file)],
    },
    verifiedStep("Step 1: buckets", "buckets"),
    verifiedStep("Step 2: Multi-Region Access Point", "accessPoint"),
    verifiedStep("Step 3: replication", "replication"),
    {
      title: "Step 4: failover",
      run: async (update) => {
        const before = verified?.facts("failover") ?? [];
        update(`failing over to ${target}`);
        const said = await mrap("failover", file, "--to", target, "--yes");
        update("running mrap verify");
        const moved = await verify();
        moved.facts("failover");
        // The alarms have data only after the first replication, so the next steps show this run.
        verified = moved;
        update("failing back");
        const back = await mrap("failback", file, "--yes", "--wait-for-replication", "60");
        return [
          ...before,
          said,
          ...moved.sentences("routing"),
          ...moved.sentences("canary"),
          ...moved.sentences("replication"),
          back,
        ];
      },
    },
    verifiedStep("Step 5: permissions", "permissions"),
    verifiedStep("Step 6: VPC endpoints", "endpoints"),
    verifiedStep("Step 7: monitoring", "monitoring"),
    {
      title: "Plan again (terraform plan)",
      run: async () => {
        expectEqual("whether the plan is empty after the failover", await deployment.planIsEmpty(), true);
        return ["No changes. Terraform does not revert a failover."];
      },
    },
    {
      title: "Destroy the environment (cdktf destroy)",
      run: async (update) => {
        const gone = await deployment.destroy((count) => update(`${count} resources destroyed`));
        return [`Terraform destroyed ${gone} resources.`, ...(await checkNothingLeft(environment))];
      },
    },
  ];
}
