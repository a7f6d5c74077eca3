import { build, type Histogram } from "hdr-histogram-js";
import type { Percentiles } from "./report";

/** A histogram of durations in milliseconds, with three significant digits from a microsecond to an hour. */
export class Durations {
  private readonly histogram: Histogram;

  /** @param digits significant digits. Two are enough for a histogram of one bin. */
  constructor(digits: 2 | 3 = 3) {
    this.histogram = build({
      bitBucketSize: 32,
      autoResize: true,
      lowestDiscernibleValue: 1,
      highestTrackableValue: 2_000_000,
      numberOfSignificantValueDigits: digits,
      useWebAssembly: false,
    });
  }

  add(milliseconds: number): void {
    this.histogram.recordValue(Math.max(0, Math.round(milliseconds * 1000)));
  }

  get count(): number {
    return this.histogram.totalCount;
  }

  at(percentile: number): number | null {
    return this.count === 0 ? null : this.histogram.getValueAtPercentile(percentile) / 1000;
  }

  percentiles(): Percentiles | null {
    if (this.count === 0) return null;
    const max = this.histogram.maxValue / 1000;
    // The upper bound of a histogram bucket is a little above its values.
    const at = (percentile: number): number => Math.min(max, this.at(percentile) ?? 0);
    return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max };
  }

  /** The distribution as points: milliseconds, and the share of the durations up to that value. */
  curve(): Array<[number, number]> {
    const percentiles = [0, 1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.9, 100];
    return this.count === 0 ? [] : percentiles.map((one) => [this.at(one) ?? 0, one / 100]);
  }
}
