import { checksJson } from "../checks/json";
import type { Verification } from "./verify";

/** A run as JSON. */
export function verificationJson(run: Verification) {
  const { name, account, caller, started, seconds, interrupted, results, leftBehind, notes } = run;
  return {
    name,
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
