import { setMaxListeners } from "node:events";
import { explain, kindOf } from "../adapters/aws/errors";
import { keyOf, notKnown, type Check, type CheckOutcome, type CheckResult } from "./check";

/** How long one check may take unless it says otherwise. */
export const CHECK_TIMEOUT_MS = 20_000;
/** How many checks run at once. */
export const CHECKS_AT_ONCE = 32;

export interface RunChecksOptions {
  /** Ends all checks early: those without a result are not known. */
  readonly signal?: AbortSignal;
  /**
   * Called with each result as its check ends. A result that is not ok follows the checks that may explain it.
   */
  readonly onResult?: (result: CheckResult) => void;
  /** @default CHECKS_AT_ONCE */
  readonly atOnce?: number;
}

/** Runs all checks in parallel. Returns one result for each check, in the order of the checks. Never rejects. */
export async function runChecks(
  checks: readonly Check[],
  { signal, onResult, atOnce = CHECKS_AT_ONCE }: RunChecksOptions = {},
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  // Every check listens to the signal.
  if (signal) setMaxListeners(0, signal);
  const causes = new Causes(checks);
  const waiting = new Set<number>();
  const report = (index: number): void => {
    const result = causes.addTo(results[index]!, checks[index]!);
    waiting.delete(index);
    results[index] = result;
    causes.learn(result);
    onResult?.(result);
  };
  /** Reports the results whose causes have been reported. */
  const reportKnown = (): void => {
    for (;;) {
      const known = [...waiting].find((index) => causes.areKnown(results[index]!, checks[index]!));
      if (known === undefined) return;
      report(known);
    }
  };
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < checks.length; index = next++) {
      results[index] = await runOne(checks[index]!, signal);
      waiting.add(index);
      reportKnown();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, checks.length) }, worker));
  // Checks that name each other as causes.
  for (const index of [...waiting]) report(index);
  return results;
}

/** Which checks failed, to say which of them explain another failure. */
class Causes {
  private readonly open: Set<string>;
  private readonly failed = new Set<string>();

  constructor(checks: readonly Check[]) {
    this.open = new Set(checks.map(keyOf));
  }

  learn(result: CheckResult): void {
    const key = keyOf(result);
    this.open.delete(key);
    if (result.level === "error") this.failed.add(key);
  }

  areKnown({ level }: CheckResult, { consequenceOf = [] }: Check): boolean {
    return level === "ok" || !consequenceOf.some((key) => this.open.has(key));
  }

  addTo(result: CheckResult, { consequenceOf = [] }: Check): CheckResult {
    if (result.level === "ok") return result;
    const because = consequenceOf.filter((key) => this.failed.has(key));
    return because.length > 0 ? { ...result, because } : result;
  }
}

async function runOne(check: Check, outer: AbortSignal | undefined): Promise<CheckResult> {
  const started = performance.now();
  const outcome = await outcomeOf(check, outer);
  const { id, subject, title, accessPoint, required, ledger } = check;
  return {
    id,
    ...(subject !== undefined && { subject }),
    title,
    ...(accessPoint !== undefined && { accessPoint }),
    required,
    ledger,
    because: [],
    milliseconds: Math.round(performance.now() - started),
    ...outcome,
  };
}

async function outcomeOf(check: Check, outer: AbortSignal | undefined): Promise<CheckOutcome> {
  const { timeoutMs = CHECK_TIMEOUT_MS } = check;
  const own = new AbortController();
  // A check may send many requests at once, and each listens.
  setMaxListeners(0, own.signal);
  const stop = (): void => own.abort();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<CheckOutcome>((resolve) => {
    const end = (text: string, fix: string): void => {
      resolve(notKnown(text, fix));
      own.abort();
    };
    timer = setTimeout(
      () =>
        end(
          `No answer to ${check.call.action} within ${timeoutMs / 1000} s.`,
          "Check the connection to AWS, then run the command again.",
        ),
      timeoutMs,
    );
    const stopped = (): void =>
      end("The check was stopped before it had an answer.", "Run the command again.");
    if (outer?.aborted) stopped();
    else outer?.addEventListener("abort", stopped, { signal: own.signal });
  });
  try {
    if (own.signal.aborted) return await over;
    return await Promise.race([check.run(own.signal).catch((error: unknown) => failed(check, error)), over]);
  } finally {
    clearTimeout(timer);
    stop();
  }
}

/** A call that failed decides nothing. */
function failed({ call }: Check, error: unknown): CheckOutcome {
  const fix: Readonly<Record<string, string>> = {
    denied: `Allow ${call.action} to your role, or use another role.`,
    credentials: "Sign in again, then run the command again.",
    clock: "Set the clock, then run the command again.",
  };
  return notKnown(
    explain(error, call),
    fix[kindOf(error)] ?? "Check the connection to AWS, then run the command again.",
  );
}
