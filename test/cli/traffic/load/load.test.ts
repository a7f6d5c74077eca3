import { runLoad } from "../../../../cli/traffic/load/load";
import { RequestLog } from "../../../../cli/traffic/load/log";
import type { Operation } from "../../../../cli/traffic/load/operations";
import { Turns } from "../../../../cli/traffic/load/turns";

const run = async (answer: number, options: { concurrency: number; rate: number; durationMs: number }) => {
  const log = new RequestLog();
  const began = performance.now();
  const outcome = await runLoad({
    ...options,
    operations: new Turns<Operation>([{ item: "put", share: 1 }]),
    send: async () => {
      const sentAt = performance.now();
      await new Promise((resolve) => setTimeout(resolve, answer));
      return { object: 0, sentAt };
    },
    log,
    graceMs: 10_000,
    signal: new AbortController().signal,
    beganMs: began,
  });
  return { outcome, entries: [...log] };
};

test("slow answers do not delay later requests below the concurrency limit", async () => {
  const { outcome, entries } = await run(300, { concurrency: 100, rate: 100, durationMs: 500 });
  expect(outcome).toMatchObject({ planned: 50, heldBack: 0, skipped: 0 });
  // One after another they would take 15 s.
  expect(outcome.sendingMs).toBeLessThan(5000);
  expect(entries).toHaveLength(50);
  const dues = entries.map(({ due }) => due).sort((a, b) => a - b);
  expect(dues[49]! - dues[0]!).toBeCloseTo(490, 0);
});

test("latency includes the wait behind a slow answer, and held-back requests are counted", async () => {
  const { outcome, entries } = await run(50, { concurrency: 1, rate: 100, durationMs: 200 });
  expect(outcome.planned).toBe(20);
  expect(outcome.heldBack).toBeGreaterThan(15);
  // The last one was due after 190 ms and waited for nineteen others of 50 ms each.
  const last = entries.at(-1)!;
  expect(last.ended - last.due).toBeGreaterThan(700);
  expect(last.ended - last.sent).toBeLessThan(650);
});
