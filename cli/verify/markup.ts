import { escapeXml } from "../text/xml";

/** Text for an attribute in double quotes. */
export function attribute(text: string): string {
  return escapeXml(text).replaceAll("\n", "&#10;");
}
