import type { TrafficReport } from "./report";

/** Whether the rate was kept, and what was reached where it was not. */
export function paceSentence({ pace, settings }: TrafficReport): string {
  const punctual = `${(pace.within5ms * 100).toFixed(1)} % sent within 5 ms of their time`;
  const skipped =
    pace.skipped > 0 ? `; ${pace.skipped} had no object to read or delete and were not sent` : "";
  if (pace.kept) return `${pace.asked}/s were asked and kept, ${punctual}${skipped}.`;
  const unsent = pace.notSent > 0 ? `, ${pace.notSent} were never sent` : "";
  const held =
    pace.heldBack > 0
      ? `; ${pace.heldBack} waited because ${settings.concurrency} were on their way (--concurrency)`
      : "";
  return `The rate was not reached: ${pace.reached.toFixed(1)}/s of ${pace.asked}/s, ${punctual}${unsent}${held}${skipped}.`;
}

/** How it is known who served. */
export function basisSentence({ served, servedUnknown }: TrafficReport): string {
  const sum = (basis: "object" | "probe"): number => served.reduce((all, one) => all + one.basis[basis], 0);
  const parts = [
    ...(sum("object") > 0 ? [`${sum("object")} requests by the objects themselves`] : []),
    ...(sum("probe") > 0 ? [`${sum("probe")} by probes of the routing`] : []),
    ...(servedUnknown > 0 ? [`of ${servedUnknown} it is not known`] : []),
  ];
  if (parts.length === 0) return "";
  return `Who served is known of ${parts.join(", ")}.`;
}
