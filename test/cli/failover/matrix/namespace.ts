/** Runs a script of the tests in a network namespace of its own, whose only resolver is 127.0.0.1. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WithoutProxy } from "./without-proxy";

/** The kernel lets this user create namespaces. Some machines and containers deny it. */
export const namespacesAllowed =
  spawnSync("unshare", ["-rnm", "sh", "-c", "ip link set lo up"], { stdio: "ignore" }).status === 0;

export async function runWithoutProxy(): Promise<WithoutProxy[]> {
  const folder = mkdtempSync(join(tmpdir(), "namespace-"));
  const file = join(folder, "resolv.conf");
  writeFileSync(file, "nameserver 127.0.0.1\n");
  const script = join(__dirname, "without-proxy.ts");
  const inside = `ip link set lo up && mount --bind "${file}" /etc/resolv.conf && exec "${process.execPath}" -r @swc-node/register "${script}"`;
  const child = spawn("unshare", ["-rnm", "sh", "-c", inside], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (more: string) => (text += more));
  await new Promise((done) => child.on("close", done));
  rmSync(folder, { recursive: true, force: true });
  return JSON.parse(text) as WithoutProxy[];
}
