/** Decides from the journal, and not from the program, whether what a run said is true. */
import { controlRegions } from "../../../../cli/access-point/control-regions";
import { described, members, type Exchange, type Routing, type World } from "./world";

/** The result of a run. */
export interface Observed {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly last: string;
  /** When the run began, and when its last line came. */
  readonly began: number;
  readonly lastAt: number;
  readonly milliseconds: number;
  readonly wanted: Routing;
  /** The lines of the record of this run. */
  readonly records: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly json: boolean;
  /** The first output, in milliseconds after the start. */
  readonly firstMs: number | undefined;
}

/** All routings of the members with at least one active Region. */
const routings: ReadonlyMap<string, Routing> = new Map(
  Array.from({ length: 2 ** Object.keys(members).length - 1 }, (_, index) =>
    Object.keys(members)
      .filter((_region, bit) => (index + 1) & (1 << bit))
      .join(),
  ).map((routing): [string, Routing] => [described(routing), routing]),
);

const anyRouting = [...routings.keys()].sort((a, b) => b.length - a.length).join("|");

/** Every statement of a run that is false. The world is asked after all late effects. */
export function falseStatements(world: World, run: Observed): string[] {
  const wrong: string[] = [];
  const check = (holds: boolean, statement: string): void => void (holds || wrong.push(statement));
  const { status, last, began, lastAt, wanted } = run;
  const submits = world.exchanges.filter(({ kind, at }) => kind === "submit" && at >= began);
  const effects = world.own(began);
  const foreign = world.effects.some(({ by, at }) => by === "somebody else" && at >= began);
  const now = world.at(lastAt);
  const served = (region: string): Exchange[] =>
    world.exchanges.filter(
      (one) => one.region === region && one.kind === "read" && one.routing && one.answered && one.at >= began,
    );

  // The exit status.
  if (status === 0)
    check(now === wanted || last.startsWith("Dry run"), `exit status 0, but the routing is ${now}`);
  if (status === 1)
    check(effects.length === 0, `exit status 1, but an update took effect at ${effects[0]?.by}`);
  if (status === 3) check(submits.length > 0, "exit status 3, but no control Region received an update");
  check(status === 0 || status === 1 || status === 3, `exit status ${status}`);

  // The routing that is stated without a source.
  for (const [, word, text = ""] of last.matchAll(
    new RegExp(`the routing of shop (is now:?|is unchanged:|is) (${anyRouting})`, "gi"),
  )) {
    const routing = routings.get(text)!;
    check(routing === now, `"${word} ${text}", but it is ${described(now)}`);
    if (word?.includes("unchanged")) check(effects.length === 0, `"unchanged", but an update took effect`);
  }
  // The reports that the program claims.
  for (const [, count, of, text = ""] of last.matchAll(
    new RegExp(`(\\d+) of (?:the )?(\\d+) control Regions reports? (${anyRouting})`, "gi"),
  )) {
    const routing = routings.get(text)!;
    const reporting = controlRegions.filter((region) =>
      served(region).some((one) => one.routing === routing),
    );
    check(Number(of) === 5, `${of} control Regions`);
    check(reporting.length >= Number(count), `"${count} report ${text}", but ${reporting.length} did`);
  }
  for (const [, list = "", text = ""] of last.matchAll(
    new RegExp(`((?:[a-z]+-[a-z]+-\\d(?:, | and )?)+) (?:still )?reports? (${anyRouting})`, "g"),
  ))
    for (const region of list.match(/[a-z]+-[a-z]+-\d/g) ?? [])
      check(
        served(region).some((one) => one.routing === routings.get(text)),
        `"${region} reports ${text}", but it did not`,
      );
  if (/somebody else|someone else/i.test(last))
    check(foreign, `"somebody else", but nobody else changed anything`);
  if (/may still take effect/.test(last))
    check(submits.length > 0, `"may still take effect", but nothing was sent`);
  if (/^Nothing was submitted|before anything was submitted/.test(last))
    check(submits.length === 0, `"nothing was submitted", but an update arrived at ${submits[0]?.region}`);
  if (/^Nothing to do/.test(last)) {
    const other = controlRegions.filter((region) => served(region).length === 0 && !last.includes(region));
    check(other.length === 0, `"nothing to do", but ${other.join()} did not answer and is not named`);
  }
  // A copy of the update without an answer.
  const open = submits.filter(
    ({ answered, effectAt }) => !answered && effectAt !== undefined && effectAt > lastAt,
  );
  for (const { region } of open)
    check(last.includes(region), `${region} has not answered its copy, and is not named`);
  // The answer may still be on its way to the process.
  const unnamed = submits.filter(
    ({ answered }) => answered && answered.at + 1000 < lastAt && answered.status === 200 && answered.complete,
  );
  if (/has not (?:answered|confirmed)|have not (?:answered|confirmed)/.test(last))
    for (const { region } of unnamed)
      check(
        !new RegExp(`${region}[^.;]* ha(s|ve) not (?:answered|confirmed)`).test(last),
        `"${region} has not answered", but it did`,
      );

  // The record and the JSON.
  // A line with the event "settled" may follow the end.
  const record = run.records.findLast(({ event }) => event !== "settled");
  const none = submits.length === 0 && last.startsWith("Interrupted before");
  check(record?.event === "ended" || none, "the record has no end");
  if (record) {
    check(record.status === status, `the record's exit status is ${String(record.status)}, not ${status}`);
    check(record.sentence === last || run.json, `the record's sentence is "${String(record.sentence)}"`);
    for (const region of (record.confirmedBy ?? []) as string[])
      check(
        served(region).some(({ routing }) => routing === wanted),
        `confirmedBy ${region}, which never reported it`,
      );
    for (const { region } of open)
      check(((record.unsettled ?? []) as string[]).includes(region), `unsettled lacks ${region}`);
    if (submits.length > 0) check(run.records[0]?.event === "submitting", "no record before the update");
  }
  if (run.json) check(tryJson(run.stdout)?.sentence === record?.sentence, "the JSON is not the record");

  // Nothing of the machinery shows.
  const all = run.stdout + run.stderr;
  check(!/\n\s+at |undefined|\[object|\$response|hidden field|NaN/.test(all), "debug output");
  check(last !== "", "no last line");
  check(run.firstMs !== undefined, "no output");
  return wrong;
}

function tryJson(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
