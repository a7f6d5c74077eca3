export const pageStyle = `
:root { color-scheme: light dark; --page: #f5f6f8; --paper: #fff; --text: #1c2430; --muted: #5b6573; --line: #dfe3e8;
  --green: #1b7f4b; --amber: #9a5b00; --red: #b3261e; --accent: #23395d; --mark: #7b1fa2; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14181f; --paper: #1d232c; --text: #e8ebf0; --muted: #a3adba; --line: #343c48;
    --green: #63c78f; --amber: #f0b45b; --red: #ff8a80; --accent: #3d5a8a; --mark: #d19be8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 60px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 34px 0 10px; } h3 { font-size: 13px; margin: 0; color: var(--muted); font-weight: 600; }
p { margin: 4px 0; } .muted { color: var(--muted); } .tell { max-width: 78ch; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(184px, 1fr)); gap: 12px; margin: 20px 0; }
.card, .panel { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.card.green { border-left: 4px solid var(--green); } .card.amber { border-left: 4px solid var(--amber); } .card.red { border-left: 4px solid var(--red); }
.big { white-space: nowrap; font-size: 24px; font-weight: 650; font-variant-numeric: tabular-nums; margin: 2px 0; }
.panel { margin: 14px 0; } .panel h2 { margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; background: var(--paper); border: 1px solid var(--line); }
th, td { text-align: right; padding: 7px 12px; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; color: var(--muted); font-size: 13px; } th:first-child, td:first-child, table.text td, table.text th { text-align: left; }
tbody tr:last-child td { border-bottom: 0; }
.map { width: 100%; height: auto; display: block; } .map text { text-anchor: middle; fill: var(--text); font-size: 12px; }
.map .strong { font-weight: 650; font-size: 14px; } .map .small { fill: var(--muted); } .map .light { fill: #fff; } .map .note { fill: var(--muted); paint-order: stroke; stroke: var(--paper); stroke-width: 6px; }
.map .access-point { fill: var(--accent); } .map .region { fill: var(--paper); stroke-width: 2.5; } .map .region.passive { stroke-dasharray: 6 4; }
.map .route { stroke: var(--text); stroke-width: 2; fill: none; } .map .route.passive { stroke: var(--muted); stroke-width: 1.5; stroke-dasharray: 5 5; }
.map .replicates { stroke: var(--muted); stroke-width: 1.5; fill: none; } .map .tip { fill: var(--muted); }
.u-legend { font-size: 13px; } .u-legend .u-marker { border-radius: 3px; } .u-legend.u-inline tr { margin-right: 10px; }
.uplot table { width: auto; border: 0; background: none; } .uplot th, .uplot td { border: 0; padding: 2px 4px; color: inherit; } .uplot { font-family: inherit; }
code { font-size: 13px; }
`;
