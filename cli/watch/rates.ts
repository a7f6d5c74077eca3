import type { Point } from "../access-point/observations";
import type { RequestRates } from "./snapshot";

export const requestMetrics = [
  "AllRequests",
  "4xxErrors",
  "5xxErrors",
  "BytesDownloaded",
  "BytesUploaded",
] as const;

/** Sums for each minute, of each metric. */
export type Sums = Readonly<Record<(typeof requestMetrics)[number], readonly Point[]>>;

const minute = 60_000;

/** How long a minute that began then has lasted: the one that runs is not over. */
function secondsOf(at: Date, now: Date): number {
  return Math.min(minute, Math.max(1000, now.getTime() - at.getTime())) / 1000;
}

/** The rates of the last whole minute; where only the running one is known, of what there is of it. */
export function ratesOf(sums: Sums, now: Date): RequestRates | undefined {
  const all = [...sums.AllRequests].sort((a, b) => a.at.getTime() - b.at.getTime());
  const over = all.filter(({ at }) => now.getTime() - at.getTime() >= minute);
  const latest = over.at(-1) ?? all.at(-1);
  if (latest === undefined) return undefined;
  const seconds = secondsOf(latest.at, now);
  const sum = (metric: (typeof requestMetrics)[number]): number =>
    sums[metric].find(({ at }) => at.getTime() === latest.at.getTime())?.value ?? 0;
  const part = (errors: number): number => (latest.value > 0 ? errors / latest.value : 0);
  return {
    at: latest.at,
    requests: latest.value / seconds,
    clientErrors: part(sum("4xxErrors")),
    serverErrors: part(sum("5xxErrors")),
    downloaded: sum("BytesDownloaded") / seconds,
    uploaded: sum("BytesUploaded") / seconds,
    past: all.map(({ at, value }) => ({ at, value: value / secondsOf(at, now) })),
  };
}
