import type { Architecture, ArchitectureRegion } from "./architecture";
import { lockText } from "./object-lock";
import type { Box, Placed } from "./layout";
import { escapeXml } from "../text/xml";
import { element, number, shorten, textAt, widthOf } from "./svg";

/** The content of a box: its size, and how to draw it. */
export interface Card extends Box {
  draw(place: Placed): string;
}

const PAD = 14;
const LINE = 18;
/** Characters of a name, the longest that S3 allows. Longer text loses its middle. */
const LONGEST = 63;

/** A box with a heading and some lines. */
export function card(
  id: string,
  heading: string,
  lines: ReadonlyArray<{ readonly text: string; readonly fixed?: boolean }>,
): Card {
  const width = Math.max(
    widthOf(heading, 13, false, true),
    ...lines.map(({ text, fixed }) => widthOf(shorten(text, LONGEST), 12, fixed)),
  );
  return {
    id,
    width: width + 2 * PAD,
    height: LINE * (lines.length + 1) + 16,
    draw: ({ x, y, width: w, height: h }) =>
      element("rect", { x, y, width: w, height: h, rx: 8, class: "card" }) +
      textAt(x + PAD, y + 23, heading, "b") +
      lines
        .map(({ text, fixed }, index) =>
          textAt(x + PAD, y + 23 + LINE * (index + 1), shorten(text, LONGEST), fixed ? "m s" : "s"),
        )
        .join(""),
  };
}

/** The access point: what all lines lead to. */
export function accessPointCard({ name, adopted, controlPlane }: Architecture): Card {
  const lines = [
    "one alias, one host name",
    `${adopted ? "adopted, managed" : "created"} in ${controlPlane}`,
  ];
  return pointCard("access-point", "Multi-Region Access Point", name, lines);
}

/** The access point that clients still use. */
export function previousCard({ name }: NonNullable<Architecture["change"]>["previous"]): Card {
  const lines = ["another alias and host name", "until clients have moved"];
  return pointCard("previous", "Previous access point", name, lines);
}

function pointCard(id: string, heading: string, name: string, lines: readonly string[]): Card {
  const shown = shorten(name, LONGEST);
  const width = Math.max(widthOf(heading, 13, false, true), widthOf(shown, 13, true)) + 2 * PAD + 14;
  return {
    id,
    width,
    height: 100,
    draw: ({ x, y, width: w, height }) => {
      const middle = { "text-anchor": "middle" };
      return (
        element("rect", { x, y, width: w, height, rx: 22, class: "point" }) +
        textAt(x + w / 2, y + 27, heading, "on", middle) +
        textAt(x + w / 2, y + 47, shown, "r on", middle) +
        lines
          .map((line, i) =>
            textAt(x + w / 2, y + 68 + 17 * i, line, "on", {
              ...middle,
              style: "font-size:12px;font-weight:400",
            }),
          )
          .join("")
      );
    },
  };
}

/** One width for all Regions, so that a column reads well. If there are many, their common parts are shown once, elsewhere. */
export function regionCards(regions: readonly ArchitectureRegion[]): Card[] {
  const compact = regions.length > FEW;
  const width = Math.max(
    ...regions.map((one) => widthOf(one.region, 13, true) + (compact && one.endpoint ? 180 : 96)),
    ...regions.map(({ bucket }) => widthOf(shorten(bucket, LONGEST), 12, true) + 22),
    ...(compact ? [] : regions.map((one) => widthOf(parts(one), 12))),
  );
  return regions.map((one) => ({
    id: regionId(one),
    width: width + 2 * PAD,
    height: compact ? 54 : 76,
    draw: (place: Placed) => drawRegion(one, place, compact),
  }));
}

/** Regions of which each has room for all that belongs to it. */
export const FEW = 6;

export function regionId({ region }: { readonly region: string }): string {
  return `region ${region}`;
}

function drawRegion(one: ArchitectureRegion, { x, y, width, height }: Placed, compact: boolean): string {
  const badge = widthOf(one.routing, 11, false, true) + 14;
  const right = x + width - PAD;
  return (
    element("title", {}, escapeXml(`${one.region}: ${one.bucket}, ${one.routing}; ${parts(one)}`)) +
    element("rect", { x, y, width, height, rx: 8, class: "card" }) +
    element("rect", { x, y: y + 8, width: 4, height: height - 16, rx: 2, class: one.routing }) +
    textAt(x + PAD, y + 23, one.region, "r t") +
    element("rect", { x: right - badge, y: y + 9, width: badge, height: 19, rx: 9.5, class: one.routing }) +
    textAt(right - badge / 2, y + 22.5, one.routing, "tag badge", { "text-anchor": "middle" }) +
    (compact && one.endpoint
      ? textAt(right - badge - 8, y + 22.5, "VPC endpoint", "tag s", { "text-anchor": "end" })
      : "") +
    cylinder(x + PAD, y + 32) +
    textAt(x + PAD + 20, y + 43, shorten(one.bucket, LONGEST), "m") +
    (compact ? "" : textAt(x + PAD, y + 63, parts(one), "s"))
  );
}

function parts({ endpoint, ...more }: ArchitectureRegion): string {
  return [...(endpoint ? ["VPC endpoint"] : []), ...watched(more)].join(" · ");
}

/** The key, the monitoring and the other parts of a Region. */
export function watched({
  alarms,
  topic,
  queue,
  key,
  objectLock,
  adopted,
  jobs,
}: Pick<
  ArchitectureRegion,
  "alarms" | "topic" | "queue" | "key" | "objectLock" | "adopted" | "jobs"
>): string[] {
  return [
    ...(adopted ? ["adopted bucket"] : []),
    ...(key ? [key === "created" ? "KMS key" : "existing KMS key"] : []),
    ...(objectLock ? [lockText(objectLock)] : []),
    ...(alarms > 0 ? [`${alarms} alarms`] : []),
    ...(topic ? ["topic"] : []),
    ...(queue ? ["event queue"] : []),
    ...(jobs ? ["job reports"] : []),
  ];
}

function cylinder(x: number, y: number): string {
  const d = `M${number(x)},${number(y + 2.5)}v8c0,3.4 13,3.4 13,0v-8c0,-3.4 -13,-3.4 -13,0c0,3.4 13,3.4 13,0`;
  return element("path", { d, class: "cylinder" });
}
