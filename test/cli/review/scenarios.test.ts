import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { families } from "../../../cli/review/findings";
import { COMMENT_LENGTH, markdown } from "../../../cli/review/markdown";
import { SCENARIOS, expectation, recorded } from "./scenario";

/**
 * Plans made by the real terraform on the local AWS (npm run goldens): one for each kind of finding, and for each of them
 * one of a harmless change beside it.
 */
const names = readdirSync(SCENARIOS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(SCENARIOS, entry.name, "plan.json.gz")))
  .map((entry) => entry.name);
const KNOWN = families.map((family) => family.id);

/** The finding that a scenario is about: its name, up to what tells it from others of the kind. */
const about = (name: string): string | undefined =>
  KNOWN.filter((id) => name.startsWith(id)).sort((a, b) => b.length - a.length)[0];

test.each(names)("%s", (name) => {
  const expected = readFileSync(join(SCENARIOS, name, "expected.golden.md"), "utf8");
  expect(expectation(name)).toBe(expected);
  const finding = about(name);
  if (finding === undefined) return;
  const result = recorded(name);
  expect(result.findings.map(({ family }) => family.id)).toContain(finding);
  // It is seen at once: the finding's title is in the first fifteen lines, unless graver ones stand before it.
  const gravest = result.findings[0]?.family;
  expect(expected.split("\n").slice(0, 15).join("\n")).toContain(gravest?.title ?? "");
  expect(expected.length).toBeLessThan(COMMENT_LENGTH);
});

/** In these, the harmless change removes a reader: nothing is wrong with it but that the reader loses its access. */
const REMOVES_READER = ["second-access-point", "access-point-retired", "access-point-change-canceled"];

const twins = names.filter((name) => existsSync(join(SCENARIOS, name, "harmless.json.gz")));
test.each(twins.filter((name) => !REMOVES_READER.includes(name)))(
  "a harmless change beside %s raises nothing",
  (name) => {
    const result = recorded(name, "harmless.json.gz");
    expect(result.findings.map(({ family, address }) => `${family.id} ${address}`)).toEqual([]);
  },
);

test.each(REMOVES_READER)("a removed reader beside %s raises only that it loses access", (name) => {
  const { findings } = recorded(name, "harmless.json.gz");
  expect([...new Set(findings.map(({ family }) => family.id))]).toEqual(["access-lost"]);
});

test("every kind of finding has a scenario", () => {
  const covered = new Set(names.map(about));
  expect(KNOWN.filter((id) => !covered.has(id))).toEqual([]);
});

test("every kind of finding has a harmless change beside it", () => {
  const covered = new Set(
    names.filter((name) => existsSync(join(SCENARIOS, name, "harmless.json.gz"))).map(about),
  );
  expect(KNOWN.filter((id) => !covered.has(id))).toEqual([]);
});

test("no scenario is left unrecorded", () => {
  const folders = readdirSync(SCENARIOS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((entry) => entry.name).filter((name) => !names.includes(name))).toEqual([]);
});

test("a plan right after an apply: dozens of differences, no drift", () => {
  const fresh = recorded("state-moved", "harmless.json.gz");
  expect(fresh.plan.drift.length).toBeGreaterThan(12);
  expect(fresh.drift).toEqual([]);
  expect(markdown(recorded("no-changes"))).toContain("✅ **No changes**");
});
