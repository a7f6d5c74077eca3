import * as fc from "fast-check";
import { FailoverControls, type Failure } from "../../../cli/access-point/failover-controls";
import { controlRegions } from "../../../cli/access-point/control-regions";
import { sameRouting, withActive, type Route, type RoutesApi } from "../../../cli/access-point/routing";
import { consensus } from "../../../cli/access-point/reports";
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
  const never = (signal: AbortSignal, failure: Failure = "unclear") =>
    new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Fail(failure))));
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
    async submit(endpoint, routes, signal, onSent) {
      await wait(20);
      switch (behaviour[endpoint]) {
        case "dead":
          throw new Fail("elsewhere");
        case "silent":
          // No connection: it never left.
          return never(signal, "elsewhere");
      }
      onSent?.();
      switch (behaviour[endpoint]) {
        case "throttled":
          throw new Fail("later");
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
      if (!able) expect(update.kind).toBe(mix.includes("ignored") ? "unknown" : "refused");
      for (const region of controlRegions)
        if (update.unsettled.includes(region))
          expect(["lost", "lost-silently", "ignored", "slow"]).toContain(behaviour[region]);
      for (const { routes } of submitted) expect(routes).toEqual(wanted);
      const now = update.consensus ?? (await clock.run(controls.readBack(wanted)));
      const { sightings } = controls;
      const { status, sentence } = verdict({
        name: "x",
        environment: "x",
        before,
        wanted,
        update,
        now,
        sightings,
      });
      if (status === 0) expect(applied).toBe(true);
      if (status === 1) expect(applied).toBe(false);
      if (sentence.includes("is now: us-east-1")) expect(applied).toBe(true);
      if (sentence.includes("unchanged: ap-south-1")) expect(applied).toBe(false);
    }),
    { numRuns: 400, seed: 3 },
  );
});

const controlsOf = (api: RoutesApi, clock: FakeClock): FailoverControls =>
  new FailoverControls(api, controlRegions, { judge: (error) => (error as Fail).failure, clock });

test("the update skips control Regions that were silent when the routing was read", async () => {
  const { controls, clock, submitted } = world({ ...all("silent"), "ap-southeast-2": "healthy" });
  await clock.run(controls.read());
  const read = clock.now();
  expect(read).toBe(220);
  expect(await clock.run(controls.update(before, wanted))).toEqual({
    kind: "accepted",
    endpoint: "ap-southeast-2",
    unsettled: [],
  });
  expect(clock.now() - read).toBe(20);
  expect(submitted).toHaveLength(1);
});

test("an update whose answer is lost is settled by reading, is sent once, and is named as unsettled", async () => {
  const { controls, clock, submitted } = world({ ...all("healthy"), "us-east-1": "lost-silently" });
  await clock.run(controls.read());
  expect(await clock.run(controls.update(before, wanted))).toMatchObject({
    kind: "settled",
    endpoint: "us-east-1",
    unsettled: ["us-east-1"],
  });
  expect(submitted).toHaveLength(1);
});

test("an update without an answer is not sent again if somebody else changed the routing", async () => {
  const { controls, clock, submitted, move } = world({ ...all("healthy"), "us-east-1": "ignored" });
  move(withActive(before, ["eu-west-1"]));
  const update = await clock.run(controls.update(before, wanted));
  expect(update).toMatchObject({ kind: "conflict", sent: true, unsettled: ["us-east-1"] });
  expect(submitted).toEqual([]);
});

test("a conflict is read for 6 s and never repeated", async () => {
  const { api, clock } = world(all("healthy"));
  let sent = 0;
  const submit = (): Promise<never> => {
    sent++;
    return Promise.reject(new Fail("conflict"));
  };
  const controls = controlsOf({ ...api, submit }, clock);
  const update = await clock.run(controls.update(before, wanted));
  expect(update).toMatchObject({ kind: "conflict", sent: false });
  expect({ sent, seconds: Math.round(clock.now() / 1000) }).toEqual({ sent: 1, seconds: 6 });
});

test("after a conflict, a copy that a gateway repeated may take effect after somebody else's change", async () => {
  const { api, clock, move } = world(all("healthy"));
  const submit = (): Promise<never> => {
    clock.after(300, () => void move(withActive(before, ["eu-west-1"])));
    clock.after(5000, () => void move(wanted));
    return Promise.reject(new Fail("conflict"));
  };
  const update = await clock.run(controlsOf({ ...api, submit }, clock).update(before, wanted));
  expect(update).toMatchObject({ kind: "settled", unsettled: [] });
});

test("throttling is waited out in the Regions that answer while another one is silent", async () => {
  const { api, clock } = world({ ...all("healthy"), "us-east-1": "silent" });
  const read: RoutesApi["read"] = (endpoint, signal) =>
    endpoint !== "us-east-1" && clock.now() < 2500
      ? Promise.reject(new Fail("later"))
      : api.read(endpoint, signal);
  await clock.run(controlsOf({ ...api, read }, clock).read());
  expect(clock.now()).toBeLessThan(5000);
});

test("a conflict with a copy of this update ends as soon as the routing reads as requested", async () => {
  const { api, clock, move } = world(all("healthy"));
  const submit = (): Promise<never> => {
    clock.after(3000, () => void move(wanted));
    return Promise.reject(new Fail("conflict"));
  };
  const update = await clock.run(controlsOf({ ...api, submit }, clock).update(before, wanted));
  expect(update).toMatchObject({ kind: "settled", unsettled: [] });
});

test("a conflict after an unclear answer is not blamed on somebody else", async () => {
  const { api, clock } = world(all("healthy"));
  const failures: Failure[] = ["unclear", "conflict"];
  const submit: RoutesApi["submit"] = (_endpoint, _routes, _signal, onSent) => {
    onSent?.();
    return Promise.reject(new Fail(failures.shift()!));
  };
  const update = await clock.run(controlsOf({ ...api, submit }, clock).update(before, wanted));
  expect(update).toMatchObject({ kind: "unknown", unsettled: ["us-east-1"] });
});

test.each(["unclear", "elsewhere", "later"] as const)(
  "an update that fails everywhere for a moment (%s) is sent again until it is accepted",
  async (failure) => {
    const { api, clock, routing } = world(all("healthy"));
    let sent = 0;
    const submit: RoutesApi["submit"] = (...call) =>
      ++sent <= (failure === "unclear" ? 4 : 12) ? Promise.reject(new Fail(failure)) : api.submit(...call);
    expect((await clock.run(controlsOf({ ...api, submit }, clock).update(before, wanted))).kind).toBe(
      "accepted",
    );
    expect(routing()).toEqual(wanted);
  },
);

test("throttling everywhere is waited out for more than 2 s, then the update is given up", async () => {
  const { controls, clock } = world(all("throttled"));
  const update = await clock.run(controls.update(before, wanted));
  expect(update.kind).toBe("refused");
  expect(clock.now()).toBeGreaterThan(2000);
  expect(clock.now()).toBeLessThan(8000);
});

test("a refusal of one Region counts for that Region alone", async () => {
  const { api, clock } = world(all("healthy"));
  const submit: RoutesApi["submit"] = (endpoint, ...call) =>
    endpoint === "us-east-1" ? Promise.reject(new Fail("refused")) : api.submit(endpoint, ...call);
  const update = await clock.run(controlsOf({ ...api, submit }, clock).update(before, wanted));
  expect(update).toEqual({ kind: "accepted", endpoint: "us-west-2", unsettled: [] });
});

test.each([
  ["final", 1],
  ["refused", 5],
] as const)("a failure of all Regions (%s) sends %i requests", async (failure, requests) => {
  const { api, clock } = world(all("healthy"));
  let sent = 0;
  const submit = (): Promise<never> => {
    sent++;
    return Promise.reject(new Fail(failure));
  };
  const update = await clock.run(controlsOf({ ...api, submit }, clock).update(before, wanted));
  expect({ kind: update.kind, sent }).toEqual({ kind: "refused", sent: requests });
});

test("an answer that lists other members is no reading", async () => {
  const { api, clock } = world(all("healthy"));
  const read: RoutesApi["read"] = async (endpoint, signal) => {
    const routes = await api.read(endpoint, signal);
    return endpoint === "us-east-1" ? routes.slice(1) : routes;
  };
  const controls = controlsOf({ ...api, read }, clock);
  controls.expectMembers(before);
  const { majority, unreachable } = consensus(await clock.run(controls.poll()));
  expect(majority?.regions).toHaveLength(4);
  expect(unreachable).toEqual(["us-east-1"]);
});

test("the time that a slow Region gets follows from the answers so far", async () => {
  const { controls, clock } = world(all("slow"), 0.25);
  await clock.run(controls.read());
  const poll = await clock.run(controls.poll());
  expect([...poll.values()].map(({ kind }) => kind)).toEqual(Array(5).fill("routing"));
});

test("control Regions that never answer are waited for once, and not in each step again", async () => {
  for (const able of controlRegions) {
    const { controls, clock } = world({ ...all("silent"), [able]: "healthy" });
    const steps: number[] = [];
    const step = async (work: Promise<unknown>): Promise<void> => {
      const began = clock.now();
      await clock.run(work);
      steps.push(clock.now() - began);
    };
    await step(controls.read());
    await step(controls.agree());
    await step(controls.agree());
    await step(controls.update(before, wanted));
    await step(controls.readBack(wanted));
    await step(controls.poll());
    await step(controls.agree());
    // Each further reading gives a silent Region 50 ms. The Regions that were not asked first get 1 s.
    expect(steps).toEqual(
      able === "us-east-1" ? [20, 1000, 50, 20, 50, 50, 50] : [220, 980, 50, 20, 50, 50, 50],
    );
  }
});

test("a Region that was silent and answers again is waited for as before", async () => {
  const behaviour: Record<string, Fault> = { ...all("silent"), "us-east-1": "healthy" };
  const { controls, clock } = world(behaviour);
  await clock.run(controls.read());
  await clock.run(controls.poll());
  for (const region of controlRegions) behaviour[region] = "slow";
  // The reading after the silence is too short for a slow answer. It continues and shows that the Regions answer.
  expect(consensus(await clock.run(controls.poll())).unreachable).toHaveLength(4);
  await clock.run(new Promise<void>((done) => void clock.after(1000, done)));
  expect(consensus(await clock.run(controls.poll())).unreachable).toEqual([]);
});

test("a late answer to an earlier reading extends the wait for the next one", async () => {
  const { api, clock } = world(all("healthy"));
  const read: RoutesApi["read"] = async (endpoint, signal) => {
    if (endpoint !== "us-east-1") await new Promise<void>((done) => void clock.after(1010, done));
    return api.read(endpoint, signal);
  };
  const controls = controlsOf({ ...api, read }, clock);
  await clock.run(controls.read());
  expect(consensus(await clock.run(controls.poll())).unreachable).toHaveLength(4);
  expect(consensus(await clock.run(controls.poll())).unreachable).toEqual([]);
});

test("a reading that was requested before an update is no report about it", async () => {
  const { controls, clock } = world({ ...all("healthy"), "us-west-2": "slow" });
  await clock.run(controls.read());
  await clock.run(controls.agree());
  await clock.run(controls.update(before, wanted));
  await clock.run(new Promise<void>((done) => void clock.after(2000, done)));
  const { all: every, sinceUpdate } = controls.sightings;
  expect(every.map(({ region }) => region)).toContain("us-west-2");
  expect(sinceUpdate).toEqual([]);
});
