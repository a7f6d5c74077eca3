import { checksJson } from "../checks/json";
import type { Verification } from "./verify";

/** A run as JSON. */
export function verificationJson(run: Verification) {
  const { name, accessPoints, account, caller, started, seconds, interrupted, results, leftBehind, notes } =
    run;
  return {
    name,
    accessPoints: accessPoints.map(({ name, alias }) => ({ name, alias: alias ?? null })),
    account,
    caller,
    started: started.toISOString(),
    seconds: Math.round(seconds * 10) / 10,
    interrupted,
    ...checksJson(results),
    leftBehind: leftBehind ?? null,
    notes,
  };
}
