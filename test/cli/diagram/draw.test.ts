import { chromium } from "playwright-core";
import { drawSvg } from "../../../cli/diagram/draw";
import { drawMermaid } from "../../../cli/diagram/mermaid";
import type { Architecture } from "../../../cli/diagram/architecture";
import { browserBinary, browserFlags } from "../../support/browser";
import { ALL_REGIONS } from "../../support/environment";

/** An environment over so many Regions, two of them active, one with a VPC endpoint. */
function architecture(count: number): Architecture {
  const names = ALL_REGIONS.slice(0, count);
  return {
    name: "my-mrap",
    regions: names.map((region, index) => ({
      region,
      bucket: `bucket-in-${region}`,
      routing: index < 2 ? "active" : "passive",
      endpoint: index === 1,
      alarms: 3,
      topic: true,
      queue: true,
    })),
    replication: names.flatMap((from) =>
      names.filter((to) => to !== from).map((to) => ({ from, to, rules: 1 })),
    ),
    state: { bucket: "terraform-state", region: "eu-west-1" },
    dashboard: true,
    onlyFromEndpoints: false,
    runbook: ["us-west-2", "us-east-1"],
    announcement: { topic: "us-west-2", from: ["us-west-2", "us-east-1"] },
    cloudFront: 1,
    controlPlane: "us-west-2",
    controlRegions: ["us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1"],
  };
}

/** The same while its Regions are changed: the last Region is new, and the first one is removed. */
function changed(count: number): Architecture {
  const names = ALL_REGIONS.slice(0, count);
  return {
    ...architecture(count),
    change: { members: names.slice(1), previous: { name: "my-mrap-before", members: names.slice(0, -1) } },
  };
}

const binary = browserBinary();
(binary ? test : test.skip)(
  "in Chromium, every text is inside its box and inside the picture, and no two texts overlap",
  async () => {
    const browser = await chromium.launch({ executablePath: binary!, args: browserFlags });
    try {
      const tab = await browser.newPage();
      for (const shown of [...[2, 3, 17].map(architecture), changed(3), changed(17)]) {
        await tab.setContent(
          drawSvg({ ...shown, name: "my-mrap-with-a-name-of-fifty-characters-not-more-12" }),
        );
        const outside = await tab.evaluate<
          string[]
        >(`[...document.querySelectorAll("g > rect.card, g > rect.point")].flatMap((rect) => {
          const box = rect.getBBox();
          return [...rect.parentElement.querySelectorAll("text")].flatMap((text) => {
            const { x, width } = text.getBBox();
            return x < box.x + 4 || x + width > box.x + box.width - 4 ? [text.textContent] : [];
          });
        })`);
        expect(outside).toEqual([]);
        const texts = await tab.evaluate<Array<[string, number, number, number, number]>>(
          `[document.querySelector("rect.ground"), ...document.querySelectorAll("text")].map((one) => {
            const { left, top, right, bottom } = one.getBoundingClientRect();
            return [one.textContent, left, top, right, bottom];
          })`,
        );
        const [[, left, top, right, bottom], ...inside] = texts as [(typeof texts)[0], ...typeof texts];
        inside.forEach(([text, x, y, xEnd, yEnd], index) => {
          expect([text, x > left, y > top, xEnd < right, yEnd < bottom]).toEqual([
            text,
            true,
            true,
            true,
            true,
          ]);
          for (const [other, otherX, otherY, otherXEnd, otherYEnd] of inside.slice(index + 1)) {
            // Lines of one card stand close: their boxes touch by the height of the font.
            const apart = xEnd <= otherX || otherXEnd <= x || yEnd - 3 <= otherY || otherYEnd - 3 <= y;
            expect([text, other, apart]).toEqual([text, other, true]);
          }
        });
      }
    } finally {
      await browser.close();
    }
  },
  60_000,
);

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The boxes of a picture. */
function boxes(svg: string) {
  return [
    ...svg.matchAll(
      /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="\d+" class="(?:card|point)"\/>/g,
    ),
  ]
    .map(([, ...numbers]) => numbers.map(Number) as [number, number, number, number])
    .map(([x, y, width, height]) => ({ x, y, right: x + width, bottom: y + height }));
}

describe.each([2, 3, 17])("the SVG of %d Regions", (regions) => {
  const shown = architecture(regions);
  const svg = drawSvg(shown);

  test("has every Region, its bucket and its routing, and an arc for each pair or one bracket for all", () => {
    for (const { region, bucket } of shown.regions) {
      expect(svg).toContain(`>${region}</text>`);
      expect(svg).toContain(`>${bucket}</text>`);
    }
    expect(count(svg, /class="tag badge" text-anchor="middle">active</g)).toBe(2);
    expect(count(svg, /class="tag badge" text-anchor="middle">passive</g)).toBe(regions - 2);
    const arcs = count(svg, /marker-start="url\(#tip-replicates\)"/g);
    expect(arcs).toBe(regions === 17 ? 0 : (regions * (regions - 1)) / 2);
    expect(svg.includes(">Full mesh</text>")).toBe(regions === 17);
    expect(count(svg, /class="to-active" marker-end/g)).toBe(regions === 17 ? 1 : 2);
  });

  test("no box covers another one, and none leaves the picture", () => {
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number);
    const all = boxes(svg);
    expect(all).toHaveLength(regions + 10);
    all.forEach((one, index) => {
      expect(one.right).toBeLessThan(width!);
      expect(one.bottom).toBeLessThan(height!);
      for (const other of all.slice(index + 1)) {
        const apart =
          one.right <= other.x || other.right <= one.x || one.bottom <= other.y || other.bottom <= one.y;
        expect(apart).toBe(true);
      }
    });
  });

  test("the Regions are in the order of the environment file, column by column", () => {
    const places = shown.regions.map(({ region }) => {
      const [, x, y] = new RegExp(`x="([\\d.]+)" y="([\\d.]+)" class="r t">${region}<`).exec(svg)!;
      return Number(x) * 10_000 + Number(y);
    });
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("no quarter of the picture is empty", () => {
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number) as [
      number,
      number,
      number,
    ];
    for (const left of [0, width / 2])
      for (const top of [0, height / 2]) {
        const covered = boxes(svg).reduce((sum, { x, y, right, bottom }) => {
          const across = Math.min(right, left + width / 2) - Math.max(x, left);
          const down = Math.min(bottom, top + height / 2) - Math.max(y, top);
          return sum + Math.max(0, across) * Math.max(0, down);
        }, 0);
        expect(covered / ((width * height) / 4)).toBeGreaterThan(0.06);
      }
  });

  test("is the same each time, and tells those who cannot see it", () => {
    expect(drawSvg(architecture(regions))).toBe(svg);
    expect(svg).toMatch(/<svg [^>]*role="img" aria-labelledby="picture-title picture-desc">/);
    expect(svg).toContain('<title id="picture-title">Architecture of my-mrap</title>');
    expect(svg).toContain("Every bucket replicates to every other one.");
    expect(svg).toContain("@media(prefers-color-scheme:dark)");
  });
});

test("the runbook and the notification are in the picture if the environment has them", () => {
  const { announcement: _, ...plain } = { ...architecture(2), runbook: [] };
  const [whole, bare] = [drawSvg(architecture(2)), drawSvg(plain)];
  for (const heading of ["Runbook", "Notification"]) {
    expect(whole).toContain(`>${heading}</text>`);
    expect(bare).not.toContain(heading);
  }
  expect(whole).toContain(
    "A runbook in us-west-2 and us-east-1 fails over without mrap. A topic in us-west-2 receives routing changes (event rules in 2 Regions).",
  );
  expect(bare).not.toContain("runbook");
  expect(drawMermaid(architecture(2))).toContain(
    '  runbook["Runbook<br/>us-west-2<br/>us-east-1"] --> control\n' +
      '  control -->|"CloudTrail"| announcement["Notification<br/>event rules in 2 Regions<br/>topic in us-west-2"]\n',
  );
  expect(drawMermaid(plain)).not.toMatch(/runbook|announcement/);
});

test("an environment that is open to its endpoints only has no other path from the applications", () => {
  const open = architecture(3);
  const closed = { ...open, onlyFromEndpoints: true };
  expect(drawSvg(open)).toContain(">SigV4A, TLS</text>");
  expect(drawSvg(closed)).not.toContain("SigV4A, TLS");
  expect(drawMermaid(open)).toContain('apps -->|"SigV4A, TLS"| mrap');
  expect(drawMermaid(closed)).not.toContain("SigV4A, TLS");
  expect(drawMermaid(closed)).toContain('apps -->|"in a VPC"| vpc');
});

test("the legend has the lines of the picture only", () => {
  const two = architecture(2);
  expect(drawSvg(two)).not.toContain("passive: requests after a failover");
  expect(drawSvg(two)).toContain("replication in both directions");
  expect(drawSvg(architecture(3))).toContain("passive: requests after a failover");
  expect(drawSvg(architecture(17))).not.toContain("replication in both directions");
  const oneWay = { ...two, replication: two.replication.slice(0, 1) };
  expect(drawSvg(oneWay)).toContain("replication in the direction of the arrow");
});

test("the longest names that AWS accepts are not cut", () => {
  const bucket = "b".repeat(63);
  const shown = architecture(17);
  const name = "n".repeat(50);
  const state = { bucket: `s${"t".repeat(62)}`, region: "eu-west-1" };
  const regions = shown.regions.map((one) => ({ ...one, bucket }));
  const svg = drawSvg({ ...shown, name, state, regions });
  for (const text of [bucket, name, state.bucket]) expect(svg).toContain(`>${text}</text>`);
});

test("text is escaped, and what is too long loses its middle", () => {
  const shown = architecture(2);
  const state = { bucket: `<a href="x">&'${"b".repeat(60)}end`, region: "eu-west-1" };
  const svg = drawSvg({ ...shown, state });
  expect(svg).toContain(
    ">&lt;a href=&quot;x&quot;&gt;&amp;&#39;bbbbbbbbbbbbbbbbb…bbbbbbbbbbbbbbbbbbbbbbbbbbbbend</text>",
  );
  expect(svg).not.toContain("<a ");
  const mermaid = drawMermaid({ ...shown, state });
  expect(mermaid).toContain("State<br/>#60;a href#61;#34;x#34;#62;#38;#39;bbb");
});

test("Mermaid has a line for each pair of few Regions, and one mesh for many", () => {
  const few = drawMermaid(architecture(3));
  expect(few).toContain(
    'r2[("us-east-1<br/>bucket-in-us-east-1<br/>active<br/>3 alarms<br/>topic<br/>event queue")]:::active',
  );
  expect(count(few, /r\d <--> r\d/g)).toBe(3);
  const many = drawMermaid(architecture(17));
  expect(count(many, /<--> mesh/g)).toBe(17);
  expect(count(many, /r\d+ <--> r\d+/g)).toBe(0);
});

test("while the Regions are changed, both access points lead to their own Regions", () => {
  const picture = drawMermaid(changed(3));
  expect(picture).toContain("%% Two Multi-Region Access Points over 3 Regions");
  expect(picture).toContain(
    'previous(["Previous access point<br/>my-mrap-before<br/>until clients have moved"])',
  );
  const routes = picture.split("\n").filter((line) => /^ {2}(mrap|previous) (==>|-\.->)/.test(line));
  expect(routes.map((line) => line.trim())).toEqual([
    "previous ==> r1",
    "mrap ==> r2",
    "previous ==> r2",
    "mrap -.-> r3",
  ]);
  const svg = drawSvg(changed(3));
  const [first, second, third] = ALL_REGIONS;
  expect(svg).toContain("until clients have moved");
  expect(svg).toContain(
    `The new access point my-mrap is over ${second}, ${third}. Clients move to it from my-mrap-before, which is over ${first}, ${second}.`,
  );
});
