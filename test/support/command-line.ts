/** The setup for tests of a real command: a local AWS, an environment on it, and the command line as a process. */
import { resolve } from "node:path";
import { makeEnvironment, type DeployedEnvironment } from "./live-environment";
import { copyCommandLine, type CommandLine } from "./process";
import { startLocalAws, type LocalAws } from "../../local-aws";

export const [mumbai, virginia] = ["ap-south-1", "us-east-1"] as const;

export interface Stage {
  readonly aws: LocalAws;
  readonly mrap: CommandLine;
  /** Mumbai is active, Virginia is passive. */
  readonly environment: DeployedEnvironment;
  stop(): Promise<void>;
}

/** @param name the access point's name */
export async function setStage(
  name: string,
  routing: Parameters<typeof makeEnvironment>[2] = { [mumbai]: "active", [virginia]: "passive" },
): Promise<Stage> {
  const aws = await startLocalAws();
  // A bundle outside the project finds modules that are not bundled, such as the native signer, through this link.
  const mrap = copyCommandLine(aws.childEnv({ NODE_PATH: resolve(__dirname, "../../node_modules") }));
  const environment = await makeEnvironment(aws, name, routing);
  const stop = async (): Promise<void> => {
    mrap.remove();
    environment.remove();
    await aws.stop();
  };
  return { aws, mrap, environment, stop };
}
