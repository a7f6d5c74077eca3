import type { PageColors } from "../text/html-page";

/** Red means failed or missing, and nothing else. */
export const pageColors: PageColors = { light: "--red: #b3261e;", dark: "--red: #ff8a80;" };

/** The style sheet of the page, after that of every page. */
export const pageStyle = `
.tell { max-width: 78ch; }
.cards { grid-template-columns: repeat(auto-fit, minmax(164px, 1fr)); }
.panel { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; min-width: 0; }
.card.red { border-left: 4px solid var(--red); }
.big { white-space: nowrap; }
.panel { margin: 14px 0; } .panel h2 { margin: 0; }
table { font-variant-numeric: tabular-nums; }
th, td { text-align: right; white-space: nowrap; }
th { font-weight: 600; color: var(--muted); font-size: 13px; } th:first-child, td:first-child, table.text td, table.text th { text-align: left; }
tbody tr:last-child td { border-bottom: 0; }
code { font-size: 13px; overflow-wrap: anywhere; }
figure { margin: 10px 0 0; min-width: 0; } figcaption { font-weight: 600; }
.charts.several { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 4px 20px; }
.uplot { font-family: inherit; } .u-wrap { user-select: auto; } .chart { width: 100%; overflow: hidden; }
.mark { position: absolute; min-width: 18px; padding: 0 4px; border: 1px solid var(--text); border-radius: 9px; background: var(--paper); color: var(--text); font-size: 11px; line-height: 16px; text-align: center; font-weight: 600; pointer-events: none; }
.changes { margin: 8px 0 0; padding-left: 26px; } .changes li { margin: 4px 0; }
table.legend { width: auto; border: 0; background: none; font-size: 13px; margin: 2px 0 0 8px; }
.legend th, .legend td { border: 0; padding: 1px 8px; white-space: normal; } .legend td:first-child { overflow-wrap: anywhere; } .legend .live { min-width: 96px; color: var(--muted); }
.sample { vertical-align: middle; margin-right: 8px; } .sample path { fill: none; }
.map { display: flex; align-items: center; margin: 14px 0 10px; }
.point { flex: 0 1 220px; padding: 12px 16px; border-radius: 24px; background: var(--text); color: var(--paper); text-align: center; overflow-wrap: anywhere; }
.point { position: relative; } .point::after { content: ""; position: absolute; left: 100%; top: 50%; width: 20px; border-top: 2px solid var(--muted); } .point span { display: block; font-size: 13px; }
.regions { list-style: none; margin: 0 0 0 20px; padding: 0; flex: 1; min-width: 0; position: relative; }
.regions::before { content: ""; position: absolute; left: 0; top: 26px; bottom: 26px; border-left: 2px solid var(--muted); }
.regions li { position: relative; padding: 4px 0 4px 32px; }
.regions li::before { content: ""; position: absolute; left: 0; width: 30px; top: 50%; border-top: 2px dashed var(--muted); } .regions li.active::before { border-top: 3px solid var(--text); }
.region { display: flex; flex-wrap: wrap; gap: 0 14px; align-items: baseline; padding: 7px 14px; border: 2.5px solid var(--region); border-radius: 8px; } .passive .region { border-style: dashed; }
.region span, .region code { color: var(--muted); font-size: 13px; min-width: 0; } .region .routing { color: var(--text); font-weight: 600; }
.regions.mesh { padding-right: 22px; } .regions.mesh::after { content: ""; position: absolute; right: 0; top: 26px; bottom: 26px; width: 12px; border: 2px solid var(--muted); border-left: 0; }
@media (max-width: 640px) { .map { flex-direction: column; align-items: stretch; } .point { flex: none; } .point::after { display: none; } .regions { margin: 14px 0 0 14px; } .regions::before { top: -14px; }
  .panel { padding: 12px 10px; } .legend .live { display: none; } }
@media print { .panel, figure { break-inside: avoid; } h2 { break-after: avoid; } .legend .live { display: none; }
  th, td { white-space: normal; padding: 3px 5px; font-size: 11px; } .scroll code { font-size: 10px; }
  .point { background: none; color: var(--text); border: 2px solid var(--text); } }
`;
