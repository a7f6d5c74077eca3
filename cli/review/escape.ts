import { shorten, visible, type Text } from "./text";

/**
 * Values in Markdown. Nothing from a plan ever stands in a comment but in one of these three: a code span, a `code`
 * element, or a fence; in all of them GitHub looks for no markup, no mention, no link and no reference.
 */

const VALUE = 240;

const longestRun = (text: string): number =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));

/** A code span whose fence is longer than any run of backticks in the value. */
export function code(value: string): string {
  const text = shorten(visible(value), VALUE);
  if (text.trim() === "") return "`(empty)`";
  const fence = "`".repeat(longestRun(text) + 1);
  // One space at each end is stripped again; without it a backtick at an end would join the fence.
  const pad = /^[ `]|[ `]$/.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For a summary, which is HTML and not Markdown. */
export const htmlCode = (value: string): string =>
  `<code>${shorten(visible(value), VALUE).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)}</code>`;

/** A sentence: ours as it is, its values as code. */
export const sentence = (text: Text): string =>
  text.map((part) => (typeof part === "string" ? part : code(part.value))).join("");
export const htmlSentence = (text: Text): string =>
  text.map((part) => (typeof part === "string" ? part : htmlCode(part.value))).join("");

/** A fence that no line of the content can close. */
export function fence(lines: readonly string[], language: string): string {
  const mark = "`".repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [`${mark}${language}`, ...lines, mark].join("\n");
}
