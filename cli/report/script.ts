/** The script of the page: draws each chart with uPlot. It runs in the browser, so it is text here. */
export const pageScript = `
"use strict";
(() => {
  const root = document.documentElement;
  const charts = JSON.parse(document.getElementById("charts").textContent);
  /** Resolves var(--name), whose value differs between the light page, the dark page and print. */
  const color = (value) => {
    const name = /^var\\((--[a-z]+)\\)$/.exec(value)?.[1];
    return name ? getComputedStyle(root).getPropertyValue(name).trim() : value;
  };
  const height = 240;
  const plots = [];

  /** Lines and bands of the routing changes, with their numbers. Numbers that would overlap are in rows of their own. */
  const marks = (list) => ({
    hooks: {
      init: [(plot) => {
        plot.numbers = list.map(({ number }) => {
          const span = document.createElement("span");
          span.className = "mark";
          span.textContent = number;
          plot.over.appendChild(span);
          return span;
        });
      }],
      draw: [(plot) => {
        const { ctx, bbox } = plot;
        const ratio = devicePixelRatio;
        const rows = [];
        const order = list.map((_, index) => index).sort((a, b) => list[a].at - list[b].at);
        for (const index of order) {
          const { at, until } = list[index];
          const span = plot.numbers[index];
          const x = plot.valToPos(at, "x", true);
          span.hidden = x < bbox.left || x > bbox.left + bbox.width;
          if (span.hidden) continue;
          const end = Math.min(plot.valToPos(until, "x", true), bbox.left + bbox.width);
          ctx.save();
          ctx.strokeStyle = ctx.fillStyle = color("var(--text)");
          ctx.globalAlpha = 0.12;
          ctx.fillRect(x, bbox.top, Math.max(end - x, 0), bbox.height);
          ctx.globalAlpha = 0.8;
          ctx.lineWidth = 1.25 * ratio;
          ctx.setLineDash([5 * ratio, 4 * ratio]);
          ctx.beginPath();
          ctx.moveTo(x, bbox.top);
          ctx.lineTo(x, bbox.top + bbox.height);
          ctx.stroke();
          ctx.restore();
          const width = span.offsetWidth || 20;
          const left = Math.max(0, Math.min((x - bbox.left) / ratio - width / 2, bbox.width / ratio - width));
          let row = rows.findIndex((last) => last + 2 <= left);
          if (row < 0) row = rows.push(0) - 1;
          rows[row] = left + width;
          span.style.left = left + "px";
          span.style.top = row * 20 + 2 + "px";
        }
      }],
    },
  });

  const number = (value, chart) => {
    if (value == null) return "–";
    if (chart.scale === "share") return (value * 100).toFixed(1) + " %";
    return (value >= 100 ? value.toFixed(0) : value.toFixed(1)) + " " + chart.unit;
  };

  /** Shows the values at the pointer beside the values of the whole run. */
  const live = (chart) => (plot) => {
    const table = document.getElementById("legend-" + chart.id);
    const { idx } = plot.cursor;
    table.querySelector("[data-at]").textContent = idx == null ? (chart.steps ? "at the pointer" : "") : "at " + chart.at[idx].toFixed(1) + " s";
    for (const cell of table.querySelectorAll("td.live"))
      cell.textContent = idx == null ? "" : number(chart.lines[cell.dataset.line].values[idx], chart);
  };

  const yScale = (chart) => {
    if (chart.scale === "share") return { range: [0, 1.02] };
    if (chart.scale === "logarithmic") return { distr: 3, ...(chart.range && { range: uPlot.rangeLog(...chart.range, 10, true) }) };
    return { range: (_, low, high) => [0, (high || 1) * 1.08] };
  };

  const draw = (chart) => {
    const target = document.getElementById("chart-" + chart.id);
    const axis = {
      stroke: () => color("var(--muted)"),
      grid: { stroke: () => color("var(--line)"), width: 1 },
      ticks: { stroke: () => color("var(--line)") },
    };
    const [first, last] = [chart.at[0], chart.at[chart.at.length - 1]];
    return new uPlot({
      width: target.clientWidth,
      height,
      plugins: [marks(chart.marks)],
      legend: { show: false },
      cursor: { points: { size: 6 }, drag: { x: false, y: false } },
      hooks: { setCursor: [live(chart)] },
      scales: { x: { time: false, range: () => [first, last > first ? last : first + 1] }, y: yScale(chart) },
      axes: [
        { ...axis, values: (_, values) => values.map((value) => value + " s") },
        { ...axis, size: 66, values: (_, values) => values.map((value) => value == null ? "" : chart.scale === "share" ? Math.round(value * 100) + " %" : value + " " + chart.unit) },
      ],
      series: [
        {},
        ...chart.lines.map((line) => ({
          label: line.label,
          stroke: () => color(line.color),
          width: line.width,
          dash: line.dash.length > 0 ? line.dash : undefined,
          spanGaps: false,
          points: { show: false },
          ...(chart.steps && { paths: uPlot.paths.stepped({ align: 1 }) }),
        })),
      ],
    }, [chart.at, ...chart.lines.map((line) => line.values)], target);
  };

  for (const chart of charts) plots.push(draw(chart));

  /** Widths and colors follow the window, the color scheme and the paper. */
  const redraw = () => {
    for (const plot of plots) plot.setSize({ width: plot.root.parentElement.clientWidth, height });
  };
  const print = (on) => {
    root.classList.toggle("paper", on);
    redraw();
  };
  addEventListener("resize", redraw);
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  matchMedia("print").addEventListener("change", (event) => print(event.matches));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  root.dataset.drawn = String(plots.length);
})();
`;
