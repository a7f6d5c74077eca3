import { setTimeout as sleep } from "node:timers/promises";
import type { Paint } from "../text/paint";
import { UserError } from "../errors";
import { age } from "../text/numbers";
import { frame } from "./frame";
import { noHistory, remember } from "./history";
import type { End, Screen } from "./screen";
import type { Snapshot } from "./snapshot";

export interface LiveOptions {
  readonly look: () => Promise<Snapshot>;
  /** Milliseconds from one look to the next. */
  readonly intervalMs: number;
  readonly paint: Paint;
  readonly name: string;
}

const hint = "q or Ctrl-C ends.";

/**
 * Shows one look after another until the user has seen enough. A look that fails leaves the last one on the screen,
 * with the reason; only the first one may end the view.
 */
export async function live(screen: Screen, { look, intervalMs, paint, name }: LiveOptions): Promise<End> {
  let snapshot: Snapshot | undefined;
  let history = noHistory;
  let error: string | undefined;
  let end: End | undefined;

  const draw = (): void => {
    const { columns, rows } = screen;
    const now = new Date();
    if (snapshot === undefined) return screen.draw([`Reading ${name} …`.slice(0, columns)]);
    const note = `read ${age(snapshot.status.at, now)} ago, every ${intervalMs / 1000} s`;
    screen.draw(
      frame({ snapshot, history, columns, rows, note, hint, paint, ...(error !== undefined && { error }) }),
    );
  };
  const over = screen.ended.then((why) => (end = why));
  screen.onResize(draw);
  draw();
  // What is shown says how old it is.
  const clock = setInterval(draw, 1000);
  try {
    while (end === undefined) {
      const began = Date.now();
      const looked = look().then(
        (found) => {
          snapshot = found;
          history = remember(history, found);
          error = undefined;
        },
        (problem: unknown) => {
          if (snapshot === undefined || !(problem instanceof UserError)) throw problem;
          error = problem.message;
        },
      );
      await Promise.race([looked, over]);
      if (end !== undefined) {
        looked.catch(() => undefined);
        break;
      }
      draw();
      await Promise.race([sleep(Math.max(200, intervalMs - (Date.now() - began))), over]);
    }
  } finally {
    clearInterval(clock);
  }
  return end ?? "quit";
}
