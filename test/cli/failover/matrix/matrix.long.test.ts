/** Four hundred failovers under faults, at each control Region and at pairs of them. */
import { copyCommandLine, type CommandLine } from "../../../support/process";
import { long } from "./cases";
import { report, runCases } from "./run-case";

let mrap: CommandLine;

beforeAll(() => {
  mrap = copyCommandLine({ PATH: process.env.PATH ?? "" });
});

afterAll(() => mrap.remove());

// The limit is for what hangs, not for what is slow on a busy machine.
test("no run makes a false statement", async () => {
  expect(long).toHaveLength(400);
  expect(report(await runCases(mrap, long, 10))).toEqual([]);
}, 1_800_000);
