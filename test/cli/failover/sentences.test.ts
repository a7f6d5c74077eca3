/** The exact sentences that an operator reads while a failover waits, and when every control Region fails alike. */
import { controlRegions } from "../../../cli/access-point/control-regions";
import { copyCommandLine, type CommandLine } from "../../support/process";
import type { Behavior } from "./matrix/behavior";
import { startEmulator, type Emulator } from "./matrix/emulator";
import { runCase } from "./matrix/run-case";

let mrap: CommandLine;
let emulator: Emulator;
const waiting = ["--yes", "--force"];
const now = "The routing of shop is now: us-east-1 active, ap-south-1 passive, eu-west-1 passive.";
const confirmed =
  "The routing is confirmed by us-east-1, us-west-2, ap-northeast-1, ap-southeast-2 and eu-west-1. Waiting for a canary object. Ctrl-C does no harm now.";

/** A slow answer makes the command wait longer for the others: a busy machine then misses none. */
const all = (behavior: Behavior): Record<string, Behavior> =>
  Object.fromEntries(controlRegions.map((region) => [region, behavior]));

beforeAll(async () => {
  mrap = copyCommandLine({ PATH: process.env.PATH ?? "" });
  emulator = await startEmulator();
});

afterAll(() => {
  emulator.stop();
  mrap.remove();
});

test("after all five control Regions agree: what is confirmed, what is missing, and that Ctrl-C does no harm", async () => {
  const { wrong, run } = await runCase(mrap, emulator, {
    name: "confirmed",
    behaviors: all({ delaySeconds: 1 }),
    flags: waiting,
  });
  expect(wrong).toEqual([]);
  expect(run.status).toBe(0);
  expect(run.stdout.split("\n").slice(-4)).toEqual([
    confirmed,
    "A canary was written and read back through the access point, and found in us-east-1.",
    now,
    "",
  ]);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s while a canary is awaited: the last line is the routing that was reported",
  async (name) => {
    const { wrong, run } = await runCase(mrap, emulator, {
      name,
      data: {
        // The canary after the update is never answered.
        reply: (host, { method }) => {
          const held = emulator.world.exchanges.some(({ kind }) => kind === "submit");
          return held && host.includes(".accesspoint.") && method === "PUT"
            ? { status: 503, code: "SlowDown" }
            : undefined;
        },
      },
      behaviors: all({ delaySeconds: 1 }),
      flags: waiting,
      signal: { name, at: "Ctrl-C does no harm now." },
    });
    expect(wrong).toEqual([]);
    expect({ status: run.status, last: run.last }).toEqual({
      status: 0,
      last: `Interrupted while waiting for a canary object. ${now}`,
    });
  },
);

test("a reason that all five control Regions share is printed once, with its Regions", async () => {
  const { wrong, run } = await runCase(mrap, emulator, {
    name: "a sign-in page everywhere",
    behaviors: all({ read: { reply: { status: 200, form: "html" } } }),
    flags: ["--yes", "--force", "--no-wait"],
  });
  expect(wrong).toEqual([]);
  expect({ status: run.status, last: run.last }).toEqual({
    status: 1,
    last: "Nothing was submitted: the routing of shop is not known.",
  });
  expect(run.stderr).toMatch(/^Looking for \S+\/shop\.yaml …\n/);
  expect(run.stderr.replace(/^.*\n/, "")).toBe(
    "None of the five control Regions reports the routing.\n" +
      "  us-east-1, us-west-2, ap-northeast-1, ap-southeast-2, eu-west-1: The answer to s3:GetMultiRegionAccessPointRoutes " +
      "(HTTP 200) is incomplete or does not come from AWS: look for a proxy, a gateway or a sign-in page on the way.\n",
  );
});
