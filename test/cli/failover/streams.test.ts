/** Readers that leave, full disks and closed descriptors change neither the work nor the exit status. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyCommandLine, type CommandLine } from "../../support/process";
import { startEmulator, type Emulator } from "./matrix/emulator";
import { environmentFile, recordsIn } from "./matrix/run-case";
import { World } from "./matrix/world";

let mrap: CommandLine;
let emulator: Emulator;

beforeAll(async () => {
  mrap = copyCommandLine({ PATH: process.env.PATH ?? "" });
  emulator = await startEmulator();
});

afterAll(() => {
  emulator.stop();
  mrap.remove();
});

/** The redirections that a shell appends to the command. */
const streams = [
  "| head -1",
  "2>&1 | head -1",
  "2>&1 >/dev/null | head -1",
  ">&-",
  "2>&-",
  ">&- 2>&-",
  ">/dev/full",
  "2>/dev/full",
  ">/dev/full 2>&1",
];

const few = ["| head -1", "2>&-", ">/dev/full 2>&1"];

interface Ended {
  readonly status: number;
  readonly output: string;
  readonly records: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

/** Runs the command in a shell. The exit status is that of `mrap`, not that of the reader. */
async function shell(command: string, stream: string, ...history: string[]): Promise<Ended> {
  emulator.world = new World(...history);
  emulator.behaviors = {};
  emulator.data = {};
  const home = mkdtempSync(join(mrap.folder, "home-"));
  const file = join(home, "shop.yaml");
  writeFileSync(file, environmentFile("us-east-1"));
  const script = `"${process.execPath}" "${mrap.folder}/run.js" ${command.replace("FILE", `"${file}"`)} ${stream}; echo "status \${PIPESTATUS[0]}" >&3`;
  const child = spawn("bash", ["-c", script], {
    env: { ...emulator.env, HOME: home, XDG_STATE_HOME: home },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let [output, told] = ["", ""];
  for (const pipe of [child.stdout, child.stderr])
    pipe!.setEncoding("utf8").on("data", (text: string) => (output += text));
  (child.stdio[3] as NodeJS.ReadableStream).on("data", (text) => (told += String(text)));
  await new Promise((done) => child.on("close", done));
  const records = recordsIn(home);
  rmSync(home, { recursive: true, force: true });
  return { status: Number(/status (\d+)/.exec(told)?.[1]), output, records };
}

const done = [
  { event: "submitting" },
  { event: "ended", status: 0, outcome: "accepted", routing: { "us-east-1": "active" } },
];

describe.each([
  ["failover FILE --to us-east-1 --yes --force --no-wait", "ap-south-1", streams],
  ["failover FILE --to us-east-1 --yes --force --no-wait --json", "ap-south-1", few],
  ["failover FILE --to us-east-1 --yes --force", "ap-south-1", few],
  ["routes apply FILE", "ap-south-1,eu-west-1,us-east-1", few],
])("mrap %s", (command, before, forms) => {
  test.each(forms)("%s", async (stream) => {
    const { status, output, records } = await shell(command, stream, before);
    expect(status).toBe(0);
    expect(output).not.toMatch(/\n\s+at |EPIPE|ENOSPC|EBADF/);
    expect(records).toMatchObject(done);
    expect(emulator.world.at()).toBe("us-east-1");
  });
});

test.each(["status FILE", "status FILE --json", "watch FILE --once"])("mrap %s, to each", async (command) => {
  for (const stream of few) {
    const { status, output } = await shell(command, stream, "us-east-1");
    expect({ stream, status }).toEqual({ stream, status: 0 });
    expect(output).not.toMatch(/\n\s+at |EPIPE|ENOSPC|EBADF/);
  }
});

test("mrap watch | head -1 ends at the first write after its reader has left", async () => {
  const { status, output } = await shell("watch FILE --json --interval 1", "| head -1", "us-east-1");
  expect(status).toBe(0);
  expect(output).not.toMatch(/\n\s+at /);
});
