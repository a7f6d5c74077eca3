import type { Chart, ChartLine } from "./charts";
import { escapeMarkup } from "../text/escape";

/** The legend of a chart as a table. It shows the values of the whole run without a pointer, and in print. */
export function legend({ id, columns, lines, steps }: Chart): string {
  const heads = ["", ...columns].map((head) => `<th>${escapeMarkup(head)}</th>`).join("");
  const rows = lines
    .map(
      (line, index) =>
        `<tr><td>${sample(line)}${escapeMarkup(line.label)}</td>${line.legend
          .map((value) => `<td>${value}</td>`)
          .join("")}<td class="live" data-line="${index}"></td></tr>`,
    )
    .join("");
  const live = `<th class="live" data-at>${steps ? "at the pointer" : ""}</th>`;
  return `<table class="legend" id="legend-${id}"><thead><tr>${heads}${live}</tr></thead><tbody>${rows}</tbody></table>`;
}

/** A piece of the line, with its color, width and dashes. */
function sample({ color, width, dash }: ChartLine): string {
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(" ")}"` : "";
  return `<svg class="sample" viewBox="0 0 30 10" width="30" height="10" aria-hidden="true"><path d="M0 5H30" style="stroke:${color}" stroke-width="${width}"${dashes}/></svg>`;
}
