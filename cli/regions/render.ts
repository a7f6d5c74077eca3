import type { SearchResult } from "./users/search";
import type { Change } from "./change";
import { at, count, type Step } from "./steps";

const MARKS: Readonly<Record<Step["state"], string>> = {
  done: "[done]  ",
  next: "[next]  ",
  check: "[check] ",
  later: "[ ]     ",
};

/** One paragraph for each step. */
export function stepsText(steps: readonly Step[]): string {
  return steps
    .map(({ number, title, state, detail, commands }) =>
      [
        `${MARKS[state]}${number}. ${title}. ${detail}`,
        ...(state === "done" ? [] : commands.map((command) => `           ${command}`)),
      ].join("\n"),
    )
    .join("\n");
}

/** The step to do now, in one sentence. */
export function nextSentence(steps: readonly Step[]): string {
  if (steps[0]?.state === "check") return "Not known: which step is next.";
  const next = steps.find(({ state }) => state === "next");
  return next === undefined ? "No step is left." : `Next: step ${next.number}, ${lower(next.title)}.`;
}

function lower(title: string): string {
  return title.startsWith("READY") ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

/** Describes the change before it is written. */
export function changeSentence({ kind, name, oldName, added, removed }: Change): string {
  const what = {
    add: `adds ${added?.region} with the bucket ${added?.bucket}`,
    remove: `removes ${removed?.region} with the bucket ${removed?.bucket}`,
    replace: `replaces ${removed?.region} (${removed?.bucket}) with ${added?.region} (${added?.bucket})`,
  }[kind];
  return `The change ${what}. The Regions of an access point cannot change, so AWS creates a second one, ${name}, next to ${oldName}. Clients use ${oldName} until you move them.`;
}

/** The result of a search, for people. */
export function usersText(
  { since, requests, callers, sources, unsearched }: SearchResult,
  oldName: string,
): string {
  const lines = [
    requests === 0
      ? `No request used ${oldName} since ${at(since)} in the logs that were read.`
      : `${count(requests, "request")} used ${oldName} since ${at(since)}:`,
    ...callers.map(
      ({ caller, requests: own, last, operations, address, agent }) =>
        `  ${caller}: ${own} (${operations.join(", ")}), the last one at ${at(last)} from ${address} with ${agent}`,
    ),
    "",
    ...sources.map(
      ({ kind, place, region, files, problem }) =>
        `${kind === "trail" ? "CloudTrail" : "Access logs"} of ${region}, ${place}: ${count(files, "file")} read.${problem === undefined ? "" : ` Not complete: ${problem}`}`,
    ),
    ...(unsearched.length === 0
      ? []
      : [
          `Not known: who uses ${oldName} in ${unsearched.join(", ")}. No log of ${unsearched.length === 1 ? "this Region" : "these Regions"} was read completely.`,
        ]),
  ];
  return lines.join("\n");
}
