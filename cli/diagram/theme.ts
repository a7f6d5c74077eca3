/** Colors for a light and a dark page; the picture has its own ground, so that it can be read on any. */
const light = {
  ground: "#ffffff",
  card: "#f6f8fa",
  edge: "#d1d9e0",
  text: "#1f2328",
  muted: "#59636e",
  active: "#1a7f37",
  passive: "#818b98",
  replication: "#0969da",
  point: "#8250df",
  onPoint: "#ffffff",
};
const dark: typeof light = {
  ground: "#0d1117",
  card: "#161b22",
  edge: "#3d444d",
  text: "#f0f6fc",
  muted: "#9198a1",
  active: "#3fb950",
  passive: "#7d8590",
  replication: "#58a6ff",
  point: "#8957e5",
  onPoint: "#ffffff",
};

const rules = (colors: typeof light): string =>
  [
    `.ground{fill:${colors.ground};stroke:${colors.edge}}`,
    `.card{fill:${colors.card};stroke:${colors.edge}}`,
    `.point{fill:${colors.point}}`,
    `.t,.h,.b,.m{fill:${colors.text}}`,
    `.s{fill:${colors.muted}}`,
    `.on{fill:${colors.onPoint}}`,
    `.active{fill:${colors.active}}.passive{fill:${colors.passive}}`,
    `.badge{fill:${colors.ground}}`,
    `.to-active{stroke:${colors.active}}.to-passive,.plain{stroke:${colors.passive}}`,
    `.tip-active{fill:${colors.active}}.tip-plain{fill:${colors.passive}}`,
    `.replicates{stroke:${colors.replication}}.tip-replicates{fill:${colors.replication}}`,
    `.cylinder{fill:${colors.ground};stroke:${colors.muted}}`,
  ].join("");

export const style =
  "text{font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;font-size:12px}" +
  ".h{font-size:20px;font-weight:600}.b{font-size:13px;font-weight:600}.on{font-size:13px;font-weight:600}" +
  ".m,.r{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}" +
  ".r{font-size:13px;font-weight:600}.tag{font-size:11px;font-weight:600}" +
  ".to-active,.to-passive,.plain,.replicates{fill:none}" +
  ".to-active{stroke-width:2.5}.to-passive{stroke-width:1.5;stroke-dasharray:6 5}.plain{stroke-width:1.5}" +
  ".replicates{stroke-width:1.6}.many{stroke-width:1;opacity:.75}" +
  rules({ ...light }) +
  `@media(prefers-color-scheme:dark){${rules(dark)}}`;
