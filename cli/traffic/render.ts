import Table from "cli-table3";
import type { Paint } from "../text/paint";
import type { Cleaned } from "./verify/cleanup";
import { formatBytes } from "./quantities";
import { basisSentence, paceSentence } from "./result/sentences";
import { isShown, regionInWords, type Percentiles, type Tally, type TrafficReport } from "./result/report";

/** The result of a run for people. */
export function renderTraffic(report: TrafficReport, paint: Paint): string[] {
  const { total, pace, accessPoint, interrupted } = report;
  return [
    `${interrupted ? "Interrupted: a part of a run" : "A run"} against ${accessPoint.name}: ${total.sent} sent, ${total.answered} answered, ${total.failed} failed.`,
    paint(pace.kept ? "green" : "amber", paceSentence(report)),
    "",
    ...table(
      ["operation", "sent", "failed", ...latencies],
      report.operations.map((one) => [one.operation, ...tallied(one)]),
    ),
    "",
    ...table(
      ["served by", "sent", "failed", ...latencies],
      [
        ...report.served.map((one) => [one.region, ...tallied(one)]),
        ...(report.servedUnknown > 0
          ? [["not known", String(report.servedUnknown), "", "", "", "", ""]]
          : []),
      ],
    ),
    `Latencies in milliseconds from the time each request had. ${basisSentence(report)}`,
    ...errors(report, paint),
    ...report.failovers.map(
      ({ at, until, command, to }) =>
        `Between ${at.toFixed(1)} s and ${until.toFixed(1)} s: ${command}, ${Object.entries(to)
          .map(([region, routing]) => `${region} ${routing}`)
          .join(", ")}.`,
    ),
    ...verified(report, paint),
    ...cleanup(report, paint),
  ];
}

const latencies = ["p50", "p90", "p99", "max"];

function tallied({ sent, failed, latency }: Tally): string[] {
  return [String(sent), String(failed), ...percentiles(latency)];
}

function percentiles(one: Percentiles | null): string[] {
  return one ? [one.p50, one.p90, one.p99, one.max].map((value) => value.toFixed(1)) : ["", "", "", ""];
}

function table(head: string[], rows: string[][]): string[] {
  const plain = Object.fromEntries(
    [
      ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
      ["left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
    ]
      .flat()
      .map((part) => [part, ""]),
  );
  const made = new Table({
    head,
    chars: { ...plain, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: head.map((_, index) => (index === 0 ? "left" : "right")),
  });
  // A short row would be followed by an empty line.
  made.push(...rows.map((row) => head.map((_, index) => row[index] ?? "")));
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}

function errors(report: TrafficReport, paint: Paint): string[] {
  const found = Object.entries(report.errors).sort(([, a], [, b]) => b - a);
  if (found.length === 0) return [];
  return [paint("amber", `Failed: ${found.map(([code, count]) => `${code} ${count}`).join(", ")}.`)];
}

function verified({ verified: found, interrupted }: TrafficReport, paint: Paint): string[] {
  if (!found) return interrupted ? ["Interrupted: nothing was verified."] : [];
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
    ...table(["replication", "objects", "arrived", "missing", "differ", "p50 s", "p99 s", "max s"], rows),
    ...deletesTable(found),
    `Seconds from the acknowledgement to the arrival, looked at every ${(resolution / 1000).toFixed(2)} s.`,
    ...listed.map(
      ({ bucket, why }) =>
        `${bucket} was compared by its list of versions (version and size), not read: ${why}.`,
    ),
    ...faults.slice(0, 20).map(({ key, region, what }) => paint("red", `${key} in ${region}: ${what}.`)),
    ...(faults.length > 20 ? [`… and ${faults.length - 20} more (--json has all of them).`] : []),
    missing.length + differing.length === 0
      ? paint("green", `All ${found.objects} objects are in every bucket, as they were written.`)
      : paint(
          "red",
          `${missing.length} missing and ${differing.length} differing, of ${found.objects} objects.`,
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

function deletesTable({ directions, deletes: all }: NonNullable<TrafficReport["verified"]>): string[] {
  const rows = directions.flatMap((one) => {
    if (one.deletes === null || !isShown(one.from, one.deletes.sent)) return [];
    const { sent, arrived, missing, arrival } = one.deletes;
    return [[way(one), String(sent), String(arrived), String(missing), ...seconds(arrival)]];
  });
  if (all === 0 || rows.length === 0) return [];
  return ["", ...table(["deletes", "sent", "arrived", "missing", "p50 s", "p99 s", "max s"], rows), ""];
}

function deletesVerdict(
  { directions, deletes, undeleted }: NonNullable<TrafficReport["verified"]>,
  paint: Paint,
): string[] {
  if (deletes === 0) return [];
  const leftOut = directions.filter((one) => one.deletes === null).map(({ from, to }) => `${from} to ${to}`);
  if (leftOut.length > 0)
    return [`Deletes do not replicate from ${leftOut.join(", ")}: its rules leave them out.`];
  if (undeleted.length === 0) return [paint("green", `All ${deletes} deletes are in every bucket.`)];
  return [paint("red", `${undeleted.length} delete markers are missing, of ${deletes} deletes.`)];
}

function cleanup(report: TrafficReport, paint: Paint): string[] {
  const { cleanup: cleaned, settings, throughput } = report;
  if (!cleaned)
    return [
      `Kept: ${formatBytes(throughput.bytesWritten)} below ${settings.prefix} in each bucket (--keep).`,
    ];
  const left = leftLines(cleaned, settings.prefix, paint);
  return left.length === 0 ? ["Cleaned up: nothing of this run is left in any bucket."] : left;
}

/** What `--remove` did. */
export function renderRemoved(cleaned: readonly Cleaned[], folder: string, paint: Paint): string[] {
  const deleted = cleaned.map(({ bucket, deleted: count }) => `${count} in ${bucket}`).join(", ");
  return [
    `Deleted below ${folder}, versions and delete markers: ${deleted}.`,
    ...leftLines(cleaned, folder, paint),
  ];
}

function leftLines(cleaned: readonly Cleaned[], folder: string, paint: Paint): string[] {
  const left = cleaned.filter((one) => one.left !== 0);
  return left.map(({ bucket, left: count, why }) =>
    paint(
      "amber",
      `${count ?? "An unknown number of"} versions and markers are left below ${folder} in ${bucket}: ${why ?? "it cannot be listed"}.`,
    ),
  );
}
