import type { Paint } from "../text/paint";
import { table, type TableOptions } from "../text/table";
import type { Cleaned } from "./verify/cleanup";
import { bytes } from "../text/numbers";
import { basisSentence, failoverSeconds, paceSentence } from "./result/sentences";
import {
  isShown,
  regionInWords,
  type FailoverMoment,
  type Percentiles,
  type Tally,
  type TrafficReport,
} from "./result/report";

/** The result of a run as text. Sentences are not wrapped. @param columns the width of the tables */
export function renderTraffic(
  report: TrafficReport,
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): string[] {
  const options = { columns, numbers: true };
  const { total, pace, accessPoint, interrupted } = report;
  return [
    `${interrupted ? "Interrupted run" : "Run"} against ${accessPoint.name}: ${total.sent} sent, ${total.answered} answered, ${total.failed} failed.`,
    paint(pace.kept ? "green" : "amber", paceSentence(report)),
    "",
    ...table(
      ["operation", "sent", "failed", ...latencies],
      report.operations.map((one) => [one.operation, ...tallied(one)]),
      options,
    ),
    "",
    ...table(
      ["Region", "sent", "failed", ...latencies],
      [
        ...report.served.map((one) => [one.region, ...tallied(one)]),
        ...(report.servedUnknown > 0
          ? [["not known", String(report.servedUnknown), "", "", "", "", ""]]
          : []),
      ],
      options,
    ),
    `Latencies are in milliseconds, from the time at which a request was due. ${basisSentence(report)}`,
    ...errors(report, paint),
    ...report.failovers.map(routingChange),
    ...verified(report, paint, options),
    ...cleanup(report, paint),
  ];
}

function routingChange(failover: FailoverMoment): string {
  const { at, until, command, to } = failover;
  const routing = Object.entries(to).map(([region, state]) => `${region} ${state}`);
  const seconds = failoverSeconds(failover);
  const took =
    seconds === undefined ? "" : ` It took at most ${(Math.ceil(seconds * 10) / 10).toFixed(1)} s.`;
  return `Routing updated between ${at.toFixed(1)} s and ${until.toFixed(1)} s by ${command}: ${routing.join(", ")}.${took}`;
}

const latencies = ["p50", "p90", "p99", "max"];

function tallied({ sent, failed, latency }: Tally): string[] {
  return [String(sent), String(failed), ...percentiles(latency)];
}

function percentiles(one: Percentiles | null): string[] {
  return one ? [one.p50, one.p90, one.p99, one.max].map((value) => value.toFixed(1)) : ["", "", "", ""];
}

function errors(report: TrafficReport, paint: Paint): string[] {
  const found = Object.entries(report.errors).sort(([, a], [, b]) => b - a);
  if (found.length === 0) return [];
  return [paint("amber", `Failed: ${found.map(([code, count]) => `${code} ${count}`).join(", ")}.`)];
}

function verified(
  { verified: found, interrupted }: TrafficReport,
  paint: Paint,
  options: TableOptions,
): string[] {
  if (!found) return interrupted ? ["Nothing was verified, because the run was interrupted."] : [];
  const { directions, missing, differing, undeleted, buckets, resolution } = found;
  const rows = directions
    .filter(({ from, objects }) => isShown(from, objects))
    .map((one) => [
      way(one),
      String(one.objects),
      String(one.arrived),
      String(one.missing),
      String(one.differing),
      ...seconds(one.arrival),
    ]);
  const listed = buckets.filter(({ method }) => method === "listed");
  const faults = [...missing, ...differing, ...undeleted];
  return [
    "",
    ...table(
      ["replication", "objects", "arrived", "missing", "differ", "p50 s", "p99 s", "max s"],
      rows,
      options,
    ),
    ...deletesTable(found, options),
    `Seconds are from the acknowledgement to the arrival. Each bucket was listed every ${(resolution / 1000).toFixed(2)} s.`,
    ...listed.map(
      ({ bucket, why }) =>
        `${bucket} was compared by its list of versions (version and size), because ${why}.`,
    ),
    ...faults.slice(0, 20).map(({ key, region, what }) => paint("red", `${key} in ${region}: ${what}.`)),
    ...(faults.length > 20 ? [`… and ${faults.length - 20} more. --json lists all of them.`] : []),
    missing.length + differing.length === 0
      ? paint("green", `All ${found.objects} objects are in every bucket and unchanged.`)
      : paint(
          "red",
          `${missing.length} of ${found.objects} objects are missing, and ${differing.length} differ.`,
        ),
    ...deletesVerdict(found, paint),
  ];
}

function way({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${regionInWords(from)} to ${to}`;
}

function seconds(arrival: Percentiles | null): string[] {
  return arrival ? [arrival.p50, arrival.p99, arrival.max].map((ms) => (ms / 1000).toFixed(2)) : [];
}

function deletesTable(
  { directions, deletes: all }: NonNullable<TrafficReport["verified"]>,
  options: TableOptions,
): string[] {
  const rows = directions.flatMap((one) => {
    if (one.deletes === null || !isShown(one.from, one.deletes.sent)) return [];
    const { sent, arrived, missing, arrival } = one.deletes;
    return [[way(one), String(sent), String(arrived), String(missing), ...seconds(arrival)]];
  });
  if (all === 0 || rows.length === 0) return [];
  return [
    "",
    ...table(["deletes", "sent", "arrived", "missing", "p50 s", "p99 s", "max s"], rows, options),
    "",
  ];
}

function deletesVerdict(
  { directions, deletes, undeleted }: NonNullable<TrafficReport["verified"]>,
  paint: Paint,
): string[] {
  if (deletes === 0) return [];
  const leftOut = directions.filter((one) => one.deletes === null).map(({ from, to }) => `${from} to ${to}`);
  if (leftOut.length > 0)
    return [
      `Deletes do not replicate from ${leftOut.join(", ")}, because the rules do not replicate delete markers.`,
    ];
  if (undeleted.length === 0) return [paint("green", `All ${deletes} deletes are in every bucket.`)];
  return [paint("red", `The delete markers of ${undeleted.length} of ${deletes} deletes are missing.`)];
}

function cleanup(report: TrafficReport, paint: Paint): string[] {
  const { cleanup: cleaned, settings, throughput } = report;
  if (!cleaned)
    return [`Kept ${bytes(throughput.bytesWritten)} below ${settings.prefix} in each bucket (--keep).`];
  const left = leftLines(cleaned, settings.prefix, paint);
  return left.length === 0 ? ["Cleaned up. No bucket contains an object of this run."] : left;
}

/** The result of `--remove`. */
export function renderRemoved(cleaned: readonly Cleaned[], folder: string, paint: Paint): string[] {
  const deleted = cleaned.map(({ bucket, deleted: count }) => `${count} in ${bucket}`).join(", ");
  return [
    `Deleted versions and delete markers below ${folder}: ${deleted}.`,
    ...leftLines(cleaned, folder, paint),
  ];
}

function leftLines(cleaned: readonly Cleaned[], folder: string, paint: Paint): string[] {
  const left = cleaned.filter((one) => one.left !== 0);
  return left.map(({ bucket, left: count, why }) =>
    paint(
      "amber",
      `${count ?? "An unknown number of"} versions and delete markers are left below ${folder} in ${bucket}: ${why ?? "the bucket cannot be listed"}.`,
    ),
  );
}
