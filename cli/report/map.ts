import type { MapRegion, TrafficReport } from "../traffic/result/report";
import { regionColor } from "./colors";
import { escapeMarkup } from "../text/escape";

/** The access point, the routing to its Regions and replication among them. It is HTML, so names wrap on a phone. */
export function mapOf({ accessPoint, regions, replication }: TrafficReport): string {
  return `<div class="map">
<div class="point"><strong>${escapeMarkup(accessPoint.name)}</strong><span>Multi-Region Access Point</span></div>
<ul class="regions${isFullMesh(regions, replication) ? " mesh" : ""}">
${regions.map(region).join("\n")}
</ul>
</div>
<p class="muted">${replicationSentence(regions, replication)}</p>`;
}

function region(one: MapRegion, index: number): string {
  const routing = (active: boolean): string => (active ? "active" : "passive");
  const change =
    one.activeAtStart === one.activeAtEnd
      ? routing(one.activeAtEnd)
      : `${routing(one.activeAtStart)}, then ${routing(one.activeAtEnd)}`;
  return `<li class="${routing(one.activeAtEnd)}" style="--region:${regionColor(index)}"><div class="region"><strong>${escapeMarkup(one.region)}</strong><span class="routing">${change}</span><code>${escapeMarkup(one.bucket)}</code>${one.endpoint ? "<span>VPC endpoint</span>" : ""}</div></li>`;
}

function isFullMesh(regions: TrafficReport["regions"], replication: TrafficReport["replication"]): boolean {
  return regions.length > 1 && replication.length === regions.length * (regions.length - 1);
}

function replicationSentence(
  regions: TrafficReport["regions"],
  replication: TrafficReport["replication"],
): string {
  if (replication.length === 0) return "No replication rules were found, or they could not be read.";
  if (isFullMesh(regions, replication))
    return regions.length === 2
      ? "The two buckets replicate to each other."
      : `Full mesh: every bucket replicates to the ${regions.length - 1} others.`;
  return `Replication: ${replication
    .map(({ from, to }) => `${escapeMarkup(from)} → ${escapeMarkup(to)}`)
    .join(", ")}.`;
}
