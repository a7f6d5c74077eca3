/** The command line on pseudo-terminals of 40, 80 and 200 columns. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { MrapCommand } from "../../cli/command";
import { program } from "../../cli/main";
import { setStage, virginia, type Stage } from "../support/command-line";
import { onTerminal, tooWide, wrappedTwice } from "../support/terminal";

let stage: Stage;

beforeAll(async () => {
  stage = await setStage("a-long-name-for-a-shop", {
    "ap-southeast-2": "active",
    [virginia]: "passive",
    "eu-central-1": "passive",
  });
  mkdirSync(join(stage.mrap.folder, "environments"));
  const plan = readFileSync(join(__dirname, "review/scenarios/bucket-replaced/plan.json.gz"));
  writeFileSync(join(stage.mrap.folder, "plan.json"), gunzipSync(plan));
  writeFileSync(
    join(stage.mrap.folder, "environments", "broken.yaml"),
    "name: ${ENV}-photos\nstate: { backend: http }\n",
  );
});

afterAll(() => stage.stop());

/** Runs `mrap` with each list of arguments, one after another on one terminal. */
async function shown(
  columns: number,
  runs: ReadonlyArray<readonly string[]>,
  env: Record<string, string> = {},
): Promise<string> {
  const { folder } = stage.mrap;
  const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(" ");
  const script = runs.map((args) => quoted([process.execPath, join(folder, "run.js"), ...args])).join("; ");
  const home = { XDG_STATE_HOME: join(folder, "state"), HOME: folder };
  const { shown: text } = await onTerminal(["sh", "-c", script], {
    columns,
    cwd: folder,
    env: { ...stage.aws.childEnv(), ...home, ...env },
  });
  return text;
}

function paths(command: MrapCommand, path: readonly string[] = []): string[][] {
  return [
    [...path],
    ...(command.commands as MrapCommand[]).flatMap((one) => paths(one, [...path, one.name()])),
  ];
}

describe.each([40, 80, 200])("at %d columns", (columns) => {
  test("the help of every command has no line that is too wide or wrapped twice", async () => {
    const text = await shown(
      columns,
      paths(program()).map((path) => [...path, "--help"]),
    );
    expect(text.match(/USAGE/g)).toHaveLength(paths(program()).length);
    expect(tooWide(text, columns)).toEqual([]);
    expect(wrappedTwice(text, columns)).toEqual([]);
  });

  test.each<[name: string, args: () => string[], contains: RegExp]>([
    ["status", () => ["status", stage.environment.file], /READY/],
    ["one reading of watch", () => ["watch", stage.environment.file, "--once"], /READY/],
    ["the preflight", () => ["failover", stage.environment.file, "--to", virginia, "--dry-run"], /Dry run/],
    ["the list of environments", () => ["env", "list"], /broken/],
    [
      "a traffic run",
      () => ["traffic", stage.environment.file, "--rate", "20", "--duration", "1s"],
      /Cleaned up/,
    ],
    ["the review of a plan", () => ["review", "plan.json"], /A bucket is replaced/],
    ["a broken environment file", () => ["status", "broken"], /contain no variables/],
    ["an unknown environment", () => ["failback", "nowhere", "--yes"], /Unknown environment/],
    ["an unknown option", () => ["status", "--no-such-option"], /error: unknown option/],
  ])("%s has no line that is too wide", async (_, args, contains) => {
    const text = await shown(columns, [args()]);
    expect(text.replace(/\s+/g, " ")).toMatch(contains);
    expect(tooWide(text, columns)).toEqual([]);
  });
});

test("on a terminal the active Region is emphasized, and NO_COLOR turns that off", async () => {
  const status = ["status", stage.environment.file];
  expect(await shown(100, [status])).toContain("\u001b[1mactive\u001b[0m");
  // eslint-disable-next-line no-control-regex
  expect(await shown(100, [status, ["--help"]], { NO_COLOR: "1" })).not.toMatch(/\u001b\[[\d;]*m/);
});

test("JSON on a terminal is not wrapped", async () => {
  const text = await shown(40, [["status", stage.environment.arn, "--json"]]);
  expect(JSON.parse(text)).toMatchObject({ arn: stage.environment.arn });
});
