import { basisSentence, destinationsOf, headline, isDone, paceSentence } from "../traffic/result/sentences";
import type { FailoverMoment, TrafficReport } from "../traffic/result/report";
import { chartGroups, type ChartGroup } from "./charts";
import {
  cards,
  deletesTable,
  directionsTable,
  faultsTable,
  figure,
  operationsTable,
  servedTable,
} from "./figures";
import { escapeMarkup } from "../text/escape";
import { htmlPage, pageTime } from "../text/html-page";
import { jsonForScript } from "./html";
import { legend } from "./legend";
import { mapOf } from "./map";
import { pageScript } from "./script";
import { pageColors, pageStyle } from "./style";

/** The plotting library, as text. */
export interface Plotting {
  readonly script: string;
  readonly style: string;
}

/** The report of a run as one page, which needs a browser and no network. */
export function reportPage(report: TrafficReport, { script, style }: Plotting): string {
  const { accessPoint, started, settings, interrupted, verified } = report;
  const groups = chartGroups(report);
  const mix = Object.entries(settings.mix)
    .filter(([, share]) => share > 0)
    .map(([operation, share]) => `${operation} ${share}`)
    .join(", ");
  const drawn = groups
    .flatMap(({ charts }) => charts)
    .map(({ lines, ...chart }) => ({ ...chart, lines: lines.map(({ legend: _, ...line }) => line) }));
  return htmlPage({
    title: `Traffic through ${accessPoint.name}`,
    subtitle: `${pageTime(new Date(started))} UTC · ${settings.rate}/s for ${settings.duration} s · ${mix} · run ${report.run}`,
    colors: pageColors,
    style: `${style}${pageStyle}`,
    body: `<p class="headline">${headline(report).map(escapeMarkup).join("<br>")}</p>
${interrupted ? "<p><strong>Interrupted. The report covers part of the run.</strong></p>" : ""}
<div class="cards">
${cards(report)}
</div>
<p class="tell">${escapeMarkup(paceSentence(report))}</p>
<section class="panel"><h2>Access point</h2>${mapOf(report)}</section>
${routingChanges(report)}
${groups.map(chartPanel).join("\n")}
<h2>By operation</h2>
${operationsTable(report)}
<h2>By Region</h2>
${servedTable(report)}
<p class="muted tell">${escapeMarkup(basisSentence(report))}</p>
${verified ? `<h2>Arrivals</h2>${directionsTable(report)}${deletesTable(report)}<p class="muted tell">From the acknowledgement to the arrival. Each bucket was listed every ${(verified.resolution / 1000).toFixed(2)} s, so a time is accurate to half of that.</p>` : ""}
${faultsTable(report)}`,
    scripts: `<script type="application/json" id="run">${jsonForScript(report)}</script>
<script type="application/json" id="charts">${jsonForScript(drawn)}</script>
<script>${script}</script>
<script>${pageScript}</script>`,
  });
}

function chartPanel({ title, caption, charts }: ChartGroup): string {
  const figures = charts
    .map(
      (chart) =>
        `<figure>${chart.title === "" ? "" : `<figcaption>${escapeMarkup(chart.title)}</figcaption>`}<div class="chart" id="chart-${chart.id}"></div>${legend(chart)}</figure>`,
    )
    .join("\n");
  return `<section class="panel"><h2>${escapeMarkup(title)}</h2><p class="muted">${escapeMarkup(caption)}</p><div class="charts${charts.length > 1 ? " several" : ""}">${figures}</div></section>`;
}

/** The numbers in the charts. */
function routingChanges({ failovers }: TrafficReport): string {
  if (failovers.length === 0) return "";
  const items = failovers.map((failover, index) => `<li>${routingChange(failover, index)}</li>`).join("\n");
  return `<section class="panel"><h2>Routing changes</h2><p class="muted">The numbers mark them in the charts. Seconds since the start of the run.</p><ol class="changes">
${items}
</ol></section>`;
}

function routingChange(failover: FailoverMoment, index: number): string {
  const { at, until, command, moved } = failover;
  const path = `failovers.${index}`;
  const name = `<strong>${escapeMarkup(command)} to ${escapeMarkup(destinationsOf(failover).join(", "))}</strong>`;
  const time = `${figure(`${path}.at`, at, 1)} s and ${figure(`${path}.until`, until, 1)} s`;
  if (!isDone(failover)) return `${name}: AWS rejected the update between ${time}.`;
  const requests =
    typeof moved === "number"
      ? ` From ${figure(`${path}.moved`, moved, 1)} s on, the new active Regions served.`
      : " The requests do not show when they moved.";
  return `${name}: the routing was updated between ${time}.${requests}`;
}
