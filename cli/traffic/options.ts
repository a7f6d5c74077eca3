import {
  parseDuration,
  parseMix,
  parseNumber,
  parsePrefix,
  parseSizes,
  usage,
  type Mix,
  type SizeShare,
} from "./quantities";

/** The command's options as they were written. */
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
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly sizes: readonly SizeShare[];
  readonly mix: Mix;
  readonly concurrency: number;
  readonly prefix: string;
  readonly verify: boolean;
  /** Milliseconds between two looks into each bucket. */
  readonly lookEvery: number;
  /** Milliseconds without any arrival after which the rest counts as missing. */
  readonly patience: number;
  /** Milliseconds that a request may take. */
  readonly timeout: number;
  /** Milliseconds that a late run may go on. */
  readonly grace: number;
  readonly keep: boolean;
  /** US dollars. */
  readonly maxCost: number;
}

/** Every request of a run is remembered, in 32 bytes. */
const mostRequests = 5_000_000;

export function readOptions(flags: TrafficFlags): TrafficOptions {
  const rate = parseNumber("--rate", flags.rate, 0.1, 20_000);
  const duration = parseDuration("--duration", flags.duration);
  if ((rate * duration) / 1000 > mostRequests)
    throw usage(
      `A run has at most ${mostRequests} requests, got ${Math.round((rate * duration) / 1000)} (--rate times --duration): make it several runs.`,
    );
  return {
    rate,
    duration,
    sizes: parseSizes(flags.size),
    mix: parseMix(flags.mix),
    concurrency: parseNumber("--concurrency", flags.concurrency, 1, 1000, true),
    prefix: parsePrefix(flags.prefix),
    verify: flags.verify === true,
    lookEvery: parseDuration("--verify-interval", flags.verifyInterval, 3_600_000),
    patience: parseDuration("--verify-patience", flags.verifyPatience),
    timeout: parseDuration("--timeout", flags.timeout, 3_600_000),
    grace: flags.grace === "auto" ? Math.max(duration, 10_000) : parseDuration("--grace", flags.grace),
    keep: flags.keep === true,
    maxCost: parseNumber("--max-cost", flags.maxCost, 0, 1_000_000),
  };
}

/** The folder of a run, and nothing above it: whatever is below it will be deleted. */
export function readFolder(text: string): string {
  if (/^([A-Za-z0-9._-]+\/)*[A-Za-z0-9._-]*\d{8}T\d{6}Z-[0-9a-f]{6}\/$/.test(text)) return text;
  throw usage(
    `--remove should be the folder of a run as the run named it, such as mrap-traffic/20260102T030405Z-abcdef/, got '${text}'.`,
  );
}
