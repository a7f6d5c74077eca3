import { basisSentence, paceSentence } from "../traffic/result/sentences";
import type { TrafficReport } from "../traffic/result/report";
import { chartsOf } from "./charts";
import { cards, deletesTable, directionsTable, faultsTable, operationsTable, servedTable } from "./figures";
import { escapeHtml, jsonForScript } from "./html";
import { mapOf } from "./map";
import { pageScript } from "./script";
import { pageStyle } from "./style";

/** The plotting library, as text. */
export interface Plotting {
  readonly script: string;
  readonly style: string;
}

/** One page of a run that needs nothing but a browser. */
export function reportPage(report: TrafficReport, { script, style }: Plotting): string {
  const { accessPoint, started, settings, interrupted, verified } = report;
  const charts = chartsOf(report);
  const when = new Date(started).toISOString().replace("T", " ").slice(0, 19);
  const mix = Object.entries(settings.mix)
    .filter(([, share]) => share > 0)
    .map(([operation, share]) => `${operation} ${share}`)
    .join(", ");
  const title = `Traffic through ${escapeHtml(accessPoint.name)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${style}${pageStyle}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="muted">${when} UTC · ${settings.rate}/s for ${settings.duration} s · ${escapeHtml(mix)} · run ${escapeHtml(report.run)}</p>
${interrupted ? "<p><strong>Interrupted: this is a part of a run.</strong></p>" : ""}
<div class="cards">
${cards(report)}
</div>
<p class="tell">${escapeHtml(paceSentence(report))}</p>
<section class="panel"><h2>Where it ran</h2>${mapOf(report)}</section>
${charts
  .map(
    ({ id, title: heading, caption }) =>
      `<section class="panel"><h2>${escapeHtml(heading)}</h2><p class="muted">${escapeHtml(caption)}</p><div id="chart-${id}"></div></section>`,
  )
  .join("\n")}
<h2>By operation</h2>
${operationsTable(report)}
<h2>By the Region that served</h2>
${servedTable(report)}
<p class="muted tell">${escapeHtml(basisSentence(report))}</p>
${verified ? `<h2>Replication</h2>${directionsTable(report)}${deletesTable(report)}<p class="muted tell">From the acknowledgement to the arrival; each bucket was looked into every ${(verified.resolution / 1000).toFixed(2)} s, so a time is known to half of that.</p>` : ""}
${faultsTable(report)}
</main>
<script type="application/json" id="run">${jsonForScript(report)}</script>
<script type="application/json" id="charts">${jsonForScript(charts)}</script>
<script>${script}</script>
<script>${pageScript}</script>
</body>
</html>
`;
}
