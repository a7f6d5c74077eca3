import { randomUUID } from "node:crypto";
import type { Item } from "./preflight";
import type { Route } from "../access-point/routing";

/** The record of a run: one line of JSON when it submits the update, and one when it ends. */
export interface RunRecord {
  readonly run: string;
  /** `settled`: after the end, the last copy of the update was answered. */
  readonly event: "submitting" | "ended" | "settled";
  readonly command: string;
  readonly started: string;
  readonly ended?: string;
  /** The ARN is missing if the access point was not found. */
  readonly accessPoint: { readonly name: string; readonly arn?: string };
  readonly caller: { readonly account: string; readonly arn: string } | { readonly unknown: string };
  readonly from: Readonly<Record<string, string>>;
  readonly to: Readonly<Record<string, string>>;
  /** The items of the preflight, or `skipped` if the run did not wait for it. */
  readonly preflight: readonly Item[] | "skipped";
  /** The red items that --force overrode. */
  readonly overridden: readonly string[];
  /** The control Region that accepted the update. */
  readonly endpoint?: string;
  readonly outcome?: string;
  /** What each control Region reported in the end; the others were not reached. */
  readonly confirmedBy?: readonly string[];
  readonly unreachable?: readonly string[];
  /** The control Regions that have not confirmed their copy of the update. It may still take effect. */
  readonly unsettled?: readonly string[];
  readonly canary?: unknown;
  readonly steps: ReadonlyArray<{ readonly step: string; readonly milliseconds: number }>;
  readonly routing?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly sentence?: string;
}

/** The routing as a record shows it: `{"us-east-1": "active"}`. */
export function recordedRouting(routes: readonly Route[]): Record<string, string> {
  return Object.fromEntries(routes.map(({ region, active }) => [region, active ? "active" : "passive"]));
}

/** A new identifier of a run, which begins with its time. */
export function runId(): string {
  return `${new Date().toISOString().replace(/[:.]/g, "-")}-${randomUUID().slice(0, 8)}`;
}
