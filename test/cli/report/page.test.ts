/** The page of a run as a file and in a browser. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { run } from "../../../cli/main";
import type { TrafficReport } from "../../../cli/traffic/result/report";
import { ALL_REGIONS } from "../../support/environment";
import { browserBinary, browserFlags } from "../../support/browser";
import { madeUpRun } from "./made-up-run";

let folder: string;
let page: string;
const report = madeUpRun();

const capture = async (...args: string[]) => {
  let out = "";
  const write = (text: string | Uint8Array): boolean => ((out += String(text)), true);
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, "write").mockImplementation(write),
  );
  const status = await run(args);
  for (const spy of spies) spy.mockRestore();
  return { status, out };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mrap-report-"));
  page = join(folder, "report.html");
  writeFileSync(join(folder, "run.json"), JSON.stringify(report));
  expect(await capture("report", join(folder, "run.json"), "-o", page)).toEqual({
    status: 0,
    out: `Wrote ${page}.\n`,
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the page requests nothing from a network", () => {
  const html = readFileSync(page, "utf8");
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="(?!data:)/);
  expect(html).not.toMatch(/url\((?!data:|#)/);
});

test("a file that is not the result of a run is rejected in one sentence", async () => {
  const file = join(folder, "other.json");
  writeFileSync(file, "[]");
  expect(await capture("report", file)).toEqual({
    status: 2,
    out: `${file} is not the result of a traffic run. Name a file that mrap traffic --out wrote.\n`,
  });
  const none = join(folder, "none.json");
  expect(await capture("report", none)).toEqual({
    status: 2,
    out: `Cannot read the run ${none}: the file does not exist.\n`,
  });
  const nowhere = join(folder, "no", "page.html");
  expect(await capture("report", join(folder, "run.json"), "-o", nowhere)).toEqual({
    status: 1,
    out: expect.stringMatching(/^Cannot write the page to .+: ENOENT: .+\.\n$/),
  });
});

const binary = browserBinary();
const inBrowser = binary ? test : test.skip;

/** Opens the page of a run. Every message of the console and every request is a problem. */
async function open(
  html: string,
  { width = 1280, dark = false, before = "" } = {},
): Promise<{ tab: Page; problems: string[] }> {
  const tab = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
  });
  const problems: string[] = [];
  tab.on("console", (message) => problems.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => problems.push(String(error)));
  tab.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) problems.push(`asked for ${request.url()}`);
  });
  if (before !== "") await tab.addInitScript(before);
  await tab.goto(`file://${html}`);
  return { tab, problems };
}

let browser: Browser;
beforeAll(async () => {
  if (binary) browser = await chromium.launch({ executablePath: binary, args: browserFlags });
}, 60_000);
afterAll(() => browser?.close());

/** Writes the page of another run. */
async function pageOf(name: string, run: TrafficReport): Promise<string> {
  const [json, html] = [join(folder, `${name}.json`), join(folder, `${name}.html`)];
  writeFileSync(json, JSON.stringify(run));
  expect((await capture("report", json, "-o", html)).status).toBe(0);
  return html;
}

interface ShownChart {
  readonly id: string;
  readonly at: readonly number[];
  readonly lines: ReadonlyArray<{
    readonly label: string;
    readonly color: string;
    readonly dash: readonly number[];
    readonly values: ReadonlyArray<number | null>;
  }>;
}

const chartsIn = (tab: Page): Promise<ShownChart[]> =>
  tab.evaluate<ShownChart[]>("JSON.parse(document.getElementById('charts').textContent)");

inBrowser(
  "the page opens without an error, and every figure is the one in the JSON",
  async () => {
    const { tab, problems } = await open(page);
    expect(problems).toEqual([]);
    expect(await tab.evaluate("document.documentElement.dataset.drawn")).toBe("6");
    expect(await tab.evaluate("document.querySelectorAll('.uplot canvas').length")).toBe(6);
    const embedded = await tab.evaluate<string>("document.getElementById('run').textContent");
    expect(JSON.parse(embedded)).toEqual(report);

    const figures = await tab.evaluate<Array<[string, string, string]>>(
      "[...document.querySelectorAll('[data-figure]')].map((one) => [one.dataset.figure, one.dataset.value, one.textContent])",
    );
    expect(figures.length).toBeGreaterThan(60);
    const paths = figures.map(([path]) => path);
    for (const part of ["sent", "arrived", "missing", "arrival.p50", "arrival.max"])
      expect(paths).toContain(`verified.directions.1.deletes.${part}`);
    for (const [path, value, shown] of figures) {
      expect([path, Number(value)]).toEqual([path, at(report, path)]);
      // The page shows the value rounded. Arrivals are shown in seconds.
      const unit = path.includes(".arrival.") ? 1000 : 1;
      const number = Number(shown.replace(/,/g, "")) * unit;
      const digits = shown.split(".")[1]?.length ?? 0;
      expect(Math.abs(number - Number(value))).toBeLessThanOrEqual((unit * 0.5001) / 10 ** digits);
    }
    await tab.close();
  },
  60_000,
);

inBrowser(
  "the charts show the whole bins of the JSON, and no partial bin",
  async () => {
    const { tab } = await open(page);
    const { series } = report;
    expect(series.partial!.length).toBeGreaterThan(1);
    const throughput = (await chartsIn(tab)).find(({ id }) => id === "throughput")!;
    for (const { label, values } of throughput.lines) {
      const all =
        label === "failed" ? series.failed : series.regions[label === "not known" ? "unknown" : label]!;
      const shown = throughput.at.slice(0, -1).flatMap((start, index) => {
        const bin = series.at.indexOf(start);
        return bin < 0 || series.partial!.includes(bin) ? [] : [[bin, values[index]]];
      });
      const whole = series.at.map((_, bin) => bin).filter((bin) => !series.partial!.includes(bin));
      expect(shown).toEqual(whole.map((bin) => [bin, all[bin]]));
    }
    // No bin mixes requests from before and after the change, so no step begins before it.
    const change = report.failovers[0]!.at;
    const after = throughput.lines.find(({ label }) => label === "us-east-1")!;
    throughput.at.forEach((start, index) => {
      if (start < change) expect(after.values[index] ?? 0).toBe(0);
    });
    await tab.close();
  },
  60_000,
);

inBrowser(
  "bins are drawn as steps",
  async () => {
    const html = await pageOf("steps", { ...report, verified: null });
    const before = `
      window.slopes = 0;
      window.segments = 0;
      let last;
      const move = Path2D.prototype.moveTo;
      const line = Path2D.prototype.lineTo;
      Path2D.prototype.moveTo = function (x, y) { last = [x, y]; move.call(this, x, y); };
      Path2D.prototype.lineTo = function (x, y) {
        window.segments++;
        if (last && Math.abs(x - last[0]) > 1 && Math.abs(y - last[1]) > 1) window.slopes++;
        last = [x, y];
        line.call(this, x, y);
      };`;
    const { tab } = await open(html, { before });
    await tab.waitForFunction("window.segments > 100");
    expect(await tab.evaluate("window.slopes")).toBe(0);
    await tab.close();
  },
  60_000,
);

inBrowser.each([390, 1280])(
  "at %i pixels, the numbers of close routing changes do not overlap, and the page does not scroll sideways",
  async (width) => {
    const html = await pageOf(`close-${width}`, madeUpRun(5));
    const { tab } = await open(html, { width });
    const boxes = await tab.evaluate<Array<[string, number, number, number, number]>>(
      `[...document.querySelectorAll(".mark")].map((one) => {
        const { left, top, right, bottom } = one.getBoundingClientRect();
        return [one.closest(".chart").id, left, top, right, bottom];
      })`,
    );
    expect(boxes).toHaveLength(25);
    boxes.forEach(([chart, left, top, right, bottom], index) => {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(width);
      for (const [other, x, y, xEnd, yEnd] of boxes.slice(index + 1))
        if (other === chart) expect(right <= x || xEnd <= left || bottom <= y || yEnd <= top).toBe(true);
    });
    expect(await tab.evaluate("document.scrollingElement.scrollWidth")).toBeLessThanOrEqual(width);
    // The list names what the numbers mean.
    expect(await tab.locator(".changes li").count()).toBe(5);
    await tab.close();
  },
  60_000,
);

inBrowser(
  "p50 and p99 are two lines with different dashes, colors and widths, in the chart and in the legend",
  async () => {
    const { tab } = await open(page);
    const charts = (await chartsIn(tab)).filter(({ id }) => id.startsWith("latency-"));
    expect(charts.map(({ id }) => id)).toEqual(
      ["put", "get", "head", "delete"].map((one) => `latency-${one}`),
    );
    for (const { id, lines } of charts) {
      expect(lines.map(({ label }) => label)).toEqual(["p99", "p50"]);
      const samples = await tab.evaluate<Array<[string, string, string]>>(
        `[...document.querySelectorAll("#legend-${id} .sample path")].map((one) => {
          const { stroke, strokeDasharray, strokeWidth } = getComputedStyle(one);
          return [stroke, strokeDasharray, strokeWidth];
        })`,
      );
      const [p99, p50] = samples as [[string, string, string], [string, string, string]];
      p99.forEach((value, index) => expect(value).not.toBe(p50[index]));
      expect(lines[0]!.dash).toEqual([]);
      expect(lines[1]!.dash).not.toEqual([]);
    }
    await tab.close();
  },
  60_000,
);

inBrowser.each(["screen", "print"] as const)(
  "on %s, the legends show values without a pointer",
  async (media) => {
    const { tab } = await open(page, { dark: true });
    await tab.emulateMedia({ media, colorScheme: "dark" });
    const rows = await tab.evaluate<string[][]>(
      `[...document.querySelectorAll(".legend tbody tr")].map((row) =>
        [...row.cells].filter((cell) => cell.checkVisibility()).map((cell) => cell.textContent.trim()))`,
    );
    expect(rows.length).toBe(8 + 4 + 2);
    for (const [label, value] of rows as Array<[string, string]>) {
      expect(label).not.toBe("");
      expect(value).toMatch(/^[\d,.]+( ms| of [\d,]+)?$/);
    }
    // On paper, the text is dark and the charts fit.
    const [text, chart, room] = await tab.evaluate<[string, number, number]>(
      `[getComputedStyle(document.body).color, document.querySelector("canvas").clientWidth, document.querySelector(".chart").clientWidth]`,
    );
    expect(text).toBe(media === "print" ? "rgb(28, 36, 48)" : "rgb(232, 235, 240)");
    expect(chart).toBeLessThanOrEqual(room);
    if (media === "print") expect(room).toBeLessThanOrEqual(680);
    await tab.close();
  },
  60_000,
);

inBrowser(
  "each color has one meaning",
  async () => {
    const regions = ALL_REGIONS.map((region, index) => ({
      region,
      bucket: `photos-in-${region}`,
      activeAtStart: index === 0,
      activeAtEnd: index === 1,
      endpoint: false,
    }));
    const [direction] = report.verified!.directions;
    const directions = ALL_REGIONS.flatMap((from) =>
      ALL_REGIONS.filter((to) => to !== from).map((to) => ({ ...direction!, from, to })),
    );
    const many = { ...report, regions, verified: { ...report.verified!, directions } };
    for (const [name, run] of [
      ["two", report],
      ["seventeen", many],
    ] as const) {
      const { tab } = await open(await pageOf(`colors-${name}`, run));
      const meanings = new Map<string, Set<string>>();
      const add = (color: string, meaning: string): void => {
        meanings.set(color, (meanings.get(color) ?? new Set()).add(meaning));
      };
      for (const { lines } of await chartsIn(tab))
        // A line from one Region to others has the color of that Region.
        for (const { color, label } of lines) add(color, label.split(" → ")[0]!);
      const inMap = await tab.evaluate<Array<[string, string]>>(
        `[...document.querySelectorAll(".regions li")].map((one) =>
          [one.style.getPropertyValue("--region"), one.querySelector("strong").textContent])`,
      );
      for (const [color, region] of inMap) add(color, region);
      expect([...meanings].filter(([, all]) => all.size > 1)).toEqual([]);
      expect(meanings.size).toBeGreaterThanOrEqual(run.regions.length + 3);
      await tab.close();
    }
  },
  60_000,
);

inBrowser(
  "on a phone, the map is readable: no small text, no cut names",
  async () => {
    const long = "a-bucket-name-of-sixty-three-characters-which-is-the-most-there";
    const regions = report.regions.map((one) => ({ ...one, bucket: long }));
    const { tab } = await open(await pageOf("phone", { ...report, regions }), { width: 390 });
    const texts = await tab.evaluate<Array<[string, number, number, number]>>(
      `[...document.querySelectorAll(".map strong, .map span, .map code")].map((one) => {
        const box = one.parentElement.getBoundingClientRect();
        const { left, right } = one.getBoundingClientRect();
        return [one.textContent, parseFloat(getComputedStyle(one).fontSize), left - box.left, box.right - right];
      })`,
    );
    expect(texts.map(([text]) => text)).toEqual(expect.arrayContaining(["photos", "ap-south-1", long]));
    for (const [text, size, left, right] of texts) {
      expect([text, size]).toEqual([text, expect.any(Number)]);
      expect(size).toBeGreaterThanOrEqual(13);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeGreaterThanOrEqual(0);
    }
    await tab.close();
  },
  60_000,
);

inBrowser(
  "the headline states how long the failover took, failed requests, and reads that found nothing yet",
  async () => {
    const { tab } = await open(page);
    expect(await tab.locator(".headline").innerText()).toBe(
      "The failover to us-east-1 took at most 0.7 s.\n13 of 3,000 requests failed.\n13 reads found nothing yet.",
    );
    await tab.close();
  },
  60_000,
);

inBrowser(
  "a run of an earlier version has no list of partial bins: the ends with few requests are left out",
  async () => {
    const { partial: _, ...series } = report.series;
    const failovers = report.failovers.map(({ moved: __, ...failover }) => failover);
    const { tab, problems } = await open(await pageOf("earlier", { ...report, series, failovers }));
    expect(problems).toEqual([]);
    const throughput = (await chartsIn(tab)).find(({ id }) => id === "throughput")!;
    expect(throughput.at[0]).toBe(0);
    expect(throughput.at.at(-1)).toBeLessThanOrEqual(30.2);
    expect(await tab.locator(".headline").innerText()).toContain(
      "How long the failover to us-east-1 took is not known.",
    );
    await tab.close();
  },
  60_000,
);

/** The value of a path in the JSON. No part of a path contains a dot. */
function at(value: TrafficReport, path: string): unknown {
  return path.split(".").reduce<any>((inner, name) => inner?.[name], value);
}
