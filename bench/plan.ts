/** The first plan of the demo on the local AWS, with routing changes announced from us-west-2 and from all five Regions. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import { MultiRegionAccessPointStack } from "../composition/stack";
import { loadEnvironment } from "../environment/load";
import { startLocalAws, type LocalAws } from "../local-aws";
import { terraformBinary } from "../local-aws/terraform";
import { atMost, median, type Figure } from "./measure";

const DEMO = resolve(__dirname, "..", "environments", "demo.yaml");
const ROUNDS = 3;
const SAMPLE_MS = 100;

interface PlanRun {
  readonly seconds: number;
  /** Peak memory of terraform and its providers, without memory that they share. */
  readonly peakMib: number;
}

export async function run(): Promise<Figure[]> {
  const aws = await startLocalAws();
  const folder = mkdtempSync(join(tmpdir(), "bench-plan-"));
  try {
    const narrow = await synthesize(folder, "us-west-2", aws);
    const wide = await synthesize(folder, "all", aws);
    const runs: { narrow: PlanRun[]; wide: PlanRun[] } = { narrow: [], wide: [] };
    for (let round = 0; round < ROUNDS; round++) {
      runs.narrow.push(await plan(narrow.cwd, aws));
      runs.wide.push(await plan(wide.cwd, aws));
    }
    const seconds = (all: readonly PlanRun[]) => median(all.map((one) => one.seconds));
    const peak = (all: readonly PlanRun[]) => Math.max(...all.map((one) => one.peakMib));
    const detail = (unit: string, before: number, after: number) =>
      `${before.toFixed(1)} ${unit} with ${narrow.providers} providers (announceFrom: us-west-2), ` +
      `${after.toFixed(1)} ${unit} with ${wide.providers} (all)`;
    return [
      atMost(
        "plan of the demo, times the plan with us-west-2 only",
        seconds(runs.wide) / seconds(runs.narrow),
        2.5,
        detail("s", seconds(runs.narrow), seconds(runs.wide)),
      ),
      atMost(
        "peak memory of the plan of the demo, times the plan with us-west-2 only",
        peak(runs.wide) / peak(runs.narrow),
        1.5,
        detail("MiB", peak(runs.narrow), peak(runs.wide)),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
    await aws.stop();
  }
}

async function synthesize(
  folder: string,
  announceFrom: "all" | "us-west-2",
  aws: LocalAws,
): Promise<{ readonly cwd: string; readonly providers: number }> {
  const outdir = join(folder, announceFrom);
  mkdirSync(outdir);
  const demo = loadEnvironment(DEMO);
  const app = new App({ outdir });
  new MultiRegionAccessPointStack(app, "demo", {
    ...demo,
    state: "local",
    failover: { ...demo.failover, announceFrom },
  });
  app.synth();
  const cwd = join(outdir, "stacks", "demo");
  await terraform(["init"], cwd, aws);
  const json = JSON.parse(readFileSync(join(cwd, "cdk.tf.json"), "utf8")) as { provider: { aws: object[] } };
  return { cwd, providers: json.provider.aws.length };
}

async function plan(cwd: string, aws: LocalAws): Promise<PlanRun> {
  const started = process.hrtime.bigint();
  const peakMib = await terraform(["plan", "-input=false"], cwd, aws);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, peakMib };
}

/** Runs terraform and returns the peak memory of its processes in MiB. */
function terraform(args: readonly string[], cwd: string, aws: LocalAws): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(terraformBinary(), args, {
      cwd,
      env: aws.childEnv(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    let peakMib = 0;
    child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
    const sampler = setInterval(() => {
      if (child.pid) peakMib = Math.max(peakMib, memoryMib(child.pid));
    }, SAMPLE_MS);
    child.on("error", fail);
    child.on("close", (status) => {
      clearInterval(sampler);
      if (status === 0) done(peakMib);
      else fail(new Error(`terraform ${args.join(" ")} exited with ${status}:\n${errors}`));
    });
  });
}

/** Proportional memory of a process and its descendants, from /proc. 0 on systems without it. */
function memoryMib(root: number): number {
  const children = new Map<number, number[]>();
  for (const name of numbers("/proc")) {
    const parent = Number(/\nPPid:\s+(\d+)/.exec(read(`/proc/${name}/status`))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), name]);
  }
  const tree = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(tree)];
  const kib = (pid: number) => Number(/\nPss:\s+(\d+)/.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  return tree(root).reduce((sum, pid) => sum + kib(pid), 0) / 1024;
}

function numbers(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** A file that may disappear at any time. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
