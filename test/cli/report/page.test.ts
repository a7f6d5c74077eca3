/** The page of a run, as a file and in a browser. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { run } from "../../../cli/main";
import type { TrafficReport } from "../../../cli/traffic/result/report";
import { browserBinary, browserFlags } from "./browser";
import { madeUpRun } from "./run";

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

test("the page asks nothing of any network", () => {
  const html = readFileSync(page, "utf8");
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="(?!data:)/);
  expect(html).not.toMatch(/url\((?!data:|#)/);
});

test("what is no run is refused in one sentence", async () => {
  const file = join(folder, "other.json");
  writeFileSync(file, "[]");
  expect(await capture("report", file)).toEqual({
    status: 2,
    out: `${file} is no run of mrap traffic: name the file that mrap traffic --out wrote.\n`,
  });
  const none = join(folder, "none.json");
  expect(await capture("report", none)).toEqual({
    status: 2,
    out: `The run ${none} cannot be read: there is no such file.\n`,
  });
  const nowhere = join(folder, "no", "page.html");
  expect(await capture("report", join(folder, "run.json"), "-o", nowhere)).toEqual({
    status: 1,
    out: expect.stringMatching(/^The page could not be written to .+: ENOENT: .+\.\n$/),
  });
});

const binary = browserBinary();
(binary ? test : test.skip)(
  "in a browser: no error, and every figure is the one in the JSON",
  async () => {
    const browser = await chromium.launch({ executablePath: binary!, args: browserFlags });
    try {
      const tab = await browser.newPage();
      const problems: string[] = [];
      tab.on("console", (message) => problems.push(`${message.type()}: ${message.text()}`));
      tab.on("pageerror", (error) => problems.push(String(error)));
      tab.on("request", (request) => {
        if (!/^(file|data):/.test(request.url())) problems.push(`asked for ${request.url()}`);
      });
      await tab.goto(`file://${page}`);
      expect(problems).toEqual([]);
      expect(await tab.evaluate("document.documentElement.dataset.drawn")).toBe("3");
      expect(await tab.evaluate("document.querySelectorAll('.uplot canvas').length")).toBe(3);
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
        // What is read is that value, rounded; arrivals are shown in seconds.
        const number = Number(shown.replace(/,/g, "")) * (path.includes(".arrival.") ? 1000 : 1);
        const digits = shown.split(".")[1]?.length ?? 0;
        const unit = path.includes(".arrival.") ? 1000 : 1;
        expect(Math.abs(number - Number(value))).toBeLessThanOrEqual((unit * 0.5001) / 10 ** digits);
      }
      // The plots are of the same figures.
      const charts = await tab.evaluate<
        Array<{ id: string; lines: Array<{ label: string; values: number[] }> }>
      >("JSON.parse(document.getElementById('charts').textContent)");
      const throughput = charts.find(({ id }) => id === "throughput")!;
      for (const { label, values } of throughput.lines) {
        const { series } = report;
        expect(values).toEqual(
          label === "failed" ? series.failed : series.regions[label === "not known" ? "unknown" : label],
        );
      }
    } finally {
      await browser.close();
    }
  },
  60_000,
);

/** The value in the JSON that a path names; a name may have a dot in it nowhere but between its parts. */
function at(value: TrafficReport, path: string): unknown {
  return path.split(".").reduce<any>((inner, name) => inner?.[name], value);
}
