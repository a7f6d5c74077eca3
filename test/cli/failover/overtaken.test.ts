/** Somebody else changes the routing during a failover. The order of events is fixed: nothing depends on the machine's speed. */
import { controlRegions } from "../../../cli/access-point/control-regions";
import { until } from "../../local-aws/support";
import { copyCommandLine, type CommandLine } from "../../support/process";
import type { Case } from "./matrix/cases";
import { startEmulator, type Emulator } from "./matrix/emulator";
import { runCase } from "./matrix/run-case";

const is = (active: string): string =>
  [active, ...["ap-south-1", "eu-west-1", "us-east-1"].filter((one) => one !== active)]
    .map((region) => `${region} ${region === active ? "active" : "passive"}`)
    .join(", ");
const emergency = ["--yes", "--force", "--no-wait"];
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

/** A promise that a test resolves. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/**
 * us-east-1 holds the update, and somebody else routes to Ireland at the moment when it arrives. Each reading takes a
 * second: every control Region is then asked first, and is waited for longer than a busy machine needs.
 */
function overtaken(held: Promise<void>, onOutput?: Case["onOutput"]) {
  return runCase(mrap, emulator, {
    name: "overtaken",
    behaviors: {
      ...Object.fromEntries(controlRegions.map((region) => [region, { delaySeconds: 1 }])),
      "us-east-1": { delaySeconds: 1, submit: { held, meanwhile: "eu-west-1" } },
    },
    flags: emergency,
    ...(onOutput && { onOutput }),
  });
}

test("an update that is carried out after somebody else's stands, and is waited for", async () => {
  const { opened, open } = gate();
  const outcome = overtaken(opened);
  await until("the routing of somebody else is read", () => {
    const { exchanges } = emulator.world;
    const sent = exchanges.findIndex(({ kind }) => kind === "submit");
    return sent >= 0 && exchanges.slice(sent).some(({ kind, answered }) => kind === "read" && answered);
  });
  open();
  const { wrong, run } = await outcome;
  expect(wrong).toEqual([]);
  expect({ status: run.status, last: run.last }).toEqual({
    status: 0,
    last: `The routing of shop is now: ${is("us-east-1")}.`,
  });
});

test("an update that nobody answers is still on its way, and the last line says so", async () => {
  const { opened, open } = gate();
  const outcome = overtaken(opened, (heard) => {
    // The two lines are on two streams, in any order.
    const last = heard.includes("The routing of shop is now");
    // The oracle compares milliseconds: the effect comes in a later one than the last line.
    if (last && heard.includes("Waiting for the answer of us-east-1 to the same update")) setTimeout(open, 2);
  });
  const { wrong, run } = await outcome;
  expect(wrong).toEqual([]);
  expect({ status: run.status, last: run.last.replace(/status \S+\.yaml/, "status shop.yaml") }).toEqual({
    status: 3,
    last:
      "Somebody else changed the routing, and no answer says what became of this update, which may still take effect " +
      `(sent to us-east-1). The routing of shop is now: ${is("eu-west-1")}. Wait 2 minutes, then run mrap status ` +
      "shop.yaml. You can also run the same command again.",
  });
  // The last line does not wait for the answer. The process does, and says how it ended.
  expect(run.stderr).toMatch(
    /Waiting for the answer of us-east-1 .*\nEvery control Region has answered\.\n$/,
  );
  expect(emulator.world.at()).toBe("us-east-1");
});

test("a run that is overtaken during the canary does not wait for a canary that cannot come", async () => {
  let moved = false;
  const { wrong, run } = await runCase(mrap, emulator, {
    name: "overtaken during the canary",
    data: {
      reply: (host, { method }) => {
        const submitted = emulator.world.exchanges.some(({ kind }) => kind === "submit");
        if (!moved && submitted && host.includes(".accesspoint.") && method === "PUT") {
          moved = true;
          emulator.world.moveElsewhere("eu-west-1");
        }
        return undefined;
      },
    },
    flags: ["--yes", "--force"],
  });
  expect(wrong).toEqual([]);
  expect({ status: run.status, last: run.last }).toEqual({
    status: 3,
    last: `The update was accepted, but somebody else changed the routing since. The routing of shop is now: ${is("eu-west-1")}.`,
  });
});
