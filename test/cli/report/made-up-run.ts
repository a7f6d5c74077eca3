/** A run without AWS. Its requests are made up, and its figures come from the code that computes them for real runs. */
import { withMoves } from "../../../cli/traffic/result/failovers";
import { ServedBy } from "../../../cli/traffic/result/served-by";
import { RequestLog } from "../../../cli/traffic/load/log";
import { operations } from "../../../cli/traffic/load/operations";
import type { Percentiles, TrafficReport } from "../../../cli/traffic/result/report";
import { summarize } from "../../../cli/traffic/result/summarize";

const [mumbai, virginia] = ["ap-south-1", "us-east-1"] as const;

/** Seconds from one routing update to the next one. */
const BETWEEN_S = 0.25;

/** @param changes routing changes, each shortly after the one before */
export function madeUpRun(changes = 1): TrafficReport {
  const log = new RequestLog();
  for (let number = 0; number < 3000; number++) {
    const due = number * 10;
    const wait = 8 + ((number * 37) % 23) + (number % 97 === 0 ? 180 : 0);
    const failed = due > 15_000 && due < 15_400 && number % 3 === 0;
    log.add({
      operation: operations[number % 4]!,
      due,
      sent: due + 0.4,
      ended: due + wait,
      object: number,
      ...(failed && { error: "NoSuchKey" }),
    });
  }
  // The routing changes at 15.1 s. From 15.8 s on, Virginia serves.
  const probes = Array.from({ length: 124 }, (_, number) => ({
    sent: number * 250 - 300,
    ended: number * 250 - 280,
    region: number * 250 < 15_800 ? mumbai : virginia,
  }));
  const names = [mumbai, virginia];
  const servedBy = new ServedBy(probes, names);
  const failovers = Array.from({ length: changes }, (_, number) => ({
    at: 15.1 + number * BETWEEN_S,
    until: 15.3 + number * BETWEEN_S,
    time: "2026-01-02T03:04:20.100Z",
    command: number % 2 === 0 ? "failover" : "failback",
    to:
      number % 2 === 0
        ? { [mumbai]: "passive", [virginia]: "active" }
        : { [mumbai]: "active", [virginia]: "passive" },
    outcome: "accepted",
  }));
  const changesMs = failovers.map(({ at }) => at * 1000);
  const { lateness, within5ms, ...summary } = summarize(log, servedBy, names, changesMs);
  const arrival: Percentiles = { p50: 640, p90: 1250, p99: 2100, p999: 2900, max: 3123.5 };
  const fault = { key: "mrap-traffic/r/000000042", version: "v", region: virginia, bucket: "photos-us" };
  const direction = { from: mumbai, to: virginia, objects: 381, arrived: 380, missing: 1, differing: 0 };
  const late: Percentiles = { p50: 710, p90: 1410, p99: 2310, p999: 3010, max: 3323.25 };
  const deletes = { sent: 190, arrived: 189, missing: 1, arrival: late };
  const curve = [0, 0.5, 0.9, 1].map((part) => [200 + part * 2900, part] as const);
  return {
    format: "mrap-traffic-1",
    run: "20260102T030405Z-abcdef",
    started: "2026-01-02T03:04:05.000Z",
    ended: "2026-01-02T03:04:45.000Z",
    interrupted: false,
    accessPoint: { name: "photos", arn: "arn:aws:s3::123456789012:accesspoint/a1.mrap" },
    regions: [
      { region: mumbai, bucket: "photos-ap", activeAtStart: true, activeAtEnd: false, endpoint: true },
      { region: virginia, bucket: "photos-us", activeAtStart: false, activeAtEnd: true, endpoint: false },
    ],
    replication: [
      { from: mumbai, to: virginia, deleteMarkers: true },
      { from: virginia, to: mumbai, deleteMarkers: true },
    ],
    settings: {
      rate: 100,
      duration: 30,
      sizes: [{ bytes: 1024, share: 1 }],
      mix: { put: 25, get: 25, head: 25, delete: 25 },
      concurrency: 64,
      // A name that would end a script if it were not escaped.
      prefix: "mrap-traffic/</script><script>alert(1)</script>/",
      signer: "native",
    },
    cost: { requests: 3000, bytesWritten: 1, bytesRead: 1, bytesReplicated: 1, dollars: 0.01, priced: "" },
    pace: {
      planned: 3000,
      sent: 3000,
      skipped: 0,
      notSent: 0,
      asked: 100,
      reached: 100,
      kept: true,
      heldBack: 0,
      lateness,
      within5ms,
    },
    ...summary,
    prepared: 8,
    throughput: { requests: 99, bytesWritten: 768_000 },
    failovers: withMoves(failovers, log, servedBy),
    verified: {
      objects: 758,
      deletes: 372,
      directions: [
        {
          ...direction,
          arrival,
          curve: curve.map(([time, part]) => [time, (part * 380) / 381] as const),
          deletes,
        },
        {
          ...direction,
          from: virginia,
          to: mumbai,
          objects: 377,
          arrived: 377,
          missing: 0,
          arrival,
          curve,
          deletes: { ...deletes, sent: 182, arrived: 182, missing: 0 },
        },
      ],
      buckets: [],
      missing: [{ ...fault, what: "not there" }],
      differing: [],
      undeleted: [{ ...fault, key: "mrap-traffic/r/000000007", what: "its delete marker is not there" }],
      resolution: 250,
    },
    cleanup: null,
  };
}
