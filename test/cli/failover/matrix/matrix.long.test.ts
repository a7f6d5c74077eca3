/** Four hundred failovers under faults, at each control Region and at pairs of them. */
import { copyCommandLine, type CommandLine } from "../../../support/process";
import { long } from "./cases";
import { report, runCases } from "./run-case";

let mrap: CommandLine;

beforeAll(() => {
  mrap = copyCommandLine({ PATH: process.env.PATH ?? "" });
});

afterAll(() => mrap.remove());

test("no run makes a false statement", async () => {
  expect(long).toHaveLength(400);
  expect(report(await runCases(mrap, long, 10))).toEqual([]);
}, 900_000);
