/** Measures a failover. The compared processes take turns on one local AWS. */
import { spawn } from "node:child_process";
import { controlRegions } from "../cli/access-point/control-regions";
import { startLocalAws, type LocalAws } from "../local-aws";
import { account, makeEnvironment, type DeployedEnvironment } from "../test/support/live-environment";
import { namespacesAllowed, runWithoutProxy } from "../test/cli/failover/matrix/namespace";
import { copyCommandLine, type CommandLine } from "../test/support/process";
import type { Figure } from "./measure";

const rounds = 9;
const [mumbai, virginia] = ["ap-south-1", "us-east-1"] as const;

export async function run(): Promise<Figure[]> {
  const aws = await startLocalAws();
  const mrap = copyCommandLine(aws.childEnv());
  const environment = await makeEnvironment(aws, "bench", { [mumbai]: "active", [virginia]: "passive" });
  try {
    return [
      ...(await againstAwsCli(aws, mrap, environment)),
      await withFourSilent(aws, mrap, environment),
      await firstLine(mrap, environment),
      ...(await withoutNames()),
    ];
  } finally {
    mrap.remove();
    environment.remove();
    await aws.stop();
  }
}

async function againstAwsCli(
  aws: LocalAws,
  mrap: CommandLine,
  environment: DeployedEnvironment,
): Promise<Figure[]> {
  const times = { forced: [] as number[], preflight: [] as number[], cli: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const forced = await failover(mrap, environment, "--force");
    const preflight = await failover(mrap, environment);
    const cli = await awsCli(aws, environment, await otherSide(environment));
    // The first round warms caches and certificates.
    if (round === 0) continue;
    times.forced.push(forced);
    times.preflight.push(preflight);
    times.cli.push(cli);
  }
  const [forced, preflight, cli] = [median(times.forced), median(times.preflight), median(times.cli)];
  const figure = (name: string, milliseconds: number, limit: number, worst: number): Figure => {
    const value = Math.round((milliseconds / cli) * 100) / 100;
    const detail = `${Math.round(milliseconds)} ms against ${Math.round(cli)} ms of the AWS CLI, medians of ${rounds}; the worst ${Math.round(worst)} ms`;
    return { name, value, limit, pass: value <= limit, detail };
  };
  const [worstForced, worstPreflight] = [Math.max(...times.forced), Math.max(...times.preflight)];
  return [
    figure("failover --yes --force --no-wait, to the AWS CLI's update", forced, 0.6, worstForced),
    figure(
      "failover --yes --no-wait with the whole preflight, to the AWS CLI's update",
      preflight,
      1.5,
      worstPreflight,
    ),
  ];
}

async function withFourSilent(
  aws: LocalAws,
  mrap: CommandLine,
  environment: DeployedEnvironment,
): Promise<Figure> {
  const healthy: number[] = [];
  const silenced: number[] = [];
  const hosts = controlRegions.map((region) => `${account}.s3-control.${region}.amazonaws.com`);
  for (const able of hosts) {
    await aws.control.setFaults([]);
    healthy.push(await failover(mrap, environment, "--force", "--wait"));
    const silent = hosts.filter((host) => host !== able);
    await aws.control.setFaults(silent.map((host) => ({ host, fault: "silent" as const })));
    silenced.push(await failover(mrap, environment, "--force", "--wait"));
  }
  await aws.control.setFaults([]);
  const longer = Math.max(...silenced.map((time, index) => time - healthy[index]!));
  const value = Math.round(longer) / 1000;
  return {
    name: "four of five control Regions silent: seconds longer, the worst of five",
    value,
    limit: 1.5,
    pass: value <= 1.5,
    detail: `with preflight, wait and canary: ${Math.round(median(silenced))} ms against ${Math.round(median(healthy))} ms, medians; the worst ${Math.round(Math.max(...silenced))} ms`,
  };
}

/** How soon the command prints its first line. */
async function firstLine(mrap: CommandLine, environment: DeployedEnvironment): Promise<Figure> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const to = await otherSide(environment);
    const began = performance.now();
    const { child, result } = mrap.start(["failover", environment.file, "--to", to, "--yes", "--dry-run"]);
    child.stderr!.once("data", () => void times.push(performance.now() - began));
    await result;
  }
  const value = Math.round(median(times)) / 1000;
  const detail = `median of ${rounds}, the worst ${Math.round(Math.max(...times))} ms`;
  return {
    name: "seconds until the first line of a failover",
    value,
    limit: 0.3,
    pass: value <= 0.3,
    detail,
  };
}

/** Emergency failovers while a resolver leaves the names of one or two control Regions unanswered. */
async function withoutNames(): Promise<Figure[]> {
  if (!namespacesAllowed) return [];
  const outcomes = (await runWithoutProxy()).filter(({ name }) => !name.endsWith("with a wait"));
  const [all, ...others] = outcomes;
  const worst = Math.max(...others.map(({ milliseconds }) => milliseconds));
  const value = (worst - all!.milliseconds) / 1000;
  const middle = median(others.map(({ milliseconds }) => milliseconds));
  const detail = `without a proxy, in an emergency: median ${middle} ms, the worst ${worst} ms, against ${all!.milliseconds} ms`;
  const name = "the names of one or two control Regions do not resolve: seconds longer, the worst of 12";
  return [{ name, value, limit: 1.5, pass: value <= 1.5, detail }];
}

async function otherSide(environment: DeployedEnvironment): Promise<string> {
  return (await environment.active())[0] === mumbai ? virginia : mumbai;
}

async function failover(
  mrap: CommandLine,
  environment: DeployedEnvironment,
  ...flags: string[]
): Promise<number> {
  const wait = flags.includes("--wait") ? [] : ["--no-wait"];
  const args = ["failover", environment.file, "--to", await otherSide(environment), "--yes", ...wait];
  const result = await mrap.run([...args, ...flags.filter((flag) => flag !== "--wait")]);
  if (result.status !== 0)
    throw new Error(`mrap ${args.join(" ")} ended with ${result.status}:\n${result.stdout}${result.stderr}`);
  return result.milliseconds;
}

/** The same update with the AWS CLI. */
function awsCli(aws: LocalAws, environment: DeployedEnvironment, to: string): Promise<number> {
  const routes = Object.entries(environment.buckets).map(
    // The endpoint does not accept the Region beside the bucket.
    ([region, bucket]) => `Bucket=${bucket},TrafficDialPercentage=${region === to ? 100 : 0}`,
  );
  const args = ["s3control", "submit-multi-region-access-point-routes", "--region", "us-east-1"];
  const names = ["--account-id", account, "--mrap", environment.arn, "--route-updates", ...routes];
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn("aws", [...args, ...names], {
      env: aws.childEnv(),
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.on("error", () => reject(new Error("the AWS CLI is needed to measure against: install awscli")));
    child.on("close", (status) =>
      status === 0
        ? resolve(performance.now() - began)
        : reject(new Error(`the AWS CLI ended with ${status}`)),
    );
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
