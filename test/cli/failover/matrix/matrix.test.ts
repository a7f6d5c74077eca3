/** Sixty failovers under faults: an oracle decides from the emulator's journal whether each told the truth. */
import { copyCommandLine, type CommandLine } from "../../../support/process";
import { short } from "./cases";
import { report, runCases } from "./run-case";

let mrap: CommandLine;

beforeAll(() => {
  mrap = copyCommandLine({ PATH: process.env.PATH ?? "" });
});

afterAll(() => mrap.remove());

// The limit is for what hangs, not for what is slow on a busy machine.
test("no run makes a false statement", async () => {
  expect(short).toHaveLength(60);
  expect(report(await runCases(mrap, short, 6))).toEqual([]);
}, 900_000);
