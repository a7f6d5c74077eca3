import { UserError } from "../../../cli/errors";
import { live } from "../../../cli/watch/live";
import type { End, Screen } from "../../../cli/watch/screen";
import type { Snapshot } from "../../../cli/watch/snapshot";
import { snapshot } from "./snapshot";

class FakeScreen implements Screen {
  columns = 100;
  rows = 30;
  drawn: Array<readonly string[]> = [];
  resize: () => void = () => {};
  end!: (why: End) => void;
  readonly ended = new Promise<End>((resolve) => (this.end = resolve));
  draw(lines: readonly string[]): void {
    this.drawn.push(lines);
  }
  onResize(listener: () => void): void {
    this.resize = listener;
  }
  close(): void {}
  get last(): string {
    return this.drawn.at(-1)!.join("\n");
  }
}

const start = (screen: Screen, look: () => Promise<Snapshot>) =>
  live(screen, { look, intervalMs: 10, paint: (_, text) => text, name: "shop" });
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test("draws each reading, fits a screen that changes, continues after a failed reading, and ends on request", async () => {
  const screen = new FakeScreen();
  let looks = 0;
  const running = start(screen, async () => {
    if (++looks === 2) throw new UserError("The AWS credentials have expired.");
    return snapshot(["ap-south-1", "us-east-1"]);
  });
  expect(screen.last).toBe("Reading shop …");
  await until(() => screen.last.includes("The routing of shop is: ap-south-1 active, us-east-1 passive."));
  await until(() => screen.last.includes("The latest reading failed: The AWS credentials have expired."));
  await until(() => looks > 2 && !screen.last.includes("reading failed"));
  screen.columns = 50;
  screen.resize();
  for (const line of screen.drawn.at(-1)!) expect(line.length).toBeLessThanOrEqual(50);
  screen.end("quit");
  expect(await running).toBe("quit");
  const drawn = screen.drawn.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(screen.drawn).toHaveLength(drawn);
});

test("a first look that fails ends the view", async () => {
  const screen = new FakeScreen();
  await expect(
    start(screen, () => Promise.reject(new UserError("There is no access point shop."))),
  ).rejects.toThrow("There is no access point shop.");
});

test("does not wait for a look that hangs when it is asked to end", async () => {
  const screen = new FakeScreen();
  const running = start(screen, () => new Promise(() => {}));
  screen.end("SIGTERM");
  expect(await running).toBe("SIGTERM");
});
