const light = `--page: #f5f6f8; --paper: #fff; --text: #1c2430; --muted: #5b6573; --line: #dfe3e8; --error: #b3261e; --warning: #8a5a00; --ok: #1b6e3c;`;
const dark = `--page: #14181f; --paper: #1d232c; --text: #e8ebf0; --muted: #a3adba; --line: #343c48; --error: #ff8a80; --warning: #f0b849; --ok: #74d39a;`;

/** The style sheet of the page. */
export const verifyPageStyle = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
@media print { :root { color-scheme: light; ${light} --page: #fff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 60px; }
h1 { font-size: 26px; margin: 0 0 4px; overflow-wrap: anywhere; } h2 { font-size: 18px; margin: 34px 0 10px; }
h3 { font-size: 13px; margin: 0; color: var(--muted); font-weight: 600; }
p { margin: 4px 0; } .muted { color: var(--muted); overflow-wrap: anywhere; }
.headline { font-size: 20px; font-weight: 600; line-height: 1.4; margin: 18px 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; margin: 20px 0; }
.card { background: var(--paper); border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.card.error { border-left-color: var(--error); } .card.warning, .card.not-known { border-left-color: var(--warning); } .card.ok { border-left-color: var(--ok); }
.big { font-size: 24px; font-weight: 650; font-variant-numeric: tabular-nums; margin: 2px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--paper); border: 1px solid var(--line); }
th, td { text-align: left; vertical-align: top; padding: 7px 12px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 130px; }
thead th { color: var(--muted); font-size: 13px; } tbody th { font-weight: 600; } tbody tr:last-child > * { border-bottom: 0; }
code { font-size: 12px; color: var(--muted); font-weight: 400; } .fix { margin-top: 4px; }
@media (max-width: 640px) { main { padding: 18px 12px 40px; } h1 { font-size: 22px; } }
@media print { main { padding: 0; } tr, .card { break-inside: avoid; } .scroll { overflow: visible; } }
`;
