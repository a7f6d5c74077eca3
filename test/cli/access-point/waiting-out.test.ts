import { WaitingOut } from "../../../cli/access-point/waiting-out";
import { FakeClock } from "../failover/fake-clock";

const at = (clock: FakeClock, milliseconds: number): Promise<void> =>
  clock.run(new Promise((done) => void clock.after(milliseconds - clock.now(), done)));

const throttled = "throttled";

function started(): { clock: FakeClock; wait: WaitingOut } {
  const clock = new FakeClock();
  return { clock, wait: new WaitingOut(clock, 6000, (error) => error === throttled) };
}

test("an interruption is waited out for 6 s from the beginning", async () => {
  const { clock, wait } = started();
  await at(clock, 5000);
  wait.failed("broken");
  expect(wait.over(4900, 1000)).toBe(false);
  expect(wait.over(4900, 1001)).toBe(true);
});

test("throttling is waited out for 6 s from the first throttled answer", async () => {
  const { clock, wait } = started();
  await at(clock, 5000);
  wait.failed(throttled);
  await at(clock, 10_000);
  wait.failed(throttled);
  expect(wait.over(9000, 1000)).toBe(false);
  expect(wait.over(9000, 1001)).toBe(true);
});

test("a busy computer gets an attempt after throttling of 2 s", async () => {
  const { clock, wait } = started();
  wait.failed(throttled);
  await at(clock, 8000);
  expect(wait.over(1500, 300)).toBe(false);
  expect(wait.over(2600, 300)).toBe(true);
});
