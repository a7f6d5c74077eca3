import { operations } from "../traffic/quantities";
import { regionInWords, type TrafficReport } from "../traffic/result/report";

export interface ChartLine {
  readonly label: string;
  readonly color: string;
  readonly dashed: boolean;
  readonly values: ReadonlyArray<number | null>;
}

/** One plot as the page's script takes it. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly unit: string;
  readonly across: string;
  readonly logarithmic: boolean;
  /** Values that stay between 0 and 1, shown as percentages. */
  readonly share: boolean;
  readonly at: readonly number[];
  readonly lines: readonly ChartLine[];
  /** Moments that are known to lie between two times. */
  readonly marks: ReadonlyArray<{ readonly at: number; readonly until: number; readonly label: string }>;
}

/** Told apart by people of any colour vision (Okabe and Ito); beyond seven they come again, dashed. */
const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#5b4bb7"];
const color = (index: number): string => palette[index % palette.length]!;

export function chartsOf(report: TrafficReport): Chart[] {
  return [latency(report), throughput(report), arrivals(report)].filter(({ lines }) => lines.length > 0);
}

/** The colour of a Region, the same in every plot and in the map. */
export function regionColor(report: TrafficReport, region: string): string {
  const index = report.regions.findIndex((one) => one.region === region);
  return index < 0 ? "#8a8f98" : color(index);
}

function marksOf(report: TrafficReport): Chart["marks"] {
  return report.failovers.map(({ at, until, command, to }) => {
    const active = Object.entries(to).filter(([, routing]) => routing === "active");
    return { at, until, label: `${command} to ${active.map(([region]) => region).join(", ")}` };
  });
}

function latency(report: TrafficReport): Chart {
  const { series } = report;
  const lines = operations.flatMap((operation, index) => {
    const found = series.operations[operation];
    if (!found) return [];
    return [
      { label: `${operation} p50`, color: color(index), dashed: true, values: found.p50 },
      { label: `${operation} p99`, color: color(index), dashed: false, values: found.p99 },
    ];
  });
  return {
    id: "latency",
    title: "Latency",
    caption: "From the time each request had to its answer; logarithmic.",
    unit: "ms",
    across: "s",
    logarithmic: true,
    share: false,
    at: series.at,
    // A logarithm has no place for 0.
    lines: lines.map((line) => ({
      ...line,
      values: line.values.map((v) => (v === null ? null : Math.max(v, 0.1))),
    })),
    marks: marksOf(report),
  };
}

function throughput(report: TrafficReport): Chart {
  const { series } = report;
  const busy = (values: readonly number[]): boolean => values.some((value) => value > 0);
  const regions = Object.entries(series.regions).filter(
    ([region, values]) => region !== "unknown" || busy(values),
  );
  return {
    id: "throughput",
    title: "Answered, by the Region that served",
    caption: "Requests a second.",
    unit: "/s",
    across: "s",
    logarithmic: false,
    share: false,
    at: series.at,
    lines: [
      ...regions.map(([region, values]) => {
        const index = report.regions.findIndex((one) => one.region === region);
        const label = regionInWords(region);
        return {
          label,
          color: regionColor(report, region),
          dashed: index < 0 || index >= palette.length,
          values,
        };
      }),
      ...(busy(series.failed)
        ? [{ label: "failed", color: "#c62828", dashed: false, values: series.failed }]
        : []),
    ],
    marks: marksOf(report),
  };
}

/** All directions over one scale of times: each curve is known at its own percentiles and drawn between them. */
function arrivals(report: TrafficReport): Chart {
  const directions = (report.verified?.directions ?? []).filter(({ curve }) => curve.length > 0);
  const at = [...new Set([0, ...directions.flatMap(({ curve }) => curve.map(([time]) => time / 1000))])].sort(
    (a, b) => a - b,
  );
  return {
    id: "arrivals",
    title: "Replication: what had arrived, by time since the acknowledgement",
    caption: "The share of the objects written in a Region that had arrived in the other one.",
    unit: "",
    across: "s",
    logarithmic: false,
    share: true,
    at,
    lines: directions.map(({ from, to, curve }, index) => ({
      label: `${from} → ${to}`,
      color: color(index),
      dashed: index >= palette.length,
      values: at.map((time) => between(curve, time * 1000)),
    })),
    marks: [],
  };
}

function between(curve: ReadonlyArray<readonly [number, number]>, time: number): number {
  const next = curve.findIndex(([at]) => at > time);
  if (next === 0) return 0;
  if (next < 0) return curve[curve.length - 1]![1];
  const [fromTime, from] = curve[next - 1]!;
  const [toTime, to] = curve[next]!;
  return from + ((to - from) * (time - fromTime)) / (toTime - fromTime);
}
