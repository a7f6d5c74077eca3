import { age, bytes, seconds } from "../text/numbers";
import type { Level } from "../text/level";
import {
  isRead,
  type CanaryFinding,
  type Direction,
  type Observations,
  type Point,
  type Reading,
} from "../access-point/observations";
import { activeRegions, changes, describeRouting, type Route } from "../access-point/routing";

export interface Item {
  readonly id: string;
  readonly level: Level;
  readonly title: string;
  readonly detail: string;
  /** The recommended action. */
  readonly advice?: string;
  /** Replication that continues fixes it without any action. */
  readonly passes?: boolean;
}

export interface Thresholds {
  readonly latencySeconds: number;
  readonly pendingBytes: number;
  readonly failedOperations: number;
}

export interface PreflightInput {
  readonly before: readonly Route[];
  readonly wanted: readonly Route[];
  readonly observations: Observations;
  readonly canary: CanaryFinding;
  readonly thresholds: Thresholds;
  /** Anything that waits stops a failback: objects written meanwhile would be missing. */
  readonly nothingMayWait?: boolean;
  /** The Regions that a change of Regions added: older objects may be missing there. */
  readonly newRegions?: readonly string[];
}

/** S3 publishes every minute: a figure older than this, in milliseconds, says nothing about now. */
const stale = 10 * 60_000;

export function preflight(input: PreflightInput): Item[] {
  const { before, wanted, observations } = input;
  const targets = activeRegions(wanted);
  const toward = observations.directions.filter(
    ({ from, to }) => isSource(before, from) && targets.includes(to),
  );
  const back = observations.directions.filter(
    ({ from, to }) => targets.includes(from) && isSource(before, to) && !targets.includes(to),
  );
  return [
    item("members", "green", "Targets are members", targets.join(", ")),
    item(
      "change",
      "green",
      "What changes",
      changes(before, wanted)
        .map(({ region, active }) => `${region} becomes ${active ? "active" : "passive"}`)
        .join(", "),
    ),
    ...changes(before, wanted)
      .filter(({ region, active }) => active && input.newRegions?.includes(region))
      .map(({ region }) =>
        item(
          `backfill ${region}`,
          "amber",
          `Older objects in ${region}`,
          "the Region is new, and replication copies only new objects",
          "make sure that the backfill is complete: mrap regions status shows the steps of the change",
        ),
      ),
    ...toward.map((direction) => waiting(direction, input)),
    ...toward.map((direction) => failed(direction, input)),
    ...[...toward, ...back].map(rules),
    ...observations.members.map((member) => versioning(member, targets.includes(member.region))),
    canary(input.canary, before),
  ];
}

function isSource(before: readonly Route[], region: string): boolean {
  return activeRegions(before).includes(region);
}

/** The directions that a preflight looks at. */
export function relevant(before: readonly Route[], wanted: readonly Route[]) {
  const [sources, targets] = [activeRegions(before), activeRegions(wanted)];
  return (from: string, to: string): boolean =>
    (sources.includes(from) && targets.includes(to)) || (targets.includes(from) && sources.includes(to));
}

function waiting({ from, to, ...direction }: Direction, input: PreflightInput): Item {
  const { thresholds, observations, nothingMayWait = false } = input;
  const id = `lag ${from} > ${to}`;
  const title = `Waiting, ${from} to ${to}`;
  const { latency, pendingBytes, pendingOperations } = direction;
  if (!isRead(latency) || !isRead(pendingBytes) || !isRead(pendingOperations)) {
    const why = [latency, pendingBytes, pendingOperations].find((reading) => !isRead(reading));
    return unread(id, title, why, to);
  }
  const points = [latency.value, pendingBytes.value, pendingOperations.value];
  const newest = points.reduce<Point | undefined>((a, b) => (!a || (b && b.at > a.at) ? b : a), undefined);
  if (newest === undefined) {
    // S3 publishes these metrics even while nothing replicates. Missing data is therefore not a good sign.
    const on = isRead(direction.rules) && direction.rules.value.some(({ metrics }) => metrics);
    return on
      ? item(id, "amber", title, "no data in 3 h, although a rule publishes metrics")
      : item(id, "amber", title, "no data in 3 h, and no rule is known to publish metrics");
  }
  const lag = latency.value?.value ?? 0;
  const [size, operations] = [pendingBytes.value?.value ?? 0, pendingOperations.value?.value ?? 0];
  const detail =
    `${operations} operations, ${bytes(size)}, ${seconds(lag)} behind ` +
    `(${age(newest.at, observations.at)} ago)`;
  const old = observations.at.getTime() - newest.at.getTime() > stale;
  const missing = `what waits in ${from} is not in ${to} yet`;
  if (nothingMayWait && operations > 0 && !old)
    return behind(id, title, detail, `${missing}: repeat the command when nothing waits any more`);
  if (old) return item(id, "amber", title, `${detail}: no data since`);
  if (lag > thresholds.latencySeconds)
    return behind(
      id,
      title,
      `${detail}; the limit is ${seconds(thresholds.latencySeconds)}`,
      `${missing}: wait until it has caught up`,
    );
  if (size > thresholds.pendingBytes)
    return behind(
      id,
      title,
      `${detail}; the limit is ${bytes(thresholds.pendingBytes)}`,
      `${missing}: wait until it has caught up`,
    );
  return item(id, operations > 0 ? "amber" : "green", title, detail);
}

function failed({ from, to, failedOperations: reading }: Direction, input: PreflightInput): Item {
  const { thresholds, observations } = input;
  const id = `failed ${from} > ${to}`;
  const title = `Failed, ${from} to ${to}`;
  // Published in the source's Region, which may be the one that is lost: that must not stop a failover.
  if (!isRead(reading)) return item(id, "amber", title, whyOf(reading));
  const point = reading.value;
  if (point === undefined || point.value === 0) return item(id, "green", title, "none in a day");
  const detail = `${point.value} operations in a day, the last ${age(point.at, observations.at)} ago`;
  const recent = observations.at.getTime() - point.at.getTime() <= 3_600_000;
  if (recent && point.value >= thresholds.failedOperations)
    return item(
      id,
      "red",
      title,
      detail,
      "these objects are missing there: replicate them with S3 Batch Replication",
    );
  return item(id, "amber", title, detail);
}

function rules({ from, to, rules: reading }: Direction): Item {
  const id = `rules ${from} > ${to}`;
  const title = `Rules, ${from} to ${to}`;
  if (!isRead(reading)) return item(id, "amber", title, whyOf(reading));
  const off = reading.value.filter(({ enabled }) => !enabled).map((rule) => rule.id);
  if (reading.value.length === 0)
    return item(
      id,
      "red",
      title,
      "there is none",
      `without one, nothing written in ${from} reaches ${to}: deploy the environment`,
    );
  if (off.length > 0)
    return item(id, "red", title, `${off.join(", ")} disabled`, "enable it: deploy the environment");
  return item(id, "green", title, reading.value.length === 1 ? "enabled" : `${reading.value.length} enabled`);
}

function versioning(member: Observations["members"][number], isTarget: boolean): Item {
  const id = `versioning ${member.region}`;
  const title = `Versioning, ${member.region}`;
  const { versioning: reading } = member;
  if (!isRead(reading)) {
    return isTarget ? unread(id, title, reading, member.region) : item(id, "amber", title, whyOf(reading));
  }
  if (reading.value === "Enabled") return item(id, "green", title, "on");
  return item(
    id,
    "red",
    title,
    reading.value === "Off" ? "off" : "suspended",
    `turn it on for ${member.bucket}: nothing replicates without it`,
  );
}

function canary(finding: CanaryFinding, before: readonly Route[]): Item {
  const title = "Canary through the access point";
  if (finding.kind === "served") {
    const by = finding.by.length > 0 ? `, found in ${finding.by.join(", ")}` : "";
    const unknown =
      finding.unknown === undefined ? "" : `; which Region served it is not known: ${finding.unknown}`;
    return item("canary", "green", title, `written and read back${by}${unknown}`);
  }
  if (finding.kind === "not-allowed") return item("canary", "amber", title, `not tried: ${finding.why}`);
  return item(
    "canary",
    "red",
    title,
    finding.why,
    `the access point does not serve now (${describeRouting(before)}): in an emergency, --force`,
  );
}

/** A target that does not answer stops a failover. One that denies or throttles the request does not. */
function unread(id: string, title: string, reading: Reading<unknown> | undefined, region: string): Item {
  const answered = reading !== undefined && !isRead(reading) && reading.answered === true;
  return answered
    ? item(id, "amber", title, whyOf(reading))
    : item(
        id,
        "red",
        title,
        whyOf(reading),
        `find out whether ${region} can serve, or choose another Region`,
      );
}

function whyOf(reading: Reading<unknown> | undefined): string {
  if (reading === undefined || isRead(reading)) return "unreachable";
  return `${reading.answered ? "not known" : "unreachable"}: ${reading.unreachable.replace(/\.$/, "")}`;
}

function behind(id: string, title: string, detail: string, advice: string): Item {
  return { ...item(id, "red", title, detail, advice), passes: true };
}

function item(id: string, level: Level, title: string, detail: string, advice?: string): Item {
  return { id, level, title, detail, ...(advice !== undefined && { advice }) };
}
