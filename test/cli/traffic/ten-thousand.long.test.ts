/** A run of 10,000 requests with a failover in the middle, checked against what the local AWS saw. */
import type { LocalAws } from "../../../local-aws";
import type { DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine } from "../../support/process";
import { mumbai, setStage, virginia, type Stage } from "../../support/command-line";
import { reportOf, sum } from "./support";

let stage: Stage;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;

beforeAll(async () => {
  stage = await setStage("load");
  ({ aws, mrap, environment } = stage);
});

afterAll(() => stage.stop());

test("the figures of the report add up, and show the failover at its time", async () => {
  const load = ["--rate", "400", "--duration", "25s", "--grace", "150s", "--concurrency", "24"];
  const mix = ["--mix", "put=8,get=72,head=16,delete=4"];
  const { result } = mrap.start(["traffic", environment.file, ...load, ...mix, "--verify", "--json"]);
  while ((await aws.control.ledger(environment.buckets[mumbai]!)).length < 400)
    await new Promise((resolve) => setTimeout(resolve, 200));
  const away = await mrap.run(["failover", environment.file, "--to", virginia, "--yes", "--force"]);
  expect(away.last).toBe("The routing of load is now: us-east-1 active, ap-south-1 passive.");
  const report = reportOf(await result);

  const { total, pace, verified } = report;
  expect(pace.planned).toBe(10_000);
  expect(pace.sent + pace.skipped + pace.notSent).toBe(10_000);
  expect(pace.notSent).toBe(0);
  expect(total.sent).toBe(total.answered + total.failed);
  expect(sum(report.operations.map(({ sent }) => sent))).toBe(total.sent);
  expect(sum(report.served.map(({ sent }) => sent)) + report.servedUnknown).toBe(total.sent);
  expect(sum(Object.values(report.errors))).toBe(total.failed);

  // Every acknowledged put is in every bucket, or named.
  const puts = report.operations.find(({ operation }) => operation === "put")!;
  expect(verified!.objects).toBe(puts.answered + report.prepared);
  const origins = verified!.directions.filter(({ from, to }) => from !== "unknown" || to === mumbai);
  expect(sum(origins.map(({ objects }) => objects))).toBe(verified!.objects);
  expect(verified).toMatchObject({ missing: [], differing: [], undeleted: [] });

  // And so is every acknowledged delete.
  const gone = report.operations.find(({ operation }) => operation === "delete")!;
  expect(verified!.deletes).toBe(gone.answered);
  const known = verified!.directions.filter(({ from }) => from !== "unknown");
  expect(known.map(({ from, to }) => `${from} to ${to}`).sort()).toEqual([
    `${mumbai} to ${virginia}`,
    `${virginia} to ${mumbai}`,
  ]);
  for (const { deletes } of known) expect(deletes).toMatchObject({ arrived: deletes!.sent, missing: 0 });
  const unknown = verified!.directions.find(({ from }) => from === "unknown")?.deletes?.sent ?? 0;
  expect(sum(known.map(({ deletes }) => deletes!.sent)) + unknown).toBe(verified!.deletes);
  expect(verified!.buckets.map(({ method }) => method)).toEqual(["read", "read"]);

  // The serving Region is the one that the local AWS recorded, for each request.
  const seen = (await aws.control.requests()).filter(
    ({ key, servedBy, method }) => servedBy && key?.startsWith(report.settings.prefix) && method !== "POST",
  );
  expect(seen.length).toBe(total.sent + report.prepared);
  for (const { region, sent } of report.served) {
    const served = seen.filter(({ servedBy }) => servedBy?.region === region).length;
    const prepared = region === mumbai ? report.prepared : 0;
    expect(served - prepared).toBeGreaterThanOrEqual(sent);
    expect(served - prepared).toBeLessThanOrEqual(sent + report.servedUnknown);
  }

  // The traffic moves within the moment recorded.
  expect(report.failovers).toHaveLength(1);
  const { at, until } = report.failovers[0]!;
  const { regions, interval, at: starts } = report.series;
  expect(interval).toBe(1);
  // The bins start again at the change. A request from just before it may be routed after it.
  const early = starts.findLastIndex((start) => start < at) - 1;
  const late = starts.findIndex((start) => start >= until);
  expect([early, late].every((index) => index > 0)).toBe(true);
  expect(sum(regions[virginia]!.slice(0, early))).toBe(0);
  expect(sum(regions[mumbai]!.slice(0, early))).toBeGreaterThan(500);
  expect(sum(regions[mumbai]!.slice(late))).toBe(0);
  expect(sum(regions[virginia]!.slice(late))).toBeGreaterThan(500);
  expect(report.regions).toMatchObject([
    { region: mumbai, activeAtStart: true, activeAtEnd: false },
    { region: virginia, activeAtStart: false, activeAtEnd: true },
  ]);

  // Nothing of it is left but the canary's delete marker and what is below it.
  expect(report.cleanup!.map(({ left }) => left)).toEqual([0, 0]);
  for (const bucket of Object.values(environment.buckets))
    expect((await aws.control.ledger(bucket)).filter(({ key }) => key.startsWith("mrap-traffic/"))).toEqual(
      [],
    );
  process.stdout.write(
    `${total.sent} requests at ${pace.reached.toFixed(0)}/s, ${total.failed} failed, ${report.servedUnknown} served by nobody known\n`,
  );
}, 240_000);
