/** A small SVG writer: elements as text, numbers with one decimal, every text escaped. */

import { escapeXml } from "../text/xml";

type Attributes = Readonly<Record<string, string | number | undefined>>;

export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? number(value) : escapeXml(value!)}"`)
    .join("");
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join("")}</${name}>`;
}

export function textAt(x: number, y: number, text: string, style: string, more: Attributes = {}): string {
  return element("text", { x, y, class: style, ...more }, escapeXml(text));
}

/** The same output on every machine. */
export function number(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** A line through points that leaves and arrives level. */
export function curve(points: ReadonlyArray<{ readonly x: number; readonly y: number }>): string {
  const [first, ...rest] = points;
  let path = `M${number(first!.x)},${number(first!.y)}`;
  let last = first!;
  for (const point of rest) {
    const middle = (last.x + point.x) / 2;
    path += `C${number(middle)},${number(last.y)} ${number(middle)},${number(point.y)} ${number(point.x)},${number(point.y)}`;
    last = point;
  }
  return path;
}

/** Width of a text: exact for the fixed-width font, about right for the other one. */
export function widthOf(text: string, size: number, fixed = false, bold = false): number {
  return [...text].length * size * (fixed ? 0.62 : bold ? 0.66 : 0.58);
}

/** Takes the middle out of what is too long: names differ at their ends. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (length - 1 - head)).join("")}`;
}
