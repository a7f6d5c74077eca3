import type { Call } from "../adapters/aws/errors";

/** `not known` is never a pass: AWS gave no answer that decides the question. */
export type CheckLevel = "ok" | "warning" | "error" | "not known";

/** The outcome of a check. */
export interface CheckOutcome {
  readonly level: CheckLevel;
  /** One sentence: what the answers of AWS say. */
  readonly text: string;
  /** One sentence: what to do. Every level but ok has one. */
  readonly fix?: string;
}

/** One question about an environment. */
export interface Check {
  /** Stable: `bucket-versioning`. A contract, like the id of a finding. */
  readonly id: string;
  /** A Region, or a direction such as `ap-south-1 to us-east-1`. Omitted for the environment as a whole. */
  readonly subject?: string;
  /** What is checked, in a few words. */
  readonly title: string;
  /** The access point that it is about, if the environment has two. */
  readonly accessPoint?: string;
  /** Whether the result as a whole is not known if this check is not. */
  readonly required: boolean;
  /** Rows of docs/aws.md that an ok confirms. */
  readonly ledger: readonly string[];
  /** The call that needs permission, for the sentence about a call that failed. */
  readonly call: Call;
  /** Keys (`keyOf`) of the checks whose error also makes this one fail. */
  readonly consequenceOf?: readonly string[];
  /** How long the check may take, in milliseconds. @default CHECK_TIMEOUT_MS */
  readonly timeoutMs?: number;
  /** Asks AWS. An error that it throws makes the check not known. */
  run(signal: AbortSignal): Promise<CheckOutcome>;
}

export interface CheckResult extends CheckOutcome {
  readonly id: string;
  readonly subject?: string;
  readonly title: string;
  readonly accessPoint?: string;
  readonly required: boolean;
  readonly ledger: readonly string[];
  /** Keys of the failed checks that explain this error. */
  readonly because: readonly string[];
  readonly milliseconds: number;
}

/** `bucket-versioning ap-south-1` */
export function keyOf({ id, subject }: { readonly id: string; readonly subject?: string }): string {
  return subject === undefined ? id : `${id} ${subject}`;
}

export const ok = (text: string): CheckOutcome => ({ level: "ok", text });
export const warning = (text: string, fix: string): CheckOutcome => ({ level: "warning", text, fix });
export const error = (text: string, fix: string): CheckOutcome => ({ level: "error", text, fix });
export const notKnown = (text: string, fix: string): CheckOutcome => ({ level: "not known", text, fix });

/** How many results have each level. */
export function countLevels(results: readonly CheckResult[]): Readonly<Record<CheckLevel, number>> {
  const counts = { ok: 0, warning: 0, error: 0, "not known": 0 };
  for (const { level } of results) counts[level]++;
  return counts;
}
