/** `mrap regions status`: what exists of a change, and which step is next. */
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { callerIdentity } from "../live/identity";
import { list } from "./change";
import { accessPoint, readFacts } from "./facts";
import { openFile, type OpenedFile } from "./file";
import { nextSentence, stepsText } from "./render";
import { stepsOf, type ChangeFacts, type Step } from "./steps";

export interface StatusResult {
  readonly id: string;
  /** The access points, the new one first. */
  readonly accessPoints: ReadonlyArray<{
    readonly name: string;
    readonly status?: string;
    readonly alias?: string;
  }>;
  readonly steps: readonly Step[];
}

/** How many versions are compared without --all, in all buckets together. */
export const MOST_VERSIONS = 50_000;

export async function status(
  aws: Aws | undefined,
  argument: string | undefined,
  { all }: { readonly all: boolean },
  terminal: Terminal,
): Promise<StatusResult> {
  const opened = await openFile(argument);
  const { id, changing } = opened;
  if (changing.previous === undefined) return withoutChange(aws, opened, terminal);
  const facts = await factsOf(aws, opened, all, terminal);
  const steps = stepsOf(facts);
  terminal.say(`${changing.previous.name} is replaced by ${changing.name}.`);
  terminal.say(stepsText(steps));
  terminal.say("");
  terminal.say(nextSentence(steps));
  return { id, accessPoints: pointsOf(facts), steps };
}

export async function factsOf(
  aws: Aws | undefined,
  { id, changing }: OpenedFile,
  all: boolean,
  terminal: Terminal,
): Promise<ChangeFacts> {
  if (aws === undefined)
    return { id, environment: changing, accessPoints: { unknown: "AWS was not asked (--no-aws)." } };
  return readFacts(aws, id, changing, {
    progress: (line) => terminal.progress(line),
    ...(!all && { most: MOST_VERSIONS }),
  });
}

/** The file has no `previous`: no change, or one that is retired and perhaps not deployed. */
async function withoutChange(
  aws: Aws | undefined,
  { id, changing, identity }: OpenedFile,
  terminal: Terminal,
): Promise<StatusResult> {
  const earlier = (identity?.generations ?? []).filter((name) => name !== changing.name);
  const left: { name: string; status: string; alias: string }[] = [];
  if (aws !== undefined && earlier.length > 0) {
    try {
      const { account } = await callerIdentity(aws);
      for (const name of earlier) {
        const found = await accessPoint(aws, account, name);
        if (found) left.push({ name, status: found.status, alias: found.alias });
      }
    } catch (error) {
      terminal.warn(`Not known: whether an earlier access point is left. ${(error as Error).message}`);
    }
  }
  if (aws === undefined && earlier.length > 0)
    terminal.say(
      `Not known: whether ${list(earlier)} is left. AWS was not asked (--no-aws). The file declares no change.`,
    );
  else if (left.length === 0) {
    terminal.say(`${changing.name}: no change of the Regions is in progress.`);
    const retired = Object.entries(identity?.retired ?? {}).filter(
      ([region, bucket]) => changing.regions[region]?.bucket !== bucket,
    );
    for (const [region, bucket] of retired)
      terminal.say(
        `The bucket ${bucket} in ${region} belonged to an earlier access point. If it still exists, empty and remove it: mrap regions empty ${region} ${id} --bucket ${bucket}`,
      );
  }
  for (const one of left)
    terminal.say(
      `The access point ${one.name} (${one.status}) is retired in the file, but not deleted. Next: npx cdktf deploy ${id}`,
    );
  return { id, accessPoints: [{ name: changing.name }, ...left], steps: [] };
}

function pointsOf({ environment, accessPoints }: ChangeFacts): StatusResult["accessPoints"] {
  const found = "value" in accessPoints ? accessPoints.value : {};
  return [
    { name: environment.name, ...found.new },
    ...(environment.previous ? [{ name: environment.previous.name, ...found.old }] : []),
  ];
}
