import type { TrafficReport } from "../traffic/result/report";
import { regionColor } from "./charts";
import { escapeHtml } from "./html";

const width = 860;
const box = { width: 176, height: 58 };

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The environment's map: Regions around the access point, routing to them and replication among them. */
export function mapOf(report: TrafficReport): string {
  const { regions, replication } = report;
  const { height, center, places } = layOut(regions.map(({ region }) => region));
  const pairs = replication.filter(
    ({ from, to }) => from < to || !replication.some((one) => one.from === to && one.to === from),
  );
  return [
    `<svg class="map" viewBox="0 0 ${width} ${height}" role="img" aria-label="Map of ${escapeHtml(report.accessPoint.name)}">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">' +
      '<path d="M0 0 8 4 0 8Z" class="tip"/></marker></defs>',
    ...(regions.length > few
      ? []
      : pairs.map(({ from, to }) => {
          const both = replication.some((one) => one.from === to && one.to === from);
          return replicationArrow(places.get(from)!, places.get(to)!, both, regions.length === 2);
        })),
    ...regions.map(({ region, activeAtEnd }) =>
      route(center, places.get(region)!, activeAtEnd, regions.length > few),
    ),
    accessPointBox(center, report.accessPoint.name),
    ...(regions.length > few ? [replicationNote(center, report)] : []),
    ...regions.map((one) => regionBox(places.get(one.region)!, one, regionColor(report, one.region))),
    "</svg>",
  ].join("\n");
}

/** So many Regions have their places round the access point; more of them stand in two columns beside it. */
const few = 6;

function layOut(regions: readonly string[]): { height: number; center: Place; places: Map<string, Place> } {
  const side = width / 2 - box.width / 2 - 6;
  if (regions.length > few) {
    const rows = Math.ceil(regions.length / 2);
    const height = rows * (box.height + 12);
    const place = (index: number): Place => {
      const inColumn = index < rows ? rows : regions.length - rows;
      const row = index < rows ? index : index - rows;
      const y = height / 2 + (row - (inColumn - 1) / 2) * (box.height + 12);
      return { x: width / 2 + (index < rows ? -side : side), y };
    };
    return {
      height,
      center: { x: width / 2, y: height / 2 },
      places: new Map(regions.map((region, index) => [region, place(index)])),
    };
  }
  const height = regions.length <= 2 ? 170 : 400;
  const center = { x: width / 2, y: regions.length <= 2 ? 50 : height / 2 };
  const places = regions.map((region, index) => {
    const angle = Math.PI + (index * 2 * Math.PI) / regions.length;
    const y = center.y + Math.sin(angle) * (height / 2 - box.height / 2 - 6);
    return [region, { x: center.x + Math.cos(angle) * side, y }] as const;
  });
  return { height, center, places: new Map(places) };
}

/** So many arrows would say less than a sentence. */
function replicationNote({ x, y }: Place, { regions, replication }: TrafficReport): string {
  const all = regions.length * (regions.length - 1);
  const text =
    replication.length === all
      ? `${all} replications: each Region to each other one`
      : `${replication.length} of ${all} replications`;
  return `<text class="note" x="${x}" y="${y + box.height / 2 + 22}">${text}</text>`;
}

/** Between two Regions the arrow goes round the access point; among many it goes straight. */
function replicationArrow(from: Place, to: Place, both: boolean, round: boolean): string {
  const ends = `marker-end="url(#tip)"${both ? ' marker-start="url(#tip)"' : ""}`;
  if (round) {
    const [left, right] = from.x < to.x ? [from, to] : [to, from];
    const y = left.y + box.height / 2 + 4;
    const low = y + 66;
    return `<path class="replicates" ${ends} d="M${left.x} ${y} C${left.x} ${low} ${right.x} ${low} ${right.x} ${y}"/>
<text class="note" x="${(left.x + right.x) / 2}" y="${y + 66}">replicates ${both ? "both ways" : "one way"}</text>`;
  }
  const start = edge(from, to);
  const end = edge(to, from);
  return `<path class="replicates" ${ends} d="M${start.x} ${start.y} L${end.x} ${end.y}"/>`;
}

/** Where the line to another place leaves a box. */
function edge(from: Place, to: Place): Place {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const scale = Math.min(
    dx === 0 ? Infinity : (box.width / 2 + 5) / Math.abs(dx),
    dy === 0 ? Infinity : (box.height / 2 + 5) / Math.abs(dy),
  );
  return { x: round1(from.x + dx * scale), y: round1(from.y + dy * scale) };
}

/** @param sideways to the side of the box, past those above and below it */
function route(center: Place, place: Place, active: boolean, sideways: boolean): string {
  const start = edge(center, place);
  const inner = place.x + Math.sign(center.x - place.x) * (box.width / 2 + 5);
  const end = sideways ? { x: inner, y: place.y } : edge(place, center);
  return `<path class="route ${active ? "active" : "passive"}" marker-end="url(#tip)" d="M${start.x} ${start.y} L${end.x} ${end.y}"/>`;
}

function accessPointBox({ x, y }: Place, name: string): string {
  return `<g><rect class="access-point" x="${x - box.width / 2}" y="${y - box.height / 2}" width="${box.width}" height="${box.height}" rx="29"/>
<text class="strong light" x="${x}" y="${y - 4}">${shortened(name)}</text>
<text class="small light" x="${x}" y="${y + 14}">access point</text></g>`;
}

function regionBox({ x, y }: Place, one: TrafficReport["regions"][number], color: string): string {
  const became =
    one.activeAtStart === one.activeAtEnd
      ? one.activeAtEnd
        ? "active"
        : "passive"
      : one.activeAtEnd
        ? "passive, then active"
        : "active, then passive";
  return `<g><rect class="region ${one.activeAtEnd ? "active" : "passive"}" style="stroke:${color}" x="${round1(x - box.width / 2)}" y="${round1(y - box.height / 2)}" width="${box.width}" height="${box.height}" rx="8"/>
<text class="strong" x="${round1(x)}" y="${round1(y - 12)}">${escapeHtml(one.region)}</text>
<text class="small" x="${round1(x)}" y="${round1(y + 5)}">${shortened(one.bucket)}</text>
<text class="small" x="${round1(x)}" y="${round1(y + 21)}">${became}${one.endpoint ? " · VPC endpoint" : ""}</text></g>`;
}

/** A bucket's name may have 63 characters. */
function shortened(text: string): string {
  return escapeHtml(text.length > 25 ? `${text.slice(0, 12)}…${text.slice(-12)}` : text);
}

const round1 = (value: number): number => Math.round(value * 10) / 10;
