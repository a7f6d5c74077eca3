/** The page's own script: draws each chart with uPlot. It runs in the browser, so it is text here. */
export const pageScript = `
"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const charts = read("charts");
  const plots = [];

  const marks = (list) => ({
    hooks: {
      draw: [(plot) => {
        const { ctx, bbox } = plot;
        for (const { at, until, label } of list) {
          const x = plot.valToPos(at, "x", true);
          if (x < bbox.left || x > bbox.left + bbox.width) continue;
          const ratio = devicePixelRatio;
          ctx.save();
          ctx.strokeStyle = ctx.fillStyle = css("--mark");
          ctx.lineWidth = 1.5 * ratio;
          ctx.setLineDash([6 * ratio, 4 * ratio]);
          const end = Math.min(plot.valToPos(until, "x", true), bbox.left + bbox.width);
          ctx.globalAlpha = 0.14;
          ctx.fillRect(x, bbox.top, end - x, bbox.height);
          ctx.globalAlpha = 1;
          ctx.beginPath();
          ctx.moveTo(x, bbox.top);
          ctx.lineTo(x, bbox.top + bbox.height);
          ctx.stroke();
          ctx.font = 12 * ratio + "px system-ui, sans-serif";
          const right = x > bbox.left + bbox.width / 2;
          ctx.textAlign = right ? "right" : "left";
          ctx.fillText(label, x + (right ? -6 : 6) * ratio, bbox.top + 14 * ratio);
          ctx.restore();
        }
      }],
    },
  });

  const number = (value, chart) => {
    if (value == null) return "–";
    if (chart.share) return (value * 100).toFixed(1) + " %";
    return (value >= 100 ? value.toFixed(0) : value.toFixed(1)) + " " + chart.unit;
  };

  const draw = (chart) => {
    const target = document.querySelector("#chart-" + chart.id);
    const axis = { stroke: css("--muted"), grid: { stroke: css("--line"), width: 1 }, ticks: { stroke: css("--line") } };
    const few = chart.at.length < 3;
    return new uPlot({
      width: target.clientWidth,
      height: 300,
      plugins: [marks(chart.marks)],
      cursor: { points: { size: 6 } },
      scales: {
        x: { time: false },
        y: chart.logarithmic ? { distr: 3 } : chart.share ? { range: [0, 1.02] } : { range: (_, low, high) => [0, (high || 1) * 1.08] },
      },
      axes: [
        { ...axis, values: (_, values) => values.map((value) => value + " s") },
        { ...axis, size: 84, values: (_, values) => values.map((value) => value == null ? "" : chart.share ? Math.round(value * 100) + " %" : value + " " + chart.unit) },
      ],
      series: [
        { label: "time", value: (_, value) => value == null ? "–" : (chart.share ? value.toFixed(2) : value) + " s" },
        ...chart.lines.map((line) => ({
          label: line.label,
          stroke: line.color,
          width: line.dashed ? 1.5 : 2,
          dash: line.dashed ? [5, 4] : undefined,
          spanGaps: false,
          points: { show: few, size: 6, fill: line.color },
          value: (_, value) => number(value, chart),
        })),
      ],
    }, [chart.at, ...chart.lines.map((line) => line.values)], target);
  };

  for (const chart of charts) plots.push(draw(chart));
  addEventListener("resize", () => {
    for (const plot of plots) plot.setSize({ width: plot.root.parentElement.clientWidth, height: 300 });
  });
  document.documentElement.dataset.drawn = String(plots.length);
})();
`;
