/** Writes a change of the Regions into the text of an environment file. Comments are kept. */
import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, parse, parseDocument, stringify, type YAMLMap } from "yaml";
import { UserError } from "../errors";
import type { Change } from "./change";
import { NotEditable, scalar, YamlEdit } from "./yaml-edit";

type Table = Record<string, Record<string, unknown>>;
interface FileData {
  name: string;
  regions: Table;
  previous?: { name: string; regions: Table };
}

const PREVIOUS_COMMENT = "# the access point that clients use until it is retired: mrap regions status";

/**
 * The text with `previous` for the present access point, and the new name and Regions.
 * @throws UserError if the text has a form that cannot be edited
 */
export function startChange(text: string, file: string, change: Change): string {
  const before = parse(text, { merge: true }) as FileData;
  const { name, added, removed, oldName } = change;
  const inserted = added && {
    bucket: added.bucket,
    // Active is the default.
    ...(added.routing === "passive" && { routing: "passive" }),
  };
  const expected: FileData = {
    ...before,
    name,
    regions: { ...before.regions, ...(added && { [added.region]: inserted! }) },
    previous: {
      name: oldName,
      regions: Object.fromEntries(
        Object.entries(before.regions).map(([region, data]) => [
          region,
          region === removed?.region ? data : { bucket: data["bucket"] },
        ]),
      ),
    },
  };
  if (removed) delete expected.regions[removed.region];
  return edited(text, file, expected, (edit) => {
    edit.setScalar(["name"], name);
    if (added) edit.insert(["regions"], regionLines(added.region, inserted!), removed?.region);
    const moved = removed && edit.remove(["regions", removed.region]);
    const regions = Object.entries(before.regions).flatMap(([region, data]) =>
      region === removed?.region ? moved! : [`${region}: { bucket: ${scalar(String(data["bucket"]))} }`],
    );
    edit.append([
      "",
      `previous: ${PREVIOUS_COMMENT}`,
      `  name: ${scalar(oldName)}`,
      "  regions:",
      ...regions.map((line) => `    ${line}`),
    ]);
  });
}

/** The text without `previous`: the new access point is the only one. */
export function retireChange(text: string, file: string): string {
  const before = parse(text, { merge: true }) as FileData;
  const { previous: _, ...rest } = before;
  const { expected, paths } = withoutEntries(rest, before.regions);
  const after = edited(text, file, expected, (edit) => {
    edit.remove(["previous"]);
    for (const path of paths) edit.removeEntry(path);
  });
  return withoutBlankEnd(after);
}

/** The text with the access point of `previous` alone: the change is undone. */
export function cancelChange(text: string, file: string): string {
  const before = parse(text, { merge: true }) as FileData;
  const { previous, ...rest } = before;
  if (previous === undefined) return text;
  const order = Object.keys(previous.regions);
  const regions = Object.fromEntries(
    order.map((region) => [region, before.regions[region] ?? previous.regions[region]!]),
  );
  const { expected, paths } = withoutEntries({ ...rest, name: previous.name, regions }, regions);
  const after = edited(text, file, expected, (edit) => {
    edit.setScalar(["name"], previous.name);
    for (const region of order) {
      if (before.regions[region] !== undefined) continue;
      const next = order.slice(order.indexOf(region) + 1).find((one) => before.regions[one] !== undefined);
      edit.insert(["regions"], edit.linesOf(["previous", "regions", region]), next);
    }
    for (const region of Object.keys(before.regions))
      if (previous.regions[region] === undefined) edit.remove(["regions", region]);
    edit.remove(["previous"]);
    for (const path of paths) edit.removeEntry(path);
  });
  return withoutBlankEnd(after);
}

/** Removes the blank line that startChange writes above previous. */
function withoutBlankEnd(text: string): string {
  return text.replace(/(\r?\n)\r?\n$/, "$1");
}

/** The keys that have an entry for each Region. */
const BY_REGION = [["accessLogs"], ["encryption", "keys"]] as const;

/** Removes the entries of Regions that are in no set any more from the data. Returns the data and the paths. */
function withoutEntries(expected: FileData, regions: Table): { expected: FileData; paths: string[][] } {
  const paths: string[][] = [];
  for (const path of BY_REGION) {
    const table = path.reduce<unknown>((at, key) => (at as Table | undefined)?.[key], expected) as
      Record<string, unknown> | undefined;
    for (const region of Object.keys(table ?? {})) {
      if (regions[region] !== undefined) continue;
      delete table![region];
      paths.push([...path, region]);
    }
  }
  return { expected, paths };
}

/**
 * The text after the edits, if it has the expected data. Otherwise, the text is written again as a whole, which keeps
 * comments, but not every space.
 */
function edited(text: string, file: string, expected: FileData, edits: (edit: YamlEdit) => void): string {
  try {
    const edit = new YamlEdit(text);
    edits(edit);
    const after = edit.toString();
    if (has(after, expected)) return after;
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
  }
  const after = rewritten(text, expected);
  if (after !== undefined && has(after, expected)) return after;
  throw new UserError(
    `${file} has a form that the command cannot edit, such as an anchor or a merge key. Write these lines yourself:\n\nname: ${expected.name}\n${stringify({ regions: expected.regions, ...(expected.previous && { previous: expected.previous }) }).trimEnd()}`,
  );
}

/** The document with other values for the keys of a change. Undefined if it cannot be written. */
function rewritten(text: string, expected: FileData): string | undefined {
  const { name, regions, previous } = expected;
  try {
    const document = parseDocument(text, { merge: true });
    document.set("name", name);
    const old = document.get("regions");
    if (!isMap(old)) return undefined;
    for (const key of keysOf(old)) if (regions[key] === undefined) old.delete(key);
    for (const [region, data] of Object.entries(regions))
      if (!old.has(region)) old.set(region, document.createNode(data));
    document.delete("previous");
    for (const path of withoutEntries(parse(text, { merge: true }) as FileData, all(expected)).paths)
      document.deleteIn(path);
    if (previous !== undefined) document.set("previous", document.createNode(previous));
    return document.toString({ lineWidth: 0 });
  } catch {
    return undefined;
  }
}

function all({ regions, previous }: FileData): Table {
  return { ...previous?.regions, ...regions };
}

function keysOf(map: YAMLMap): string[] {
  return map.items.map(({ key }) => (isScalar(key) ? String(key.value) : ""));
}

function regionLines(region: string, { bucket, routing }: { bucket: string; routing?: string }): string[] {
  return [
    `${region}:`,
    `  bucket: ${scalar(bucket)}`,
    ...(routing === undefined ? [] : [`  routing: ${routing}`]),
  ];
}

function has(text: string, expected: FileData): boolean {
  try {
    return isDeepStrictEqual(parse(text, { merge: true, logLevel: "error" }), expected);
  } catch {
    return false;
  }
}
