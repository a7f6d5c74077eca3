import { shorten, visible, written, type Text } from "./text";

/**
 * Values in Markdown. A value from a plan is written only into a code span, a `code` element or a fence. GitHub looks for
 * no markup, mention, link or reference in any of them.
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
export const sentence = (text: Text): string => written(text, code);
export const htmlSentence = (text: Text): string => written(text, htmlCode);

/** A fence that no line of its content can close. */
export function fence(lines: readonly string[], language: string): string {
  const mark = "`".repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [`${mark}${language}`, ...lines, mark].join("\n");
}
