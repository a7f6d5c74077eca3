/** The five control Regions under faults, every failover a process: does the routing change when it can, and is it told? */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { controlRegions } from "../../../cli/access-point/control-regions";
import type { Fault } from "../../../local-aws";
import { account } from "../../support/live-environment";
import { mumbai, virginia } from "../../support/command-line";
import { host, openLane, spread, type FailoverOptions, type Lane } from "./lanes";
import { copyCommandLine, type CommandLine, type Result } from "../../support/process";
import { expectNobodyListens } from "./refused";

const Submit = "s3:SubmitMultiRegionAccessPointRoutes";
// A run whose update has no clear answer reads the routing for 6 s, and some tests have many of them.
jest.setTimeout(240_000);
let mrap: CommandLine;
let lanes: Lane[] = [];

beforeAll(async () => {
  await expectNobodyListens();
  mrap = copyCommandLine({ PATH: process.env.PATH ?? "" });
  lanes = await Promise.all([1, 2, 3].map((number) => openLane(mrap, number)));
});

afterAll(async () => {
  await Promise.all(lanes.map((lane) => lane.stop()));
  mrap.remove();
});

/** The fault of a control Region. `refused` is a connection that the system refuses before it reaches the local AWS. */
const faultOf = {
  refused: undefined,
  "out of the proxy's reach": { fault: "refuse" },
  silent: { fault: "silent" },
  "never answering": { fault: "no-answer" },
  slow: { fault: "slow", seconds: 0.5 },
  throttled: { fault: "status", status: 503, code: "SlowDown" },
  broken: { fault: "status", status: 500, code: "InternalError" },
  "of a wrong certificate": { fault: "wrong-certificate" },
  "of an untrusted certificate": { fault: "untrusted-certificate" },
  "cutting the handshake": { fault: "tls-abort" },
  "losing the answer": { fault: "lose-answer", action: Submit },
  "losing the update": { fault: "no-answer", action: Submit },
} satisfies Record<string, Omit<Fault, "host"> | undefined>;

type Behaviour = "healthy" | keyof typeof faultOf;
type Behaviours = Readonly<Record<string, Behaviour>>;
const faulty = Object.keys(faultOf) as Array<keyof typeof faultOf>;
const able: readonly Behaviour[] = ["healthy", "slow", "losing the answer"];

const everywhere = (behaviour: Behaviour): Behaviours =>
  Object.fromEntries(controlRegions.map((region) => [region, behaviour]));
const alone = (behaviour: Behaviour, region: string): Behaviours => ({
  ...everywhere("healthy"),
  [region]: behaviour,
});

/** One failover under faults, and all that must hold whatever they are. */
async function under(lane: Lane, behaviours: Behaviours, options: FailoverOptions = {}): Promise<Result> {
  const before = await lane.deployed.active();
  const [target, left] = before[0] === mumbai ? [virginia, mumbai] : [mumbai, virginia];
  const faults = Object.entries(behaviours).flatMap(([region, behaviour]) => {
    const fault = behaviour === "healthy" ? undefined : faultOf[behaviour];
    return fault ? [{ host: host(region), ...fault }] : [];
  });
  await lane.setFaults(faults);
  const refused = controlRegions.filter((region) => behaviours[region] === "refused");
  const result = await lane.failover(target, { refused, ...options });
  const now = await lane.deployed.active();
  const some = (...wanted: readonly Behaviour[]): boolean =>
    controlRegions.some((region) => wanted.includes(behaviours[region]!));
  const expected = some(...able)
    ? { now: [target], status: 0, last: `The routing of faults is now: ${target} active, ${left} passive` }
    : some("losing the update")
      ? {
          now: before,
          status: 3,
          last: "The update was sent, and no answer says what became of it (sent to ",
        }
      : { now: before, status: 1, last: "Nothing was submitted: the routing of faults is not known." };
  const seen = { now, status: result.status, last: result.last.slice(0, expected.last.length) };
  expect({ behaviours, ...seen }).toEqual({ behaviours, ...expected });
  return result;
}

test("all 32 subsets of control Regions that refuse connections: the update happens unless all five do", async () => {
  const subsets = Array.from({ length: 32 }, (_, subset): Behaviours =>
    Object.fromEntries(
      controlRegions.map((region, bit) => [region, subset & (1 << bit) ? "refused" : "healthy"]),
    ),
  );
  await spread(lanes, subsets, async (lane, subset) => void (await under(lane, subset)));
});

test.each(faulty)("one control Region %s, whichever it is", async (behaviour) => {
  await spread(lanes, controlRegions, async (lane, region) => {
    // us-east-1 is asked first if it receives traffic, us-west-2 if us-east-1 loses traffic.
    await lane.deployed.route(region === virginia ? mumbai : virginia);
    await under(lane, alone(behaviour, region));
  });
});

test("all control Regions at fault, each fault alone", async () => {
  await spread(lanes, faulty, async (lane, one) => void (await under(lane, everywhere(one))));
});

test.each([
  ["refused", "the connection is refused"],
  ["out of the proxy's reach", "the proxy cannot reach it (502)"],
] as const)(
  "all control Regions %s: the reason is printed once, with its Regions",
  async (behaviour, why) => {
    const { stderr } = await under(lanes[0]!, everywhere(behaviour));
    const [, headline, reason, ...more] = stderr.trimEnd().split("\n");
    expect({ headline, more }).toEqual({
      headline: "None of the five control Regions reports the routing.",
      more: [],
    });
    const [regions = "", ...rest] = reason!.trim().split(": ");
    expect(regions.split(", ").sort()).toEqual([...controlRegions].sort());
    expect(rest.join(": ")).toBe(`No answer to s3:GetMultiRegionAccessPointRoutes: ${why}.`);
  },
);

test("random mixes of all faults, with a fixed seed", async () => {
  const behaviours: Behaviour[] = ["healthy", ...faulty];
  let state = 20_240_501;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const mix = (): Behaviours =>
    Object.fromEntries(controlRegions.map((region) => [region, behaviours[random(behaviours.length)]!]));
  await spread(lanes, Array.from({ length: 24 }, mix), async (lane, one) => void (await under(lane, one)));
});

test("a lost us-west-2 hides no access point, also from a machine that never met it", async () => {
  const { deployed } = lanes[0]!;
  const policies = Object.entries(deployed.buckets).map(async ([region, Bucket]) => {
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: account },
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      Condition: { StringEquals: { "s3:DataAccessPointArn": deployed.arn } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await deployed.s3(region).send(new PutBucketPolicyCommand({ Bucket, Policy }));
  });
  await Promise.all(policies);
  for (const behaviour of ["refused", "silent"] as const)
    await under(lanes[0]!, alone(behaviour, "us-west-2"), { stateHome: newHome() });
});

test("by its ARN an access point is found with us-west-2 lost", async () => {
  const environment = lanes[0]!.deployed.arn;
  const { alias } = lanes[0]!.deployed;
  const before = await lanes[0]!.deployed.active();
  const [target, left] = before[0] === mumbai ? [virginia, mumbai] : [mumbai, virginia];
  await lanes[0]!.setFaults([]);
  const options = { environment, refused: ["us-west-2"], stateHome: newHome() };
  const { status, last } = await lanes[0]!.failover(target, options);
  expect({ status, last }).toEqual({
    status: 0,
    last: `The routing of ${alias} is now: ${target} active, ${left} passive.`,
  });
  expect(await lanes[0]!.deployed.active()).toEqual([target]);
});

test("a conflict is reported, and the update is not repeated", async () => {
  const [lane] = lanes;
  await lane!.setFaults([
    { host: "*.s3-control.*", fault: "status", status: 409, code: "OperationAborted", action: Submit },
  ]);
  await lane!.aws.control.clearRequests();
  const before = await lane!.deployed.active();
  const [target, left] = before[0] === mumbai ? [virginia, mumbai] : [mumbai, virginia];
  // Without the memory of earlier runs, whose copies may still be on their way.
  const { status, last } = await lane!.failover(target, { stateHome: newHome() });
  expect({ status, last }).toEqual({
    status: 1,
    last: `Another update is in progress, and this update was refused and not repeated. The routing of faults is now: ${left} active, ${target} passive.`,
  });
  const submits = (await lane!.aws.control.requests()).filter(({ action }) => action === Submit);
  expect(submits).toHaveLength(1);
  expect(await lane!.deployed.active()).toEqual(before);
});

test("at no moment of all this was there no active Region", () => {
  for (const { seen } of lanes) {
    expect(seen.looks).toBeGreaterThan(100);
    expect(seen.fewestActive).toBe(1);
  }
});

const newHome = (): string => mkdtempSync(join(mrap.folder, "new-"));
