import { isShown, regionInWords, type Percentiles, type TrafficReport } from "../traffic/result/report";
import { escapeMarkup } from "../text/escape";

/** A number of the page with its path in the JSON of the run, so that a reader and a test can check it. */
export function figure(path: string, value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined) return "";
  const text = value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `<span data-figure="${escapeMarkup(path)}" data-value="${value}">${text}</span>`;
}

export function cards(report: TrafficReport): string {
  const { total, pace, verified } = report;
  const card = (title: string, value: string, note: string, tone = ""): string =>
    `<div class="card ${tone}"><h3>${title}</h3><p class="big">${value}</p><p class="muted">${note}</p></div>`;
  const faults = verified
    ? verified.missing.length + verified.differing.length + verified.undeleted.length
    : 0;
  return [
    card(
      "Sent",
      figure("total.sent", total.sent),
      `${figure("pace.reached", pace.reached, 1)} of ${figure("pace.asked", pace.asked, 1)} per second`,
    ),
    card("Answered", figure("total.answered", total.answered), "without an error"),
    card("Failed", figure("total.failed", total.failed), failures(report), total.failed > 0 ? "red" : ""),
    card(
      "Latency, p99",
      `${figure("total.latency.p99", total.latency?.p99, 1)} ms`,
      `p50 ${figure("total.latency.p50", total.latency?.p50, 1)} ms`,
    ),
    verified
      ? card(
          "Verified",
          figure("verified.objects", verified.objects),
          `${figure("verified.missing.length", verified.missing.length)} missing, ${figure("verified.differing.length", verified.differing.length)} differ, ${figure("verified.undeleted.length", verified.undeleted.length)} deletes missing`,
          faults > 0 ? "red" : "",
        )
      : card("Verified", "–", "the run did not use --verify"),
  ].join("\n");
}

function failures({ errors }: TrafficReport): string {
  const found = Object.entries(errors);
  if (found.length === 0) return "none";
  return found.map(([code, count]) => `${escapeMarkup(code)} ${figure(`errors.${code}`, count)}`).join(", ");
}

export function operationsTable(report: TrafficReport): string {
  return table(
    ["operation", "sent", "failed", ...columns],
    report.operations.map(({ operation, sent, failed, latency }, index) => {
      const at = `operations.${index}`;
      return [
        operation,
        figure(`${at}.sent`, sent),
        figure(`${at}.failed`, failed),
        ...percentiles(`${at}.latency`, latency),
      ];
    }),
  );
}

export function servedTable(report: TrafficReport): string {
  const rows = report.served.map(({ region, sent, failed, latency, basis }, index) => {
    const at = `served.${index}`;
    return [
      escapeMarkup(region),
      figure(`${at}.sent`, sent),
      figure(`${at}.failed`, failed),
      ...percentiles(`${at}.latency`, latency),
      figure(`${at}.basis.object`, basis.object),
      figure(`${at}.basis.probe`, basis.probe),
    ];
  });
  const unknown = ["not known", figure("servedUnknown", report.servedUnknown), "", "", "", "", "", "", ""];
  return table(
    ["Region", "sent", "failed", ...columns, "from objects", "from probes"],
    report.servedUnknown > 0 ? [...rows, unknown] : rows,
  );
}

export function directionsTable({ verified }: TrafficReport): string {
  return table(
    ["objects", "written", "arrived", "missing", "differ", "p50 s", "p90 s", "p99 s", "max s"],
    (verified?.directions ?? []).flatMap((one, index) => {
      const at = `verified.directions.${index}`;
      if (!isShown(one.from, one.objects)) return [];
      return [
        [
          way(one),
          figure(`${at}.objects`, one.objects),
          figure(`${at}.arrived`, one.arrived),
          figure(`${at}.missing`, one.missing),
          figure(`${at}.differing`, one.differing),
          ...arrivalSeconds(`${at}.arrival`, one.arrival),
        ],
      ];
    }),
  );
}

/** The same table for deletes. Empty if there were none. */
export function deletesTable({ verified }: TrafficReport): string {
  if (!verified?.deletes) return "";
  const rows = verified.directions.flatMap((one, index) => {
    const at = `verified.directions.${index}.deletes`;
    const { deletes } = one;
    if (deletes === null) return [[way(one), "not replicated", "", "", "", "", "", ""]];
    if (!isShown(one.from, deletes.sent)) return [];
    return [
      [
        way(one),
        figure(`${at}.sent`, deletes.sent),
        figure(`${at}.arrived`, deletes.arrived),
        figure(`${at}.missing`, deletes.missing),
        ...arrivalSeconds(`${at}.arrival`, deletes.arrival),
      ],
    ];
  });
  return table(["deletes", "sent", "arrived", "missing", "p50 s", "p90 s", "p99 s", "max s"], rows);
}

function way({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${escapeMarkup(regionInWords(from))} → ${escapeMarkup(to)}`;
}

function arrivalSeconds(path: string, arrival: Percentiles | null): string[] {
  return (["p50", "p90", "p99", "max"] as const).map((name) =>
    arrival
      ? `<span data-figure="${path}.${name}" data-value="${arrival[name]}">${(arrival[name] / 1000).toFixed(2)}</span>`
      : "",
  );
}

/** Missing and differing objects, at most one hundred. */
export function faultsTable({ verified }: TrafficReport): string {
  const faults = [
    ...(verified?.missing ?? []),
    ...(verified?.differing ?? []),
    ...(verified?.undeleted ?? []),
  ];
  if (faults.length === 0) return "";
  const rows = faults
    .slice(0, 100)
    .map(({ key, region, what }) => [
      `<code>${escapeMarkup(key)}</code>`,
      escapeMarkup(region),
      escapeMarkup(what),
    ]);
  const more =
    faults.length > 100 ? `<p class="muted">The JSON of the run lists ${faults.length - 100} more.</p>` : "";
  return `<h2>Problems</h2>${table(["object", "Region", "problem"], rows, "text")}${more}`;
}

const columns = ["p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms"];

function percentiles(path: string, one: Percentiles | null): string[] {
  return (["p50", "p90", "p99", "p999", "max"] as const).map((name) =>
    figure(`${path}.${name}`, one?.[name], 1),
  );
}

function table(head: readonly string[], rows: readonly string[][], kind = ""): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<div class="scroll"><table class="${kind}"><thead>${cells(head, "th")}</thead><tbody>${rows.map((row) => cells(row, "td")).join("")}</tbody></table></div>`;
}
