import type { FailoverMoment, TrafficReport } from "./report";

/** The result in a few sentences: how long failovers took, failed requests, and reads that found nothing yet. */
export function headline(report: TrafficReport): string[] {
  const { total, failovers } = report;
  const notFound = readsNotFound(report);
  return [
    ...failovers.filter(isDone).map(failoverSentence),
    total.failed === 0
      ? `All ${count(total.sent)} requests were answered.`
      : `${count(total.failed)} of ${count(total.sent)} requests failed.`,
    ...(notFound > 0
      ? [`${count(notFound)} ${notFound === 1 ? "read" : "reads"} found nothing yet.`]
      : failovers.some(isDone)
        ? ["No read reported a missing object."]
        : []),
  ];
}

/** Reads only request objects that were written and not deleted, so a missing key has not replicated yet. */
export function readsNotFound({ errors }: TrafficReport): number {
  return errors["NoSuchKey"] ?? 0;
}

/** Whether AWS did not reject the routing update. */
export function isDone({ outcome }: FailoverMoment): boolean {
  return outcome !== "refused";
}

export function destinationsOf({ to }: FailoverMoment): string[] {
  return Object.entries(to).flatMap(([region, routing]) => (routing === "active" ? [region] : []));
}

function failoverSentence(failover: FailoverMoment): string {
  const name = `${failover.command} to ${destinationsOf(failover).join(", ")}`;
  const seconds = failoverSeconds(failover);
  return seconds === undefined
    ? `How long the ${name} took is not known.`
    : `The ${name} took at most ${(Math.ceil(seconds * 10) / 10).toFixed(1)} s.`;
}

/** From the routing update to the first request that a new active Region served, at most. */
export function failoverSeconds({ at, moved }: FailoverMoment): number | undefined {
  return typeof moved === "number" ? moved - at : undefined;
}

/** Whether the target rate was reached, and the reached rate if not. */
export function paceSentence({ pace, settings }: TrafficReport): string {
  const punctual = `${(pace.within5ms * 100).toFixed(1)} % of the requests were sent within 5 ms of their due time.`;
  return [
    pace.kept
      ? `The rate of ${pace.asked}/s was reached.`
      : `The rate was not reached: ${pace.reached.toFixed(1)}/s of ${pace.asked}/s.`,
    punctual,
    ...(!pace.kept && pace.notSent > 0 ? [`${requests(pace.notSent)} not sent before the run ended.`] : []),
    ...(!pace.kept && pace.heldBack > 0
      ? [`${plural(pace.heldBack)} waited because ${settings.concurrency} were in flight (--concurrency).`]
      : []),
    ...(pace.skipped > 0
      ? [`${requests(pace.skipped)} skipped because there was no object to read or delete.`]
      : []),
  ].join(" ");
}

/** How the Region that served a request was determined. */
export function basisSentence({ served, servedUnknown }: TrafficReport): string {
  const sum = (basis: "object" | "probe"): number => served.reduce((all, one) => all + one.basis[basis], 0);
  const known = [
    ...(sum("object") > 0 ? [`for ${count(sum("object"))} requests from the objects`] : []),
    ...(sum("probe") > 0 ? [`for ${count(sum("probe"))} requests from probes of the routing`] : []),
  ];
  return [
    ...(known.length > 0 ? [`The Region that served is known ${known.join(" and ")}.`] : []),
    ...(servedUnknown > 0 ? [`It is not known for ${count(servedUnknown)} requests.`] : []),
  ].join(" ");
}

function plural(value: number): string {
  return `${value} ${value === 1 ? "request" : "requests"}`;
}

function requests(value: number): string {
  return `${plural(value)} ${value === 1 ? "was" : "were"}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
