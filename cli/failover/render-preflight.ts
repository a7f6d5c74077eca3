import type { Paint } from "../adapters/terminal";
import type { Item } from "./preflight";

const marks = { green: "ok  ", amber: "look", red: "STOP" } as const;

/** The preflight as a list: one line an item, its advice below. */
export function renderPreflight(items: readonly Item[], paint: Paint): string[] {
  const width = Math.min(44, Math.max(...items.map(({ title }) => title.length)));
  return items.flatMap(({ level, title, detail, advice }) => [
    ...wrap(`  ${paint(level, marks[level])}  ${title.padEnd(width)}  `, detail, width + 10),
    ...(advice === undefined ? [] : wrap(" ".repeat(width + 10), `-> ${advice}`, width + 13)),
  ]);
}

/** Breaks a text into lines of at most 100 columns; the lead stands before the first. */
export function wrap(lead: string, text: string, indent: number, columns = 100): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, index) => (index === 0 ? lead : " ".repeat(indent)) + one);
}
