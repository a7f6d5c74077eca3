import { readFileSync } from "node:fs";
import { join } from "node:path";
import { families } from "../../../cli/review/findings";

const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "review.md"), "utf8");

test("the documentation names every finding with its severity, and no other", () => {
  const rows = [...page.matchAll(/^\| (`[a-z`, -]+`)\s+\| (danger|warning)/gm)];
  const told = rows.flatMap((row) =>
    [...(row[1] ?? "").matchAll(/`([a-z-]+)`/g)].map((name) => `${name[1]} ${row[2]}`),
  );
  expect(told.sort()).toEqual(families.map(({ id, severity }) => `${id} ${severity}`).sort());
});
