import { drawSvg } from "../../../cli/diagram/draw";
import { drawMermaid } from "../../../cli/diagram/mermaid";
import type { Architecture } from "../../../cli/diagram/architecture";
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
    runbook: ["us-west-2", "us-east-1"],
    announcement: "us-west-2",
    controlPlane: "us-west-2",
    controlRegions: ["us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1"],
  };
}

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

  test("has every Region, its bucket, its routing, and an arrow for every two Regions", () => {
    for (const { region, bucket } of shown.regions) {
      expect(svg).toContain(`>${region}</text>`);
      expect(svg).toContain(`>${bucket}</text>`);
    }
    expect(count(svg, /class="tag badge" text-anchor="middle">active</g)).toBe(2);
    expect(count(svg, /class="tag badge" text-anchor="middle">passive</g)).toBe(regions - 2);
    expect(count(svg, /marker-start="url\(#tip-replicates\)"/g)).toBe((regions * (regions - 1)) / 2);
    expect(count(svg, /class="to-active" marker-end/g)).toBe(2);
  });

  test("no box covers another one, and none leaves the picture", () => {
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number);
    const all = boxes(svg);
    expect(all).toHaveLength(regions + 9);
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

  test("the Regions stand in the order of the environment file", () => {
    const places = shown.regions.map(({ region }) =>
      Number(new RegExp(`y="([\\d.]+)" class="r t">${region}<`).exec(svg)![1]),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("is the same each time, and tells those who cannot see it", () => {
    expect(drawSvg(architecture(regions))).toBe(svg);
    expect(svg).toMatch(/<svg [^>]*role="img" aria-labelledby="picture-title picture-desc">/);
    expect(svg).toContain('<title id="picture-title">Architecture of my-mrap</title>');
    expect(svg).toContain("Every bucket replicates to every other one.");
    expect(svg).toContain("@media(prefers-color-scheme:dark)");
  });
});

test("the runbook and the announcement are there where the environment has them", () => {
  const { announcement: _, ...plain } = { ...architecture(2), runbook: [] };
  const [whole, bare] = [drawSvg(architecture(2)), drawSvg(plain)];
  for (const heading of ["Runbook", "Announcement"]) {
    expect(whole).toContain(`>${heading}</text>`);
    expect(bare).not.toContain(heading);
  }
  expect(whole).toContain(
    "A runbook in us-west-2 and us-east-1 does it without mrap. A topic in us-west-2 tells",
  );
  expect(bare).not.toContain("runbook");
  expect(drawMermaid(architecture(2))).toContain(
    '  runbook["Runbook<br/>us-west-2<br/>us-east-1"] --> control\n' +
      '  control -->|"CloudTrail"| announcement["Announcement<br/>event rule, topic<br/>us-west-2"]\n',
  );
  expect(drawMermaid(plain)).not.toMatch(/runbook|announcement/);
});

test("text is escaped, and what is too long loses its middle", () => {
  const shown = architecture(2);
  const state = { bucket: `<a href="x">&'${"b".repeat(60)}end`, region: "eu-west-1" };
  const svg = drawSvg({ ...shown, state });
  expect(svg).toContain(">&lt;a href=&quot;x&quot;&gt;&amp;&#39;bbb…bbbbbbbbbbbbbend</text>");
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
