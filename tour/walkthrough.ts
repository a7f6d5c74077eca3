import type { DeployedEnvironment } from "./clients";
import { checkAccessPoint } from "./checks/access-point";
import { checkBuckets } from "./checks/buckets";
import { checkEndpoints } from "./checks/endpoints";
import { checkMonitoring } from "./checks/monitoring";
import { checkNothingLeft } from "./checks/nothing-left";
import { checkPolicies } from "./checks/policies";
import { checkReplication } from "./checks/replication";
import { checkRouting } from "./checks/routing";
import { expectEqual } from "./expect";
import type { Deployment } from "./terraform";

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
  /** The environment file. */
  readonly file: string;
}

/** The walkthrough: the steps that people do in the console, in that order. Each is checked through the AWS API. */
export function walkthrough({ environment, deployment, mrap, file }: WalkthroughParts): Step[] {
  const active = environment.regions.filter(
    (region) => environment.environment.regions[region]!.routing === "active",
  );
  const target =
    environment.regions.find((region) => !active.includes(region)) ?? environment.regions.at(-1)!;
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
    { title: "Step 1: buckets", run: () => checkBuckets(environment) },
    { title: "Step 2: Multi-Region Access Point", run: () => checkAccessPoint(environment) },
    { title: "Step 3: replication", run: () => checkReplication(environment) },
    {
      title: "Step 4: failover",
      run: async (update) => {
        update("setting the initial routing");
        await mrap("routes", "apply", file);
        const start = await checkRouting(environment, active);
        update(`failing over to ${target}`);
        const said = await mrap("failover", file, "--to", target, "--yes");
        const after = await checkRouting(environment, [target]);
        update("failing back");
        await mrap("failback", file, "--yes", "--wait-for-replication", "60");
        const back = await checkRouting(environment, active);
        return [`initial routing: ${start}`, `failover: ${after}`, `mrap: ${said}`, `failback: ${back}`];
      },
    },
    { title: "Step 5: permissions", run: () => checkPolicies(environment) },
    { title: "Step 6: VPC endpoints", run: () => checkEndpoints(environment) },
    { title: "Step 7: monitoring", run: () => checkMonitoring(environment) },
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
