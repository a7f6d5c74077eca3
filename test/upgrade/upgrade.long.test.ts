import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { versionedBucket } from "../support/buckets";
import { createNetworks, withIds } from "../support/networks";
import { expectStatus, RealStack } from "../support/terraform";
import { baselineJson, ENVIRONMENTS, environmentFile } from "./baseline";
import { EXPECTED_CHANGES, EXPECTED_OUTPUTS, type ExpectedChange } from "./expected";
import {
  appliedValues,
  changesOf,
  isExpected,
  outputsLost,
  type Applied,
  type Change,
  type Plan,
  type State,
} from "./plan";

const MINUTES = 60_000;
const GUIDE = join(__dirname, "..", "..", "docs", "upgrading.md");

let aws: LocalAws;
const upgrades = new Map<string, Upgrade>();

interface Upgrade {
  readonly plan: Plan;
  readonly applied: Applied;
  /** The exit status of a plan after the upgrade was applied. 0 means no changes. */
  readonly next: number;
}

/** Deploys what the baseline synthesized, then plans and applies the current code on the same state. */
async function upgrade(id: string): Promise<Upgrade> {
  const ids = await createNetworks(aws, environmentFile(id));
  const folder = join(aws.directory, "upgrade");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${id}.yaml`);
  writeFileSync(file, withIds(readFileSync(environmentFile(id), "utf8"), ids));
  const stack = RealStack.on(aws, file);
  const { state } = stack.environment;
  if (state !== "local" && "bucket" in state) await versionedBucket(aws, state.region, state.bucket);
  stack.json = withIds(baselineJson(id), ids);
  expectStatus(await stack.terraform("init"), 0);
  expectStatus(await stack.terraform("apply", "-auto-approve"), 0);

  expectStatus(await stack.synth(), 0);
  expectStatus(await stack.terraform("init"), 0);
  expectStatus(await stack.terraform("plan", "-out=upgrade"), 0);
  const plan = await show<Plan>(stack, "upgrade");
  expectStatus(await stack.terraform("apply", "upgrade"), 0);
  const applied = appliedValues(await show<State>(stack));
  const { status: next } = await stack.terraform("plan", "-detailed-exitcode");
  return { plan, applied, next };
}

async function show<T>(stack: RealStack, ...file: string[]): Promise<T> {
  const shown = await stack.terraform("show", "-json", ...file);
  expectStatus(shown, 0);
  return JSON.parse(shown.output) as T;
}

beforeAll(async () => {
  aws = await startLocalAws();
  await aws.control.setOrganization("o-a1b2c3d4e5");
  const done = await Promise.all(ENVIRONMENTS.map(upgrade));
  ENVIRONMENTS.forEach((id, index) => upgrades.set(id, done[index]!));
}, 10 * MINUTES);
afterAll(() => aws?.stop(), MINUTES);

describe.each(ENVIRONMENTS)("the next plan of %s, deployed by the baseline", (id) => {
  const changes = (): Change[] => changesOf(upgrades.get(id)!.plan);

  test("replaces and destroys nothing", () => {
    expect(
      changes()
        .filter(({ actions }) => actions.includes("delete"))
        .map(({ address }) => address),
    ).toEqual([]);
  });

  test("changes only what docs/upgrading.md lists", () => {
    const { applied } = upgrades.get(id)!;
    expect(changes().filter((change) => !isExpected(change, EXPECTED_CHANGES, applied))).toEqual([]);
  });

  test("keeps every output and its value, apart from those that docs/upgrading.md lists", () => {
    expect(outputsLost(upgrades.get(id)!.plan).filter((name) => !(name in EXPECTED_OUTPUTS))).toEqual([]);
  });

  test("is followed by a plan without changes", () => {
    expect(upgrades.get(id)!.next).toBe(0);
  });
});

test("every change that docs/upgrading.md lists appears in one of the plans", () => {
  const isSeen = (entry: ExpectedChange) =>
    [...upgrades.values()].some(({ plan, applied }) =>
      changesOf(plan).some((change) => isExpected(change, [entry], applied)),
    );
  expect(EXPECTED_CHANGES.filter((entry) => !isSeen(entry))).toEqual([]);
});

test("docs/upgrading.md names the outputs whose value changes", () => {
  const guide = readFileSync(GUIDE, "utf8");
  for (const [name, reason] of Object.entries(EXPECTED_OUTPUTS))
    expect(guide).toContain(`- \`${name}\`: ${reason}`);
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
