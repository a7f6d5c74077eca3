import { AllFailed, hedge, type HedgeOptions } from "../../../cli/access-point/hedge";
import { FakeClock } from "../failover/fake-clock";

type Behaviour = { after: number; ok: boolean; final?: boolean };

async function run(behaviours: Record<string, Behaviour>, options: Partial<HedgeOptions> = {}) {
  const clock = new FakeClock();
  const tried: Array<[string, number]> = [];
  const aborted: string[] = [];
  const attempt = (endpoint: string, signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      tried.push([endpoint, clock.now()]);
      const { after, ok, final } = behaviours[endpoint]!;
      signal.addEventListener("abort", () => {
        aborted.push(endpoint);
        reject(new Error("aborted"));
      });
      clock.after(after, () =>
        ok ? resolve(`from ${endpoint}`) : reject(Object.assign(new Error(`no from ${endpoint}`), { final })),
      );
    });
  const work = hedge(Object.keys(behaviours), attempt, {
    delayMs: 200,
    limitMs: 10_000,
    clock,
    isFinal: (error) => (error as { final?: boolean }).final === true,
    ...options,
  });
  const outcome = await clock.run(work).then(
    (won) => ({ won, error: undefined }),
    (error: Error) => ({ won: undefined, error }),
  );
  return { ...outcome, tried, aborted, time: clock.now() };
}

const silent: Behaviour = { after: 1e9, ok: false };

test("a healthy first endpoint is the only one asked", async () => {
  const { won, tried } = await run({ a: { after: 150, ok: true }, b: { after: 1, ok: true } });
  expect(won).toEqual({ endpoint: "a", value: "from a" });
  expect(tried).toEqual([["a", 0]]);
});

test("a silent endpoint costs the delay, not its time-out", async () => {
  const { won, tried, aborted, time } = await run({
    a: silent,
    b: silent,
    c: silent,
    d: silent,
    e: { after: 10, ok: true },
  });
  expect(won?.endpoint).toBe("e");
  expect(tried.map(([, at]) => at)).toEqual([0, 200, 400, 600, 800]);
  expect(time).toBe(810);
  expect(aborted).toEqual(["a", "b", "c", "d"]);
});

test("a refusal moves on at once", async () => {
  const { won, tried } = await run({ a: { after: 3, ok: false }, b: { after: 5, ok: true } });
  expect(won?.endpoint).toBe("b");
  expect(tried).toEqual([
    ["a", 0],
    ["b", 3],
  ]);
});

test("a slow first answer still wins over a hedge that is slower", async () => {
  const { won, time } = await run({ a: { after: 300, ok: true }, b: { after: 500, ok: true } });
  expect(won?.endpoint).toBe("a");
  expect(time).toBe(300);
});

test("a final failure ends the call: no other endpoint is asked", async () => {
  const { error, tried } = await run({ a: { after: 1, ok: false, final: true }, b: { after: 1, ok: true } });
  expect(error?.message).toBe("no from a");
  expect(tried).toHaveLength(1);
});

test("if all endpoints fail, each failure is reported, and a silent endpoint fails at its timeout", async () => {
  const { error, time } = await run({ a: { after: 1, ok: false }, b: silent }, { limitMs: 700 });
  expect(error).toBeInstanceOf(AllFailed);
  expect((error as AllFailed).failures.map(({ endpoint }) => endpoint)).toEqual(["a", "b"]);
  expect(time).toBe(701);
});

test("losers that are kept are heard out", async () => {
  const heard: string[] = [];
  const onSettled = (endpoint: string): void => void heard.push(endpoint);
  const { aborted } = await run({ a: silent, b: { after: 1, ok: true } }, { keepLosers: true, onSettled });
  expect(aborted).toEqual([]);
  expect(heard).toEqual(["b"]);
});

test("no endpoint at all is a failure too", async () => {
  const { error } = await run({});
  expect(error).toBeInstanceOf(AllFailed);
});
