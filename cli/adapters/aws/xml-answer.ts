import { unescapeXml } from "../../text/xml";

/** An element of an answer: its name without a prefix, its children, and the text outside of them. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;

/** Reads a whole XML document. Returns nothing for one that is cut off or is not well-formed, such as an HTML page. */
export function parseXml(document: string): XmlElement | undefined {
  type Open = { name: string; tag: string; children: XmlElement[]; text: string };
  const root: Open = { name: "", tag: "", children: [], text: "" };
  const stack = [root];
  token.lastIndex = 0;
  while (token.lastIndex < document.length) {
    const match = token.exec(document);
    if (match === null) return undefined;
    const [all, closing, tag, , empty] = match;
    const top = stack.at(-1)!;
    if (tag === undefined) {
      if (!all.startsWith("<")) top.text += all;
      continue;
    }
    const name = tag.replace(/^.*:/, "");
    if (empty) top.children.push({ name, children: [], text: "" });
    else if (!closing) stack.push({ name, tag, children: [], text: "" });
    else {
      if (top.tag !== tag) return undefined;
      stack.pop();
      const { children, text } = top;
      stack.at(-1)!.children.push({ name, children, text: unescapeXml(text) });
    }
  }
  const whole = stack.length === 1 && root.children.length === 1 && root.text.trim() === "";
  return whole ? root.children[0] : undefined;
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text;
}
