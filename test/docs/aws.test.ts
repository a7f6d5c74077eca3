import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PROJECT = join(__dirname, "..", "..");
const LEDGER = readFileSync(join(PROJECT, "docs", "aws.md"), "utf8");

interface Row {
  readonly id: string;
  readonly cells: readonly string[];
  readonly files: readonly string[];
}

const rows: Row[] = LEDGER.split("\n")
  .filter((line) => /^\| [a-z][a-z0-9-]* \|/.test(line) && !line.startsWith("| id |"))
  .map((line) => {
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
    const files = [...(cells[2] ?? "").matchAll(/`([^`]+)`/g)].map(([, file]) => file!);
    return { id: cells[0]!, cells, files };
  });
const ids = new Set(rows.map(({ id }) => id));

/** Every source file that may name rows. */
const sources = ["constructs", "composition", "environment", "cli", "local-aws"].flatMap((folder) =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|py)$/.test(name))
    .map((name) => join(folder, name)),
);

/** The rows that a file names in comments of the form `Ledger: id, id`. */
function named(file: string): string[] {
  const text = readFileSync(join(PROJECT, file), "utf8");
  return [...text.matchAll(/Ledger: ([a-z0-9-]+(?:,\s+[a-z0-9-]+)*)/g)].flatMap(([, list]) =>
    list!.split(/,\s+/),
  );
}

describe("docs/aws.md", () => {
  test("has six filled cells in every row", () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(({ cells }) => cells.length !== 6 || cells.includes("")).map(({ id }) => id)).toEqual(
      [],
    );
  });

  test("uses every id once", () => {
    expect(rows.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index)).toEqual([]);
  });

  test("names files that exist, at least one in every row", () => {
    expect(rows.filter(({ files }) => files.length === 0).map(({ id }) => id)).toEqual([]);
    expect(rows.flatMap(({ files }) => files).filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
  });

  test("has every row that the code names", () => {
    const missing = sources.flatMap((file) =>
      named(file)
        // "none" is followed by the reason why a check does not concern AWS.
        .filter((id) => id !== "none" && !ids.has(id))
        .map((id) => `${file}: ${id}`),
    );
    expect(missing).toEqual([]);
  });
});

test("every patch of moto and every rule of the local AWS names its row", () => {
  const patches = sources.filter((file) =>
    /^local-aws\/server\/(gaps|rules)\/(?!__init__)\w+\.py$/.test(file),
  );
  expect(patches.length).toBeGreaterThan(7);
  expect(patches.filter((file) => named(file).length === 0)).toEqual([]);
});

test("every rule and every check of the environment file names its row", () => {
  const missing: string[] = [];
  for (const file of sources.filter((name) => name.startsWith("environment/rules/"))) {
    const text = readFileSync(join(PROJECT, file), "utf8");
    for (const [, name] of text.matchAll(/^export (?:const|function) (\w+(?:Rule|Mistake))\b/gm)) {
      if (name === "patternRule") continue;
      const comment = text.slice(0, text.search(new RegExp(`^export (const|function) ${name}\\b`, "m")));
      if (!/Ledger: [a-z0-9-]+[^/]*\*\/\s*$/.test(comment)) missing.push(`${file}: ${name}`);
    }
  }
  for (const file of sources.filter((name) => name.startsWith("environment/checks/")))
    if (!file.endsWith("regions-of.ts") && named(file).length === 0) missing.push(file);
  expect(missing).toEqual([]);
});
