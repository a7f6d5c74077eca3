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

/** One step: what it is called, and what it does; it returns what it saw, or throws. */
export interface Step {
  readonly title: string;
  run(update: (detail: string) => void): Promise<readonly string[]>;
}

export interface WalkthroughParts {
  readonly environment: DeployedEnvironment;
  readonly deployment: Deployment;
  /** Runs `mrap` as a process, and returns its last line. */
  readonly mrap: (...args: string[]) => Promise<string>;
  /** The environment file. */
  readonly file: string;
}

/** The walkthrough: what people did by hand in the console, in order, and each step asked of the AWS API. */
export function walkthrough({ environment, deployment, mrap, file }: WalkthroughParts): Step[] {
  const active = environment.regions.filter(
    (region) => environment.environment.regions[region]!.routing === "active",
  );
  const target =
    environment.regions.find((region) => !active.includes(region)) ?? environment.regions.at(-1)!;
  return [
    {
      title: "The bucket for Terraform's state (mrap state create)",
      run: async () => [await mrap("state", "create", file)],
    },
    {
      title: "The environment (cdktf deploy)",
      run: async (update) => {
        const made = await deployment.deploy((count, total) =>
          update(total ? `${count} of ${total} resources` : "planning"),
        );
        return [`${made} resources made by Terraform, state in S3 with a lock file`];
      },
    },
    { title: "Step 1: buckets", run: () => checkBuckets(environment) },
    { title: "Step 2: Multi-Region Access Point", run: () => checkAccessPoint(environment) },
    { title: "Step 3: replication", run: () => checkReplication(environment) },
    {
      title: "Step 4: failover",
      run: async (update) => {
        update("setting the starting routing");
        await mrap("routes", "apply", file);
        const start = await checkRouting(environment, active);
        update(`failing over to ${target}`);
        const said = await mrap("failover", file, "--to", target, "--yes");
        const after = await checkRouting(environment, [target]);
        update("failing back");
        await mrap("failback", file, "--yes", "--wait-for-replication", "60");
        const back = await checkRouting(environment, active);
        return [`at the start: ${start}`, `failover: ${after}`, `mrap said: ${said}`, `failback: ${back}`];
      },
    },
    { title: "Step 5: permissions", run: () => checkPolicies(environment) },
    { title: "Step 6: VPC endpoints", run: () => checkEndpoints(environment) },
    { title: "Step 7: monitoring", run: () => checkMonitoring(environment) },
    {
      title: "A plan that finds no changes (terraform plan)",
      run: async () => {
        expectEqual("that the plan is empty, also after the failover", await deployment.planIsEmpty(), true);
        return ["no changes: Terraform leaves the routing where operators put it"];
      },
    },
    {
      title: "The end (cdktf destroy)",
      run: async (update) => {
        const gone = await deployment.destroy((count) => update(`${count} resources gone`));
        return [`${gone} resources destroyed`, ...(await checkNothingLeft(environment))];
      },
    },
  ];
}
