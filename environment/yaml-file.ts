/** Parses a YAML text and finds the position of each key. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
} from "yaml";
import { inspect } from "node:util";
import { printed } from "./data";
import type { PlacedMistake } from "./rules/rule";

/** A position in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A parsed YAML text. */
export interface YamlFile {
  readonly data: unknown;
  /** Mistakes in the YAML itself. */
  readonly faults: readonly (PlacedMistake & { readonly place: Place })[];
  /** False if the text could not be parsed. `data` is then undefined. */
  readonly readable: boolean;
  /** The position of a value, or of its key. */
  readonly placeOf: (path: readonly PropertyKey[], aboutKey: boolean) => Place;
  /** How the user wrote a single value. */
  readonly written: (path: readonly PropertyKey[]) => string | undefined;
}

type Fault = YamlFile["faults"][number];

/** Parses a YAML text. Never throws. */
export function readYaml(text: string): YamlFile {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    logLevel: "error",
    merge: true,
    prettyErrors: false,
    // keyFaults() finds duplicate keys, with their paths.
    uniqueKeys: false,
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const file = (data: unknown, faults: readonly Fault[], readable: boolean): YamlFile => ({
    data,
    faults,
    readable,
    placeOf: (path, aboutKey) => placeAt(find(document, path, aboutKey).offset),
    written: (path) => {
      const { value } = find(document, path, false);
      return isScalar(value) && typeof value.source === "string" ? printed(value.source) : undefined;
    },
  });

  const syntax = [...document.errors, ...document.warnings];
  if (syntax.length > 0) {
    // One syntax error causes others behind it, so only the first one is reported.
    const first = syntax.reduce((a, b) => (b.pos[0] < a.pos[0] ? b : a));
    return file(
      undefined,
      [{ path: [], place: placeAt(first.pos[0]), ...yamlMistake(first.code, first.message) }],
      false,
    );
  }
  const nothing =
    document.contents === null || (isScalar(document.contents) && document.contents.value === null);
  if (nothing) {
    const mistake = {
      message: "is empty",
      allowed: "an environment",
      fix: "add at least name, regions and state",
    };
    return file(undefined, [{ path: [], place: { line: 1, column: 1 }, ...mistake }], false);
  }
  const faults = keyFaults(document, document.contents, []).map(({ offset, ...mistake }) => ({
    ...mistake,
    place: placeAt(offset),
  }));
  try {
    return file(document.toJS(), faults, true);
  } catch (error) {
    const message = `is not valid YAML: ${error instanceof Error ? error.message : String(error)}`;
    return file(
      undefined,
      [{ path: [], place: { line: 1, column: 1 }, message, fix: "fix the YAML" }],
      false,
    );
  }
}

function yamlMistake(code: string, message: string): { message: string; fix: string } {
  if (code === "MULTIPLE_DOCS") {
    return {
      message: "contains a second YAML document. An environment file contains one",
      fix: "remove the line ---, or move the second environment to its own file",
    };
  }
  if (code === "TAG_RESOLVE_FAILED") {
    return {
      message: `uses a YAML tag that is not supported: ${message}`,
      fix: "remove the word that starts with !",
    };
  }
  if (code === "TAB_AS_INDENT") {
    return { message: "is not valid YAML: the line is indented with a tab", fix: "indent with spaces" };
  }
  return { message: `is not valid YAML: ${message}`, fix: "fix the YAML at this position" };
}

/** Duplicate keys, and keys that are not plain names. */
function keyFaults(
  document: Document,
  node: unknown,
  path: readonly PropertyKey[],
): (PlacedMistake & { readonly offset: number })[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => keyFaults(document, item, [...path, index]));
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap((pair) => {
    const offset = offsetOf(pair.key) ?? 0;
    const key = keyText(pair);
    if (key === undefined || key === "__proto__") {
      const message = "has a key that is not a plain name";
      return [
        {
          path,
          offset,
          aboutKey: true,
          message,
          got: key ?? "a list or a group as a key",
          fix: "write a plain name",
        },
      ];
    }
    const inner = keyFaults(document, pair.value, [...path, key]);
    if (!seen.has(key)) {
      seen.add(key);
      return inner;
    }
    const region = path.length === 1 && path[0] === "regions";
    const message = region ? "is a duplicate Region. Each Region has one bucket" : "is a duplicate key";
    const fix = region ? "remove one of the two, or name another Region" : "remove one of the two";
    return [{ path: [...path, key], offset, aboutKey: true, message, got: printed(key), fix }, ...inner];
  });
}

function find(
  document: Document,
  path: readonly PropertyKey[],
  aboutKey: boolean,
): { offset: number; value: unknown } {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  let found = true;
  for (const step of path) {
    const container = resolved(document, node);
    if (isSeq(container) && typeof step === "number" && container.items[step] !== undefined) {
      node = container.items[step];
      offset = offsetOf(node) ?? offset;
      continue;
    }
    const pair = isMap(container)
      ? container.items.findLast((one) => keyText(one) === String(step))
      : undefined;
    if (pair === undefined) {
      // A missing key is reported at its parent. So is a key that a merge added.
      found = false;
      break;
    }
    offset = offsetOf(pair.key) ?? offset;
    node = pair.value;
  }
  if (!found) return { offset, value: undefined };
  const value = resolved(document, node);
  const single = isScalar(node) && node.value !== null ? offsetOf(node) : undefined;
  return { offset: aboutKey ? offset : (single ?? offset), value };
}

function resolved(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function keyText(pair: Pair): string | undefined {
  const key: unknown = pair.key;
  if (isScalar(key)) return key.value === null ? "" : shownKey(key.value);
  return typeof key === "string" ? key : undefined;
}

function shownKey(value: unknown): string {
  return typeof value === "string" ? value : inspect(value);
}
