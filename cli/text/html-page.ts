import { escapeMarkup } from "./escape";

/** The colors of every page, for a light and a dark screen. A page adds its own. */
const LIGHT = "--page: #f5f6f8; --paper: #fff; --text: #1c2430; --muted: #5b6573; --line: #dfe3e8;";
const DARK = "--page: #14181f; --paper: #1d232c; --text: #e8ebf0; --muted: #a3adba; --line: #343c48;";

/** Custom properties of a page, as CSS declarations. */
export interface PageColors {
  readonly light: string;
  readonly dark: string;
}

/** The parts of a page that differ. */
export interface HtmlPage {
  /** As text. */
  readonly title: string;
  /** A line below the title, as text. */
  readonly subtitle: string;
  /** The content below the subtitle, as HTML. */
  readonly body: string;
  readonly colors: PageColors;
  /** Style sheets, after those of every page. */
  readonly style: string;
  /** Elements after the content, as HTML. @default none: the page runs no script */
  readonly scripts?: string;
}

/** One self-contained page. The browser loads nothing else, and a script runs only if the page has one. */
export function htmlPage({ title, subtitle, body, colors, style, scripts }: HtmlPage): string {
  const script = scripts === undefined ? "" : " script-src 'unsafe-inline';";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline';${script} img-src data:">
<link rel="icon" href="data:,">
<title>${escapeMarkup(title)}</title>
<style>${commonStyle(colors)}${style}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
<p class="muted">${escapeMarkup(subtitle)}</p>
${body}
</main>
${scripts === undefined ? "" : `${scripts}\n`}</body>
</html>
`;
}

/** The time of a run, as both pages show it: `2026-11-26 09:00:00`. */
export function pageTime(time: Date): string {
  return time.toISOString().replace("T", " ").slice(0, 19);
}

function commonStyle({ light, dark }: PageColors): string {
  return `
:root { color-scheme: light dark; ${LIGHT} ${light} }
@media (prefers-color-scheme: dark) { :root { ${DARK} ${dark} } }
@media print { :root { color-scheme: light; ${LIGHT} ${light} --page: #fff; } }
:root.paper { color-scheme: light; ${LIGHT} ${light} --page: #fff; } :root.paper main { max-width: 680px; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 60px; }
h1 { font-size: 26px; margin: 0 0 4px; overflow-wrap: anywhere; } h2 { font-size: 18px; margin: 34px 0 10px; } h3 { font-size: 13px; margin: 0; color: var(--muted); font-weight: 600; }
p { margin: 4px 0; overflow-wrap: anywhere; } .muted { color: var(--muted); }
.headline { font-size: 20px; font-weight: 600; line-height: 1.4; margin: 18px 0; }
.cards { display: grid; gap: 12px; margin: 20px 0; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; min-width: 0; }
.big { font-size: 24px; font-weight: 650; font-variant-numeric: tabular-nums; margin: 2px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--paper); border: 1px solid var(--line); }
th, td { padding: 7px 12px; border-bottom: 1px solid var(--line); }
@media (max-width: 640px) { main { padding: 18px 12px 40px; } h1 { font-size: 22px; } .headline { font-size: 18px; } }
@media print { main { padding: 0; } .card, tr { break-inside: avoid; } .scroll { overflow: visible; } }
`;
}
