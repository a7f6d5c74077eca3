import type { PageColors } from "../text/html-page";

/** One color for each level that needs attention, and one for ok. */
export const verifyColors: PageColors = {
  light: "--error: #b3261e; --warning: #8a5a00; --ok: #1b6e3c;",
  dark: "--error: #ff8a80; --warning: #f0b849; --ok: #74d39a;",
};

/** The style sheet of the page, after that of every page. */
export const verifyPageStyle = `
.cards { grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); }
.card { border-left: 4px solid var(--line); }
.card.error { border-left-color: var(--error); } .card.warning, .card.not-known { border-left-color: var(--warning); } .card.ok { border-left-color: var(--ok); }
.error h2 { color: var(--error); } .warning h2, .not-known h2 { color: var(--warning); } .ok h2 { color: var(--ok); }
table { table-layout: fixed; }
th, td { text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th:nth-child(1) { width: 26%; } thead th:nth-child(2) { width: 22%; }
thead th { color: var(--muted); font-size: 13px; } tbody th { font-weight: 600; } tbody tr:last-child > * { border-bottom: 0; }
code { font-size: 12px; color: var(--muted); font-weight: 400; } .fix { margin-top: 4px; }
@media (max-width: 640px) {
  .cards { grid-template-columns: 1fr 1fr; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: block; padding: 9px 12px; border-bottom: 1px solid var(--line); } tbody tr:last-child { border-bottom: 0; }
  tbody th, tbody td { display: block; width: auto; padding: 0; border: 0; } td:empty { display: none; } td:last-child { margin-top: 4px; }
}
`;
