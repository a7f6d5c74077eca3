import { operations } from "../traffic/load/operations";
import { regionInWords, type Direction, type Series, type TrafficReport } from "../traffic/result/report";
import { FAILED, FAINT, INK, regionColor, regionDash } from "./colors";
import { figure } from "./figures";

export interface ChartLine {
  readonly label: string;
  readonly color: string;
  readonly dash: readonly number[];
  readonly width: number;
  /** Steps hold one value for a whole bin. `null` is a gap. */
  readonly values: ReadonlyArray<number | null>;
  /** Cells of the legend: values of the whole run, as HTML. */
  readonly legend: readonly string[];
}

/** One plot, as the script of the page reads it. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly scale: "linear" | "logarithmic" | "share";
  /** Steps for bins, lines for a distribution. */
  readonly steps: boolean;
  /** Values of the x-axis, in seconds. With steps, each is the start of a bin. */
  readonly at: readonly number[];
  /** Bounds of the y-axis, if several charts share them. */
  readonly range?: readonly [number, number];
  /** Headings of the legend's columns. */
  readonly columns: readonly string[];
  readonly lines: readonly ChartLine[];
  /** Numbers of the routing changes, each with the bounds of its time. */
  readonly marks: ReadonlyArray<{ readonly number: number; readonly at: number; readonly until: number }>;
}

/** Charts with one heading. */
export interface ChartGroup {
  readonly title: string;
  readonly caption: string;
  readonly charts: readonly Chart[];
}

export function chartGroups(report: TrafficReport): ChartGroup[] {
  return [latency(report), throughput(report), arrivals(report)].filter(({ charts }) => charts.length > 0);
}

function indexOf(report: TrafficReport, region: string): number {
  return report.regions.findIndex((one) => one.region === region);
}

function marksOf({ failovers }: TrafficReport): Chart["marks"] {
  return failovers.map(({ at, until }, index) => ({ number: index + 1, at, until }));
}

/** One chart for each operation, so that p50 and p99 are two lines only. All charts have the same y-axis. */
function latency(report: TrafficReport): ChartGroup {
  const bins = wholeBins(report.series);
  const lines = operations.flatMap((operation) => {
    const found = report.series.operations[operation];
    const index = report.operations.findIndex((one) => one.operation === operation);
    if (!found || index < 0) return [];
    // A logarithmic axis has no 0.
    const values = (all: ReadonlyArray<number | null>) =>
      bins.pick(all).map((value) => (value === null ? null : Math.max(value, 0.1)));
    return [{ operation, index, p50: values(found.p50), p99: values(found.p99) }];
  });
  const all = lines.flatMap(({ p50, p99 }) => [...p50, ...p99]).filter((value) => value !== null);
  const range = [Math.min(...all), Math.max(...all)] as const;
  return {
    title: "Latency",
    caption:
      "From the time at which a request was due to its answer. All charts share one logarithmic axis. Bins that the load does not fill are left out.",
    charts: lines.map(({ operation, index, p50, p99 }) => {
      const at = `operations.${index}.latency`;
      const found = report.operations[index]!.latency;
      const line = (label: "p50" | "p99", values: Array<number | null>) => ({
        label,
        values,
        ...(label === "p99"
          ? { color: INK, dash: [], width: 2.25 }
          : { color: FAINT, dash: [4, 3], width: 1.5 }),
        legend: [`${figure(`${at}.${label}`, found?.[label], 1)} ms`],
      });
      return {
        id: `latency-${operation}`,
        title: operation,
        unit: "ms",
        scale: "logarithmic",
        steps: true,
        at: bins.at,
        ...(all.length > 0 && { range }),
        columns: ["whole run"],
        lines: [line("p99", p99), line("p50", p50)],
        marks: marksOf(report),
      };
    }),
  };
}

function throughput(report: TrafficReport): ChartGroup {
  const { series } = report;
  const bins = wholeBins(series);
  const busy = (values: readonly number[]): boolean => values.some((value) => value > 0);
  const regions = Object.entries(series.regions).filter(
    ([region, values]) => region !== "unknown" || busy(values),
  );
  const lines: ChartLine[] = regions.map(([region, values]) => {
    const index = indexOf(report, region);
    const served = report.served.findIndex((one) => one.region === region);
    const total = Math.round(values.reduce((a, b) => a + b, 0) * series.interval);
    return {
      label: regionInWords(region),
      color: regionColor(index),
      dash: regionDash(index),
      width: 2,
      values: bins.pick(values),
      legend: [
        served < 0
          ? total.toLocaleString("en-US")
          : figure(`served.${served}.answered`, report.served[served]!.answered),
      ],
    };
  });
  if (busy(series.failed))
    lines.push({
      label: "failed",
      color: FAILED,
      dash: [],
      width: 2,
      values: bins.pick(series.failed),
      legend: [figure("total.failed", report.total.failed)],
    });
  return {
    title: "Answered requests by Region",
    caption:
      "Requests per second, by the Region that served them. Bins that the load does not fill are left out.",
    charts: [
      {
        id: "throughput",
        title: "",
        unit: "/s",
        scale: "linear",
        steps: true,
        at: bins.at,
        columns: ["requests in the whole run"],
        lines,
        marks: marksOf(report),
      },
    ],
  };
}

/** More lines than this are hard to follow: then each line stands for all destinations of a Region. */
const MOST_DIRECTIONS = 6;

function arrivals(report: TrafficReport): ChartGroup {
  const all = report.verified?.directions ?? [];
  const found = all.filter(({ curve }) => curve.length > 0);
  const sources = [...new Set(found.map(({ from }) => from))];
  const grouped = found.length > MOST_DIRECTIONS;
  const at = [...new Set([0, ...found.flatMap(({ curve }) => curve.map(([time]) => time / 1000))])].sort(
    (a, b) => a - b,
  );
  const lines = grouped
    ? sources.map((from) => fromAll(report, from, found, at))
    : found.map((direction) => oneDirection(report, direction, all.indexOf(direction), found, at));
  return {
    title: "Replication",
    caption: "Share of the objects that had arrived, by the time since the write was acknowledged.",
    charts:
      lines.length === 0
        ? []
        : [
            {
              id: "arrivals",
              title: "",
              unit: "",
              scale: "share",
              steps: false,
              at,
              columns: grouped ? ["arrived"] : ["arrived", "p50", "p99"],
              lines,
              marks: [],
            },
          ],
  };
}

function oneDirection(
  report: TrafficReport,
  direction: Direction,
  place: number,
  all: readonly Direction[],
  at: readonly number[],
): ChartLine {
  const { from, to, curve, arrival } = direction;
  const index = indexOf(report, from);
  const destinations = all.filter((one) => one.from === from);
  const path = `verified.directions.${place}`;
  return {
    label: `${regionInWords(from)} → ${to}`,
    color: regionColor(index),
    dash: DASHES[destinations.indexOf(direction) % DASHES.length]!,
    width: 2,
    values: at.map((time) => between(curve, time * 1000)),
    legend: [
      `${figure(`${path}.arrived`, direction.arrived)} of ${figure(`${path}.objects`, direction.objects)}`,
      arrival ? seconds(`${path}.arrival.p50`, arrival.p50) : "",
      arrival ? seconds(`${path}.arrival.p99`, arrival.p99) : "",
    ],
  };
}

/** One dash for each destination of a Region. */
const DASHES: ReadonlyArray<readonly number[]> = [[], [8, 4], [3, 3], [10, 3, 2, 3]];

function fromAll(
  report: TrafficReport,
  from: string,
  all: readonly Direction[],
  at: readonly number[],
): ChartLine {
  const directions = all.filter((one) => one.from === from);
  const objects = directions.reduce((sum, one) => sum + one.objects, 0);
  const arrived = directions.reduce((sum, one) => sum + one.arrived, 0);
  const index = indexOf(report, from);
  return {
    label: `${regionInWords(from)} → ${directions.length} others`,
    color: regionColor(index),
    dash: regionDash(index),
    width: 2,
    values: at.map(
      (time) =>
        directions.reduce((sum, one) => sum + between(one.curve, time * 1000) * one.objects, 0) /
        Math.max(1, objects),
    ),
    legend: [`${arrived.toLocaleString("en-US")} of ${objects.toLocaleString("en-US")}`],
  };
}

/** Seconds between the end of a step and the gap after it. */
const GAP_S = 0.001;

/** The bins that the load covers from start to end, with a gap where bins are left out between them. */
function wholeBins(series: Series): {
  readonly at: readonly number[];
  pick<T>(values: readonly T[]): Array<T | null>;
} {
  const partial = new Set(series.partial ?? partialOf(series));
  const indexes: Array<number | undefined> = [];
  const at: number[] = [];
  series.at.forEach((start, index) => {
    if (partial.has(index)) return;
    const previous = at.at(-1);
    if (previous !== undefined && start - previous > series.interval * 1.001) {
      // The step before the gap needs an end.
      at.push(previous + series.interval, previous + series.interval + GAP_S);
      indexes.push(indexes.at(-1), undefined);
    }
    at.push(start);
    indexes.push(index);
  });
  if (at.length > 0) {
    // A step holds until the next value: the last one needs an end.
    at.push(at.at(-1)! + series.interval);
    indexes.push(indexes.at(-1));
  }
  return {
    at,
    pick: <T>(values: readonly T[]) =>
      indexes.map((index) => (index === undefined ? null : (values[index] ?? null))),
  };
}

/** Runs of earlier versions do not list their partial bins: these are the ones at both ends with few requests. */
function partialOf({ regions, failed }: Series): number[] {
  const totals = failed.map(
    (count, index) => count + Object.values(regions).reduce((sum, values) => sum + values[index]!, 0),
  );
  const median = [...totals].sort((a, b) => a - b)[totals.length >> 1] ?? 0;
  const isFull = (total: number): boolean => total >= 0.9 * median;
  const first = totals.findIndex(isFull);
  const last = totals.findLastIndex(isFull);
  return totals.flatMap((_, index) => (index < first || index > last ? [index] : []));
}

function between(curve: ReadonlyArray<readonly [number, number]>, time: number): number {
  const next = curve.findIndex(([at]) => at > time);
  if (next === 0) return 0;
  if (next < 0) return curve[curve.length - 1]![1];
  const [fromTime, from] = curve[next - 1]!;
  const [toTime, to] = curve[next]!;
  return from + ((to - from) * (time - fromTime)) / (toTime - fromTime);
}

function seconds(path: string, milliseconds: number): string {
  return `<span data-figure="${path}" data-value="${milliseconds}">${(milliseconds / 1000).toFixed(2)}</span> s`;
}
