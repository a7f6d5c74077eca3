import { parseDuration, parseMix, parseNumber, parsePrefix, parseSizes, usage } from "./parse";
import type { Mix, SizeShare } from "./load/operations";

/** The options of the command as the user wrote them. */
export interface TrafficFlags {
  readonly rate: string;
  readonly duration: string;
  readonly size: string;
  readonly mix: string;
  readonly concurrency: string;
  readonly prefix: string;
  readonly verify?: boolean;
  readonly verifyInterval: string;
  readonly verifyPatience: string;
  readonly timeout: string;
  readonly grace: string;
  readonly keep?: boolean;
  readonly remove?: string;
  readonly maxCost: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly profile?: string;
}

export interface TrafficOptions {
  /** Requests per second. */
  readonly rate: number;
  readonly durationMs: number;
  readonly sizes: readonly SizeShare[];
  readonly mix: Mix;
  readonly concurrency: number;
  readonly prefix: string;
  readonly verify: boolean;
  /** Between two listings of each bucket. */
  readonly verifyIntervalMs: number;
  /** Without a new arrival, after which the remaining objects count as missing. */
  readonly verifyPatienceMs: number;
  /** Of one request. */
  readonly timeoutMs: number;
  /** How long a late run may continue after its duration. */
  readonly graceMs: number;
  readonly keep: boolean;
  /** In US dollars. */
  readonly maxCost: number;
}

/** The log keeps every request of a run in memory, in 32 bytes. */
const MOST_REQUESTS = 5_000_000;

export function readOptions(flags: TrafficFlags): TrafficOptions {
  const rate = parseNumber("--rate", flags.rate, 0.1, 20_000);
  const durationMs = parseDuration("--duration", flags.duration);
  if ((rate * durationMs) / 1000 > MOST_REQUESTS)
    throw usage(
      `A run can have at most ${MOST_REQUESTS} requests, and --rate times --duration is ${Math.round((rate * durationMs) / 1000)}. Split it into several runs.`,
    );
  return {
    rate,
    durationMs,
    sizes: parseSizes(flags.size),
    mix: parseMix(flags.mix),
    concurrency: parseNumber("--concurrency", flags.concurrency, 1, 1000, true),
    prefix: parsePrefix(flags.prefix),
    verify: flags.verify === true,
    verifyIntervalMs: parseDuration("--verify-interval", flags.verifyInterval, 3_600_000),
    verifyPatienceMs: parseDuration("--verify-patience", flags.verifyPatience),
    timeoutMs: parseDuration("--timeout", flags.timeout, 3_600_000),
    graceMs: flags.grace === "auto" ? Math.max(durationMs, 10_000) : parseDuration("--grace", flags.grace),
    keep: flags.keep === true,
    maxCost: parseNumber("--max-cost", flags.maxCost, 0, 1_000_000),
  };
}

/** Checks that --remove names the folder of a run and nothing above it. Everything in it is deleted. */
export function readFolder(text: string): string {
  if (/^([A-Za-z0-9._-]+\/)*[A-Za-z0-9._-]*\d{8}T\d{6}Z-[0-9a-f]{6}\/$/.test(text)) return text;
  throw usage(
    `--remove must be the folder of a run, such as mrap-traffic/20260102T030405Z-abcdef/. Got '${text}'.`,
  );
}
