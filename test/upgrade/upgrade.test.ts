import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { createNetworks, withIds } from "../support/networks";
import { expectStatus, RealStack } from "../support/terraform";
import { baselineJson, ENVIRONMENTS, environmentFile } from "./baseline";
import { EXPECTED_CHANGES } from "./expected";
import { changesOf, isExpected, outputsLost, type Change, type Plan } from "./plan";

const MINUTES = 60_000;
const GUIDE = join(__dirname, "..", "..", "docs", "upgrading.md");

let aws: LocalAws;
const plans = new Map<string, Plan>();

/** Deploys what the baseline synthesized, then plans with the current code on the same state. */
async function upgrade(id: string): Promise<Plan> {
  const ids = await createNetworks(aws, environmentFile(id));
  const folder = join(aws.directory, "upgrade");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${id}.yaml`);
  writeFileSync(file, withIds(readFileSync(environmentFile(id), "utf8"), ids));
  const stack = RealStack.on(aws, file);
  expectStatus(await stack.mrap("state", "create"), 0);
  stack.json = withIds(baselineJson(id), ids);
  expectStatus(await stack.terraform("init"), 0);
  expectStatus(await stack.terraform("apply", "-auto-approve"), 0);

  expectStatus(await stack.synth(), 0);
  expectStatus(await stack.terraform("init"), 0);
  expectStatus(await stack.terraform("plan", "-out=upgrade"), 0);
  const shown = await stack.terraform("show", "-json", "upgrade");
  expectStatus(shown, 0);
  return JSON.parse(shown.output) as Plan;
}

beforeAll(async () => {
  aws = await startLocalAws();
  const planned = await Promise.all(ENVIRONMENTS.map(upgrade));
  ENVIRONMENTS.forEach((id, index) => plans.set(id, planned[index]!));
}, 10 * MINUTES);
afterAll(() => aws?.stop(), MINUTES);

describe.each(ENVIRONMENTS)("the next plan of %s, deployed by the baseline", (id) => {
  const changes = (): Change[] => changesOf(plans.get(id)!);

  test("replaces and destroys nothing", () => {
    expect(
      changes()
        .filter(({ actions }) => actions.includes("delete"))
        .map(({ address }) => address),
    ).toEqual([]);
  });

  test("changes only what docs/upgrading.md lists", () => {
    expect(changes().filter((change) => !isExpected(change, EXPECTED_CHANGES))).toEqual([]);
  });

  test("keeps every output and its value", () => {
    expect(outputsLost(plans.get(id)!)).toEqual([]);
  });
});

test("every change that docs/upgrading.md lists appears in one of the plans", () => {
  const all = [...plans.values()].flatMap(changesOf);
  expect(EXPECTED_CHANGES.filter((entry) => !all.some((change) => isExpected(change, [entry])))).toEqual([]);
});

test("docs/upgrading.md has one row for each expected change", () => {
  expect(existsSync(GUIDE)).toBe(true);
  const rows = readFileSync(GUIDE, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `aws_"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows.map(([type, change, , reason]) => [type, change, reason])).toEqual(
    EXPECTED_CHANGES.map(({ type, action, attributes = [], reason }) => [
      `\`${type}\``,
      action === "create" ? "create" : `update ${attributes.map((name) => `\`${name}\``).join(", ")}`,
      reason,
    ]),
  );
});
