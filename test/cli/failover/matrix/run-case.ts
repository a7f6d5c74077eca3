/** Carries out one case: an emulator that misbehaves as it says, `mrap` as a process, and the oracle. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { CommandLine } from "../../../support/process";
import type { Case } from "./cases";
import { startEmulator, type Emulator } from "./emulator";
import { falseStatements, type Observed } from "./oracle";
import { members, World } from "./world";

/** A limit for a run that hangs, not for one that is slow on a busy machine. `npm run bench` measures the times. */
const hungMs = 120_000;

export interface Outcome {
  readonly name: string;
  readonly wrong: readonly string[];
  readonly run: Observed;
}

/** Runs the cases on some emulators at once. Returns how each ended. */
export async function runCases(mrap: CommandLine, cases: readonly Case[], lanes: number): Promise<Outcome[]> {
  const queue = cases.map((one, index) => ({ one, index }));
  const outcomes: Outcome[] = [];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      const emulator = await startEmulator();
      try {
        for (let next = queue.shift(); next !== undefined; next = queue.shift())
          outcomes[next.index] = await runCase(mrap, emulator, next.one);
      } finally {
        emulator.stop();
      }
    }),
  );
  await repeatSlow(mrap, cases, outcomes);
  return outcomes;
}

/**
 * A reading of the preflight has 4 s. A busy machine may need longer, so a run that stops for that reason alone is
 * repeated without any other beside it.
 */
async function repeatSlow(mrap: CommandLine, cases: readonly Case[], outcomes: Outcome[]): Promise<void> {
  const emulator = await startEmulator();
  try {
    for (const [index, one] of cases.entries())
      for (let tries = 0; tries < 3 && one.status?.includes(0) && wasTooSlow(outcomes[index]!); tries++)
        outcomes[index] = await runCase(mrap, emulator, one);
  } finally {
    emulator.stop();
  }
}

function wasTooSlow({ run }: Outcome): boolean {
  const items = run.records.at(-1)?.preflight;
  if (run.status !== 1 || !run.last.startsWith("Stopped by:") || !Array.isArray(items)) return false;
  const red = (items as Array<{ level: string; detail: string }>).filter(({ level }) => level === "red");
  return red.every(({ detail }) => /it did not answer in time|it took too long/.test(detail));
}

export async function runCase(mrap: CommandLine, emulator: Emulator, one: Case): Promise<Outcome> {
  const { history = ["ap-south-1"], behaviors = {}, to = "us-east-1", flags } = one;
  const world = new World(...history);
  for (const [region, seconds] of Object.entries(one.lagSeconds ?? {})) world.lagSeconds.set(region, seconds);
  for (const [region, seconds] of Object.entries(one.stepSeconds ?? {}))
    world.stepSeconds.set(region, seconds);
  Object.assign(emulator, { world, behaviors: { ...behaviors }, data: one.data ?? {}, began: Date.now() });
  const home = mkdtempSync(join(mrap.folder, "home-"));
  const file = join(home, "shop.yaml");
  writeFileSync(file, environmentFile(to));
  const args = {
    failover: ["failover", file, "--to", to],
    failback: ["failback", file],
    routes: ["routes", "apply", file],
  };
  const began = Date.now();
  let [lastAt, firstMs]: [number, number | undefined] = [began, undefined];
  const { child, result } = mrap.start([...args[one.command ?? "failover"], ...flags], {
    env: { ...emulator.env, XDG_STATE_HOME: home },
  });
  let heard = "";
  let signaled = false;
  const hear = (text: string): void => {
    firstMs ??= Date.now() - began;
    heard += text;
    one.onOutput?.(heard);
    if (one.signal && !signaled && heard.includes(one.signal.at)) {
      signaled = true;
      child.kill(one.signal.name);
    }
  };
  child.stderr!.on("data", hear);
  child.stdout!.on("data", (text: string) => {
    lastAt = Date.now();
    hear(text);
  });
  const over = { now: false };
  const mover = one.elsewhere && moveElsewhere(world, one.elsewhere, over);
  const ended = await result;
  over.now = true;
  await mover;
  const run: Observed = {
    ...ended,
    last: flags.includes("--json") ? sentenceOf(ended.stdout) : ended.last,
    began,
    lastAt,
    firstMs,
    wanted: to,
    records: recordsIn(home),
    json: flags.includes("--json"),
  };
  const wrong = falseStatements(world, run);
  if (one.status && !one.status.includes(ended.status ?? -1))
    wrong.push(`exit status ${ended.status}, not ${one.status.join(" or ")}`);
  if (ended.milliseconds > hungMs) wrong.push(`${Math.round(ended.milliseconds)} ms, more than ${hungMs}`);
  rmSync(home, { recursive: true, force: true });
  return { name: one.name, wrong, run };
}

async function moveElsewhere(
  world: World,
  { routing, afterSeconds }: NonNullable<Case["elsewhere"]>,
  over: { readonly now: boolean },
): Promise<void> {
  while (!over.now && !world.exchanges.some(({ kind, answered }) => kind === "submit" && answered))
    await pause(10);
  await pause(afterSeconds * 1000);
  if (!over.now) world.moveElsewhere(routing);
}

function sentenceOf(stdout: string): string {
  try {
    return (JSON.parse(stdout) as { sentence?: string }).sentence ?? "";
  } catch {
    return "";
  }
}

export function recordsIn(home: string): Array<Record<string, unknown>> {
  try {
    return readFileSync(join(home, "mrap", "runs.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  } catch {
    return [];
  }
}

export function environmentFile(active: string): string {
  const regions = Object.entries(members).map(
    ([region, bucket]) =>
      `  ${region}:\n    bucket: ${bucket}\n    routing: ${active.includes(region) ? "active" : "passive"}\n`,
  );
  return `name: shop\nregions:\n${regions.join("")}state: local\n`;
}

/** The false statements of all runs, for a failing test to show. */
export function report(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ name, wrong, run }) =>
    wrong.map((one) => `${name}: ${one} [exit status ${run.status}: ${run.last}]`),
  );
}
