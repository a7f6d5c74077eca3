import type { Level } from "./level";

/** How a text is emphasized on a terminal: by its level, or strong, such as what is active. */
export type Style = Level | "strong";

/** Emphasizes a text where the output has colors, and returns it as it is elsewhere. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;

const codes: Readonly<Record<Style, string>> = { green: "32", amber: "33", red: "1;31", strong: "1" };

export const colorful: Paint = (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`;
