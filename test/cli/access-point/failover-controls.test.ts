import * as fc from "fast-check";
import { FailoverControls, type Failure } from "../../../cli/access-point/failover-controls";
import { controlRegions, orderControlRegions } from "../../../cli/access-point/control-regions";
import { sameRouting, withActive, type Route, type RoutesApi } from "../../../cli/access-point/routing";
import { verdict } from "../../../cli/failover/verdict";
import { FakeClock } from "../failover/fake-clock";

const before: Route[] = [
  { region: "ap-south-1", bucket: "a", active: true },
  { region: "us-east-1", bucket: "b", active: false },
  { region: "eu-west-1", bucket: "c", active: false },
];
const wanted = withActive(before, ["us-east-1"]);

class Fail extends Error {
  constructor(readonly failure: Failure) {
    super(failure);
  }
}

type Fault = "healthy" | "dead" | "silent" | "slow" | "throttled" | "lost" | "lost-silently" | "ignored";
const faults: Fault[] = [
  "healthy",
  "dead",
  "silent",
  "slow",
  "throttled",
  "lost",
  "lost-silently",
  "ignored",
];

/** Endpoints with faults of all kinds before one routing, and everything that was submitted. */
function world(behaviour: Record<string, Fault>, fraction = 0) {
  const clock = new FakeClock();
  const submitted: Array<{ endpoint: string; routes: readonly Route[] }> = [];
  let routing = before;
  const never = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Fail("unclear"))));
  const wait = (milliseconds: number) =>
    new Promise<void>((done) => void clock.after(milliseconds + fraction, done));
  const api: RoutesApi = {
    async read(endpoint, signal) {
      await wait(20);
      switch (behaviour[endpoint]) {
        case "dead":
          throw new Fail("elsewhere");
        case "throttled":
          throw new Fail("later");
        case "silent":
          return never(signal);
        case "slow":
          await wait(900);
      }
      return routing;
    },
    async submit(endpoint, routes, signal) {
      await wait(20);
      switch (behaviour[endpoint]) {
        case "dead":
          throw new Fail("elsewhere");
        case "throttled":
          throw new Fail("later");
        case "silent":
          return never(signal);
        case "ignored":
          throw new Fail("unclear");
      }
      submitted.push({ endpoint, routes });
      routing = [...routes];
      switch (behaviour[endpoint]) {
        case "lost":
          throw new Fail("unclear");
        case "lost-silently":
          return never(signal);
        case "slow":
          await wait(900);
      }
    },
  };
  const controls = new FailoverControls(api, controlRegions, {
    judge: (error) => (error as Fail).failure ?? "elsewhere",
    clock,
  });
  return {
    controls,
    clock,
    submitted,
    routing: () => routing,
    api,
    move: (routes: Route[]) => (routing = routes),
  };
}

const all = (fault: Fault): Record<string, Fault> =>
  Object.fromEntries(controlRegions.map((region) => [region, fault]));

test("under any mix of faults the update happens if an endpoint is able, and the verdict tells the truth", async () => {
  const mixes = fc.tuple(...controlRegions.map(() => fc.constantFrom(...faults)));
  await fc.assert(
    fc.asyncProperty(mixes, async (mix) => {
      const behaviour = Object.fromEntries(controlRegions.map((region, index) => [region, mix[index]!]));
      const { controls, clock, submitted, routing } = world(behaviour);
      const readable = mix.some((fault) => !["dead", "silent", "throttled"].includes(fault));
      const read = await clock.run(controls.read().catch(() => undefined));
      expect(read !== undefined).toBe(readable);
      const update = await clock.run(controls.update(before, wanted));
      const applied = sameRouting(routing(), wanted);
      const able = mix.some((fault) => ["healthy", "slow", "lost", "lost-silently"].includes(fault));
      expect(applied).toBe(able);
      expect(["accepted", "settled"].includes(update.kind)).toBe(able);
      if (!able && !mix.some((fault) => ["silent", "ignored"].includes(fault)))
        expect(update.kind).toBe("refused");
      for (const { routes } of submitted) expect(routes).toEqual(wanted);
      const now =
        "routes" in update
          ? update.routes
          : await clock.run(
              controls.read().then(
                (r) => r.routes,
                () => undefined,
              ),
            );
      const { status, sentence } = verdict({ name: "x", before, wanted, update, now });
      if (status === 0) expect(applied).toBe(true);
      if (status === 1) expect(applied).toBe(false);
      if (sentence.includes("is now: us-east-1")) expect(applied).toBe(true);
      if (sentence.includes("unchanged: ap-south-1")) expect(applied).toBe(false);
    }),
    { numRuns: 400, seed: 3 },
  );
});

test("what the reading learned serves the update: silent endpoints cost nothing twice", async () => {
  const { controls, clock, submitted } = world({ ...all("silent"), "ap-southeast-2": "healthy" });
  await clock.run(controls.read());
  const read = clock.now();
  expect(read).toBe(820);
  expect(await clock.run(controls.update(before, wanted))).toEqual({
    kind: "accepted",
    endpoint: "ap-southeast-2",
  });
  expect(clock.now() - read).toBe(20);
  expect(submitted).toHaveLength(1);
});

test("an answer lost in silence is settled by reading, and nothing is sent a second time", async () => {
  const { controls, clock, submitted } = world({ ...all("healthy"), "us-east-1": "lost-silently" });
  await clock.run(controls.read());
  expect(await clock.run(controls.update(before, wanted))).toEqual({
    kind: "settled",
    endpoint: "us-east-1",
  });
  expect(submitted).toHaveLength(1);
});

test("where an unanswered update meets another's routing, ours is not sent again", async () => {
  const { controls, clock, submitted, move } = world({ ...all("healthy"), "us-east-1": "ignored" });
  const other = withActive(before, ["eu-west-1"]);
  move(other);
  const update = await clock.run(controls.update(before, wanted));
  expect(update).toEqual({ kind: "conflict", sent: true, routes: other });
  expect(submitted).toEqual([]);
});

test("409 is read back and never repeated", async () => {
  const { api, clock, routing } = world(all("healthy"));
  let sent = 0;
  const submit = (): Promise<never> => {
    sent++;
    return Promise.reject(new Fail("conflict"));
  };
  const controls = new FailoverControls({ ...api, submit }, controlRegions, {
    judge: (e) => (e as Fail).failure,
    clock,
  });
  const update = await clock.run(controls.update(before, wanted));
  expect(update).toEqual({ kind: "conflict", sent: false, routes: routing() });
  expect(sent).toBe(1);
  expect(verdict({ name: "x", before, wanted, update })).toMatchObject({ status: 1 });
});

test("throttled everywhere is tried again for a while, then given up", async () => {
  const { controls, clock } = world(all("throttled"));
  const update = await clock.run(controls.update(before, wanted));
  expect(update.kind).toBe("refused");
  expect(clock.now()).toBeGreaterThan(1200);
});

test("throttled everywhere for a moment: the update is sent again until it is taken", async () => {
  const { api, clock, routing } = world(all("healthy"));
  let sent = 0;
  const submit: RoutesApi["submit"] = (...call) =>
    ++sent <= 7 ? Promise.reject(new Fail("later")) : api.submit(...call);
  const controls = new FailoverControls({ ...api, submit }, controlRegions, {
    judge: (e) => (e as Fail).failure,
    clock,
  });
  expect((await clock.run(controls.update(before, wanted))).kind).toBe("accepted");
  expect({ sent, routing: routing() }).toEqual({ sent: 8, routing: wanted });
});

test("a refusal that no endpoint would mend ends it: one request", async () => {
  const { api, clock } = world(all("healthy"));
  let sent = 0;
  const submit = (): Promise<never> => {
    sent++;
    return Promise.reject(new Fail("final"));
  };
  const controls = new FailoverControls({ ...api, submit }, controlRegions, {
    judge: (e) => (e as Fail).failure,
    clock,
  });
  expect((await clock.run(controls.update(before, wanted))).kind).toBe("refused");
  expect(sent).toBe(1);
});

test("how long a slow Region is waited for comes from what it took so far, in fractions too", async () => {
  const { controls, clock } = world(all("slow"), 0.25);
  await clock.run(controls.read());
  const poll = await clock.run(controls.poll());
  expect([...poll.values()].map((routes) => routes?.length)).toEqual([3, 3, 3, 3, 3]);
});

test("the Regions that traffic goes to are asked first, those that it leaves last", () => {
  const order = orderControlRegions(["eu-west-1", "ap-south-1"], ["us-east-1"]);
  expect(order[0]).toBe("eu-west-1");
  expect(order.at(-1)).toBe("us-east-1");
  expect([...order].sort()).toEqual([...controlRegions].sort());
});
