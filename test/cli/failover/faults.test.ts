/** The five control Regions under faults, over real sockets: does the routing change when it can, and is it told? */
import { controlRegions } from "../../../cli/failover/control-regions";
import { startLocalAws, type Fault, type LocalAws } from "../../../local-aws";
import { account, makeEstate, type Estate } from "./estate";
import { failover, useLocalAws, type Outcome } from "./in-process";

const [mumbai, virginia] = ["ap-south-1", "us-east-1"] as const;
let aws: LocalAws;
let estate: Estate;
let fewestActive = Infinity;
let looks = 0;
let watching = true;
let watcher: Promise<void>;

beforeAll(async () => {
  aws = await startLocalAws();
  useLocalAws(aws);
  estate = await makeEstate(aws, "faults", { [mumbai]: "active", [virginia]: "passive" });
  // Met once, it is known: us-west-2, which alone finds access points by name, may then be lost too.
  await failover(estate.file, [mumbai]);
  watcher = (async () => {
    while (watching) {
      fewestActive = Math.min(fewestActive, (await estate.active()).length);
      looks++;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
});

afterAll(async () => {
  watching = false;
  await watcher;
  await aws.control.setFaults([]);
  estate.remove();
  await aws.stop();
});

const host = (region: string): string => `${account}.s3-control.${region}.amazonaws.com`;
const Submit = "s3:SubmitMultiRegionAccessPointRoutes";

type Behaviour =
  | "healthy"
  | "dead"
  | "silent"
  | "slow"
  | "throttled"
  | "broken"
  | "wrong-certificate"
  | "untrusted-certificate"
  | "tls-abort"
  | "losing-the-answer";

const faultOf: Record<Exclude<Behaviour, "healthy">, Omit<Fault, "host">> = {
  dead: { fault: "refuse" },
  silent: { fault: "silent" },
  slow: { fault: "slow", seconds: 0.5 },
  throttled: { fault: "status", status: 503, code: "SlowDown" },
  broken: { fault: "status", status: 500, code: "InternalError" },
  "wrong-certificate": { fault: "wrong-certificate" },
  "untrusted-certificate": { fault: "untrusted-certificate" },
  "tls-abort": { fault: "tls-abort" },
  "losing-the-answer": { fault: "lose-answer", action: Submit },
};
const able: readonly Behaviour[] = ["healthy", "slow", "losing-the-answer"];

/** One failover under faults, and all that must hold whatever they are. */
async function under(behaviours: Partial<Record<string, Behaviour>>): Promise<Outcome> {
  const before = await estate.active();
  const target = before[0] === mumbai ? virginia : mumbai;
  await aws.control.setFaults(
    Object.entries(behaviours).flatMap(([region, behaviour]) =>
      behaviour === undefined || behaviour === "healthy"
        ? []
        : [{ host: host(region), ...faultOf[behaviour] }],
    ),
  );
  const outcome = await failover(estate.file, [target]);
  const now = await estate.active();
  const possible = controlRegions.some((region) => able.includes(behaviours[region] ?? "healthy"));
  const seen = { behaviours, status: outcome.status, last: outcome.last, now };
  expect(seen).toMatchObject({ now: possible ? [target] : before, status: possible ? 0 : 1 });
  if (possible)
    expect(outcome.last).toBe(`The routing of faults is now: ${target} active, ${before[0]} passive.`);
  else expect(outcome.last).toBe("Nothing was submitted: the routing of faults is not known.");
  return outcome;
}

test("all 32 subsets of dead control Regions: the update happens unless all five are dead", async () => {
  for (let subset = 0; subset < 32; subset++)
    await under(
      Object.fromEntries(
        controlRegions.map((region, bit) => [region, subset & (1 << bit) ? "dead" : "healthy"]),
      ),
    );
});

test.each(Object.keys(faultOf) as Behaviour[])(
  "one control Region %s, whichever it is",
  async (behaviour) => {
    for (const region of controlRegions) await under({ [region]: behaviour });
  },
);

test.each(Object.keys(faultOf) as Behaviour[])("all control Regions %s", async (behaviour) => {
  await under(Object.fromEntries(controlRegions.map((region) => [region, behaviour])));
});

test("random mixes of all faults, with a fixed seed", async () => {
  const behaviours: Behaviour[] = ["healthy", ...(Object.keys(faultOf) as Behaviour[])];
  let state = 20_240_501;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  for (let mix = 0; mix < 24; mix++)
    await under(
      Object.fromEntries(controlRegions.map((region) => [region, behaviours[random(behaviours.length)]])),
    );
});

test("a lost us-west-2 hides no access point, also from a machine that never met it", async () => {
  useLocalAws(aws);
  const policies = Object.entries(estate.buckets).map(async ([region, bucket]) => {
    const { PutBucketPolicyCommand } = await import("@aws-sdk/client-s3");
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: account },
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: { StringEquals: { "s3:DataAccessPointArn": estate.arn } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await estate.s3(region).send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  });
  await Promise.all(policies);
  await under({ "us-west-2": "dead" });
  useLocalAws(aws);
  await under({ "us-west-2": "silent" });
});

test("by its ARN an access point is found with us-west-2 lost", async () => {
  await aws.control.setFaults([{ host: host("us-west-2"), fault: "refuse" }]);
  const target = (await estate.active())[0] === mumbai ? virginia : mumbai;
  const { status } = await failover(estate.arn, [target]);
  expect(status).toBe(0);
  expect(await estate.active()).toEqual([target]);
});

test("four silent control Regions cost at most 1.5 s, with the whole preflight and the wait", async () => {
  const times: number[] = [];
  for (const silent of [[], controlRegions.slice(0, 4), controlRegions.slice(1)]) {
    await aws.control.setFaults(silent.map((region) => ({ host: host(region), fault: "silent" })));
    const target = (await estate.active())[0] === mumbai ? virginia : mumbai;
    const { status, milliseconds, last } = await failover(estate.file, [target], { wait: true });
    expect({ status, last }).toMatchObject({ status: 0 });
    times.push(milliseconds);
  }
  // The benchmark holds the figure; here a busy machine gets room.
  for (const time of times.slice(1)) expect(time - times[0]!).toBeLessThan(3000);
});

test("two failovers at once to different Regions: the last one taken stands, and each tells what it is", async () => {
  const third = await makeEstate(aws, "race", {
    [mumbai]: "active",
    [virginia]: "passive",
    "eu-west-1": "passive",
  });
  await aws.control.setFaults([]);
  for (let round = 0; round < 5; round++) {
    await third.route(mumbai);
    const targets = [virginia, "eu-west-1"];
    const outcomes = await Promise.all(
      targets.map((target) => failover(third.file, [target], { wait: true })),
    );
    const now = await third.active();
    expect(now).toHaveLength(1);
    const winner = targets.indexOf(now[0]!);
    expect(winner).toBeGreaterThanOrEqual(0);
    const won = outcomes[winner]!;
    // On a machine so busy that its answer came too late, it says that it does not know.
    if (won.status === 0) expect(won.last).toContain(`is now: ${now[0]} active`);
    else expect(won).toMatchObject({ status: 3, last: expect.stringMatching(/[Ss]omebody/) as string });
    const loser = outcomes[1 - winner]!;
    // It may have been through before the other began; else it says that somebody else was faster.
    if (loser.status === 0) expect(loser.last).toContain(`is now: ${targets[1 - winner]} active`);
    else expect(loser.last).toMatch(/[Ss]omebody (else )?(is changing|changed)/);
  }
  third.remove();
});

test("409 is told and never repeated", async () => {
  await aws.control.setFaults([
    { host: "*.s3-control.*", fault: "status", status: 409, code: "OperationAborted", action: Submit },
  ]);
  await aws.control.clearRequests();
  const [before] = await estate.active();
  const { status, last } = await failover(estate.file, [before === mumbai ? virginia : mumbai]);
  expect({ status, last }).toMatchObject({ status: 1 });
  expect(last).toMatch(/^Somebody else is changing the routing .* the routing of faults is now /);
  const submits = (await aws.control.requests()).filter(({ action }) => action === Submit);
  expect(submits).toHaveLength(1);
  expect(await estate.active()).toEqual([before]);
});

test("at no moment of all this was there no active Region", () => {
  expect(looks).toBeGreaterThan(100);
  expect(fewestActive).toBe(1);
});
