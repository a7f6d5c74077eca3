/** The tables of the matrix. */
import { ENVIRONMENTS } from "./environments";

/** `deny` is an explicit deny. `none` is an implicit deny: no policy allows the request. */
export type Answer = "allow" | "deny" | "none";

/** One case: a request, and the answer that follows from a page of AWS. */
export interface Case {
  readonly environment: string;
  readonly caller: string;
  readonly action: string;
  /** The way of the request to its resource. See `paths.ts`. */
  readonly path: string;
  /** What else is special about the request: `http`, an encryption header, or condition keys. */
  readonly details: readonly string[];
  readonly answer: Answer;
  /** The page of AWS, and what it says. */
  readonly source: string;
}

const words = (cell: string): string[] => cell.split(/[\s,]+/).filter((word) => word !== "");

/**
 * Reads a table. Each row is a line `environments | caller | path | details | actions | answer`. A line that starts with
 * `#` is the source of the answers below it. The environment `all` means every environment, and `-` means no details.
 */
export function table(text: string): Case[] {
  let source = "";
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .flatMap((line) => {
      if (line.startsWith("#")) {
        source = line.slice(1).trim();
        return [];
      }
      const cells = line.split("|").map((cell) => cell.trim());
      const [environments, caller, path, details, actions, answer] = cells as [string, ...string[]];
      if (cells.length !== 6 || !["allow", "deny", "none"].includes(answer!))
        throw new Error(`A row needs six cells and an answer: ${line}`);
      return (environments === "all" ? Object.keys(ENVIRONMENTS) : words(environments)).flatMap(
        (environment) =>
          words(actions!).map((action) => ({
            environment,
            caller: caller!,
            action: action.includes(":") ? action : `s3:${action}`,
            path: path!,
            details: details === "-" ? [] : words(details!),
            answer: answer as Answer,
            source,
          })),
      );
    });
}

/** A case as one line. */
export function titleOf({ environment, caller, action, path, details }: Case): string {
  const detail = details.length > 0 ? ` (${details.join(", ")})` : "";
  return `${environment}: ${caller}, ${action}, ${path}${detail}`;
}

/** The condition keys among the details of a case, such as `aws:SourceAccount=111122223333`. */
export function keysOf(details: readonly string[], region = ""): Record<string, string> {
  return Object.fromEntries(
    details.flatMap((detail) => {
      const [key, value] = detail.split("=") as [string, string?];
      return value === undefined ? [] : [[key, value.replaceAll("REGION", region)]];
    }),
  );
}
