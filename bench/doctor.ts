/** Measures `mrap doctor` with the two Regions of the demo, before its deploy. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { startLocalAws } from "../local-aws";
import { atMost, type Figure } from "./measure";

const LIMIT_SECONDS = 10;

export async function run(): Promise<Figure[]> {
  const aws = await startLocalAws();
  const mrap = (...args: string[]) => {
    const root = join(__dirname, "..");
    const began = performance.now();
    const command = [join(root, "bin", "mrap"), ...args];
    const result = spawnSync(process.execPath, command, { cwd: root, env: aws.childEnv(), encoding: "utf8" });
    return { ...result, seconds: (performance.now() - began) / 1000 };
  };
  try {
    const created = mrap("state", "create", "demo");
    if (created.status !== 0) throw new Error(created.stderr);
    const { stdout, stderr, seconds } = mrap("doctor", "demo", "--json");
    if (stdout === "") throw new Error(stderr);
    const { checks } = JSON.parse(stdout) as { checks: { id: string; level: string; text: string }[] };
    // The root user of the local AWS cannot be simulated, and without a trail no one is notified.
    const late = checks.filter(({ text }) => text.startsWith("No answer"));
    const figure = atMost(
      "doctor of 2 Regions, in seconds",
      seconds,
      LIMIT_SECONDS,
      `${checks.length} checks, ${late.length} without an answer`,
    );
    return [{ ...figure, pass: figure.pass && late.length === 0 }];
  } finally {
    await aws.stop();
  }
}
