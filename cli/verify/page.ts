import { countLevels, type CheckLevel, type CheckResult } from "../checks/check";
import { summaryLine } from "../checks/render";
import { escapeMarkup } from "../text/escape";
import { htmlPage, pageTime } from "../text/html-page";
import { verifyColors, verifyPageStyle } from "./page-style";
import type { Verification } from "./verify";

/** Errors first. */
const ORDER: readonly CheckLevel[] = ["error", "not known", "warning", "ok"];

const HEADINGS: Readonly<Record<CheckLevel, string>> = {
  error: "Errors",
  "not known": "Not known",
  warning: "Warnings",
  ok: "Passed",
};

/** A run as one page, which needs a browser and no network. */
export function verificationPage(run: Verification): string {
  const { accessPoints, account, caller, started, seconds, results, notes, interrupted } = run;
  const names = accessPoints.map(({ name }) => name).join(" and ");
  const counts = countLevels(results);
  const cards = ORDER.map(
    (level) =>
      `<div class="card ${cssClass(level)}"><h3>${HEADINGS[level]}</h3><p class="big">${counts[level]}</p></div>`,
  );
  return htmlPage({
    title: `Verification of ${names}`,
    subtitle: `${pageTime(started)} UTC · ${seconds.toFixed(1)} s · account ${account} · ${caller}`,
    colors: verifyColors,
    style: verifyPageStyle,
    body: `<p class="headline">${escapeMarkup(summaryLine(results))}</p>
${interrupted ? "<p><strong>The run was interrupted. Checks without a result are not known.</strong></p>" : ""}
<div class="cards">
${cards.join("\n")}
</div>
${notes.map((note) => `<p>${escapeMarkup(note)}</p>`).join("\n")}
${ORDER.map((level) => section(level, results)).join("")}`,
  });
}

function section(level: CheckLevel, results: readonly CheckResult[]): string {
  const found = results.filter((one) => one.level === level);
  if (found.length === 0) return "";
  return `<section class="${cssClass(level)}"><h2>${HEADINGS[level]}</h2>
<table>
<thead><tr><th scope="col">Check</th><th scope="col">Subject</th><th scope="col">Result</th></tr></thead>
<tbody>
${found.map(row).join("\n")}
</tbody>
</table></section>
`;
}

function row({ title, subject, text, fix, because, id }: CheckResult): string {
  const more = [
    ...(fix === undefined ? [] : [`<p class="fix">Fix: ${escapeMarkup(fix)}</p>`]),
    ...(because.length === 0
      ? []
      : [`<p class="muted">Follows from: ${because.map(escapeMarkup).join(", ")}</p>`]),
  ];
  return `<tr><th scope="row">${escapeMarkup(title)}<br><code>${escapeMarkup(id)}</code></th><td>${escapeMarkup(subject ?? "")}</td><td>${escapeMarkup(text)}${more.join("")}</td></tr>`;
}

function cssClass(level: CheckLevel): string {
  return level.replace(" ", "-");
}
