/** Two failovers at once toward different Regions: one wins, and what each says of it is true. */
import type { LocalAws, LoggedRequest } from "../../../local-aws";
import { controlRegions } from "../../../cli/access-point/control-regions";
import { mumbai, setStage, virginia, type Stage } from "../../support/command-line";
import type { DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine, Result } from "../../support/process";

const ireland = "eu-west-1";
const members = [mumbai, ireland, virginia];
const Submit = "s3:SubmitMultiRegionAccessPointRoutes";
let stage: Stage;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;

beforeAll(async () => {
  stage = await setStage("race", {
    [mumbai]: "active",
    [virginia]: "passive",
    [ireland]: "passive",
  });
  ({ aws, mrap, environment } = stage);
});

afterAll(() => stage.stop());

beforeEach(async () => {
  await aws.control.setFaults([]);
  await environment.route(mumbai);
  await aws.control.clearRequests();
});

const routing = (active: string): string =>
  [`${active} active`, ...members.filter((one) => one !== active).map((one) => `${one} passive`)].join(", ");

/** A failover as a process; the journal knows its requests by the target. */
function toward(target: string, flags: readonly string[]): Promise<Result> {
  const proxy = aws.url.replace("//", `//${target}@`);
  const env = { HTTPS_PROXY: proxy, https_proxy: proxy };
  return mrap.run(["failover", environment.file, "--to", target, "--yes", "--force", ...flags], { env });
}

interface Racer {
  readonly target: string;
  readonly other: string;
  readonly won: boolean;
  readonly result: Result;
}

/** The allowed last lines of each of two runs, with the events that must then have happened. */
function expectTrue({ target, other, won, result }: Racer, log: readonly LoggedRequest[]): void {
  const of = (client: string, action: string): LoggedRequest[] =>
    log.filter((one) => one.client === client && one.action === action && one.status === 200);
  const [mine, theirs] = [of(target, Submit), of(other, Submit)];
  const began = ({ time, seconds = 0 }: LoggedRequest): number => time - seconds;
  const reads = of(target, "s3:GetMultiRegionAccessPointRoutes").map(began);
  const is = (active: string): string => `The routing of race is now: ${routing(active)}`;
  const said = `exit status ${result.status}: ${result.last}`;
  const allowed = [
    {
      says: `exit status 0: ${is(target)}`,
      // Who is overtaken later had read its own routing before the other's update was through.
      if:
        mine.length > 0 &&
        (won || reads.some((read) => read > began(mine[0]!) && read < theirs.at(-1)!.time)),
    },
    {
      says: `exit status 1: The routing was changed meanwhile, and nothing was submitted. ${is(other)}`,
      if: !won && mine.length === 0 && theirs.length > 0,
    },
    ...controlRegions.map((region) => ({
      says: `exit status 3: The update was accepted (${region}), but somebody else changed the routing at the same time. ${is(other)}`,
      if: !won && mine.length > 0 && theirs.length > 0,
    })),
    ...controlRegions.map((region) => ({
      // A late copy of the other's update has restored the routing that this run found.
      says: `exit status 3: The update was accepted (${region}) and may still take effect: `,
      if: !won && mine.length > 0 && theirs.length > 0,
    })),
    {
      says: `exit status 3: The update was accepted, but somebody else changed the routing since. ${is(other)}`,
      if: !won && mine.length > 0 && theirs.length > 0,
    },
    {
      says: "exit status 3: Somebody else changed the routing, and no answer says what became of this update, which may still take effect",
      if: theirs.length > 0,
    },
    {
      says: "exit status 3: The update was sent, and no answer says what became of it",
      if: of(target, Submit).length > 0 || log.some((one) => one.client === target && one.action === Submit),
    },
  ];
  const possible = allowed.filter((one) => one.if).map(({ says }) => says);
  if (!possible.some((one) => said.startsWith(one))) expect([said]).toEqual(possible);
}

test.each([
  ["with preflight, wait and canary", []],
  ["in an emergency", ["--no-wait"]],
])("two at once, %s: one wins, and each says what is true", async (_, flags) => {
  for (let round = 0; round < 6; round++) {
    await environment.route(mumbai);
    await aws.control.clearRequests();
    const targets = [virginia, ireland] as const;
    const results = await Promise.all(targets.map((target) => toward(target, flags)));
    const now = await environment.active();
    const log = await aws.control.requests();
    const racers = targets.map((target, index): Racer => ({
      target,
      other: targets[1 - index]!,
      won: now.join() === target,
      result: results[index]!,
    }));
    expect(racers.filter(({ won }) => won)).toHaveLength(1);
    for (const racer of racers) expectTrue(racer, log);
  }
});
