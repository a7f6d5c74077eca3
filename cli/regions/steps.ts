/** The steps of a change of the Regions: from what is known, which step is next. Nothing is read here. */
import { list, type ChangingEnvironment } from "./change";
import type { Copies } from "./copies";

/** A fact, or why it is not known. */
export type Known<T> = { readonly value: T } | { readonly unknown: string };

export interface AccessPointFact {
  readonly status: string;
  readonly alias: string;
}

/** Requests through the old access point, from the logs that were read. */
export interface UsersFact {
  readonly requests: number;
  /** The number of callers. */
  readonly callers: number;
  /** From when on the logs were read. */
  readonly since: Date;
  /** When the last request was made. */
  readonly last?: Date;
  /** False if logs were left out, or if a Region has none. */
  readonly complete: boolean;
}

export interface ChangeFacts {
  /** The name of the environment in commands. */
  readonly id: string;
  readonly environment: ChangingEnvironment;
  /** Both access points. Undefined inside if AWS has none of that name. */
  readonly accessPoints: Known<{ readonly old?: AccessPointFact; readonly new?: AccessPointFact }>;
  /** Undefined if nothing was compared, because there is no new access point yet. */
  readonly copies?: Known<Copies>;
  /** The active Regions of each access point. */
  readonly routing?: Known<{ readonly old: readonly string[]; readonly new: readonly string[] }>;
  readonly users?: Known<UsersFact>;
}

export type StepName = "deploy" | "ready" | "backfill" | "verify" | "clients" | "users" | "retire" | "empty";

export interface Step {
  readonly number: number;
  readonly name: StepName;
  readonly title: string;
  /** `check` if no answer of AWS tells whether it is done. */
  readonly state: "done" | "next" | "later" | "check";
  /** Whether what was read says that it is done. */
  readonly done: boolean | "unknown";
  readonly detail: string;
  readonly commands: readonly string[];
}

const TITLES: Readonly<Record<StepName, string>> = {
  deploy: "Deploy",
  ready: "Wait for READY",
  backfill: "Copy existing objects",
  verify: "Verify",
  clients: "Move clients",
  users: "Find users of the old alias",
  retire: "Retire the old access point",
  empty: "Empty and remove a bucket",
};

/** The steps of the change in a file with `previous`. */
export function stepsOf(facts: ChangeFacts): Step[] {
  const { id, environment } = facts;
  const { name, previous, regions } = environment;
  const oldName = previous?.name ?? "";
  const added = Object.keys(regions).filter((region) => previous?.regions[region] === undefined);
  const removed = Object.keys(previous?.regions ?? {}).filter((region) => regions[region] === undefined);
  const points = "value" in facts.accessPoints ? facts.accessPoints.value : undefined;
  const unknown = "unknown" in facts.accessPoints ? facts.accessPoints.unknown : undefined;
  const done = {
    deploy: points?.new !== undefined,
    ready: points?.new?.status === "READY",
    backfill: copied(facts, added),
  };
  const alias = points?.new?.alias;
  const parts: Readonly<Record<StepName, Pick<Step, "detail" | "commands"> & { done: boolean | "check" }>> = {
    deploy: {
      done: unknown === undefined ? done.deploy : "check",
      detail: done.deploy
        ? `The access point ${name} exists${alias ? `: ${alias}` : ""}.`
        : unknown !== undefined
          ? `Not known: whether ${name} exists. ${unknown}`
          : `Create ${name} next to ${oldName}. Clients see nothing. The plan must not destroy or replace anything.`,
      commands: done.deploy ? [] : [`mrap plan ${id}`, `npx cdktf deploy ${id}`],
    },
    ready: {
      done: unknown === undefined ? done.ready : "check",
      detail: done.ready
        ? `${name} is READY.`
        : `AWS creates ${name}${points?.new ? `: ${points.new.status}` : ""}. This usually takes minutes, and can take 24 hours. Run mrap regions status ${id} again.`,
      commands: [],
    },
    backfill: { ...backfill(facts, added), done: done.backfill },
    verify: {
      done: "check",
      detail: `Check both access points and the replication in every direction.${routingSentence(facts)}`,
      commands: [`mrap verify ${id}`],
    },
    clients: {
      done: "check",
      detail: `Give the new ARN to every client${alias ? `: the alias is ${alias}` : ""}. The old alias works until step 7. Both access points read and write the same objects.`,
      commands: [`mrap connect ${id} --sdk js`],
    },
    users: { ...users(facts, oldName), commands: [`mrap regions users ${id}`] },
    retire: {
      done: false,
      detail: `Delete previous from the file and deploy. AWS deletes ${oldName}, and its alias is lost for good.`,
      commands: [`mrap regions retire ${id}`, `npx cdktf deploy ${id}`],
    },
    empty: {
      done: removed.length === 0,
      detail:
        removed.length === 0
          ? "No bucket leaves the environment."
          : `${list(removed.map((region) => previous!.regions[region]!.bucket))} ${removed.length === 1 ? "is" : "are"} not deleted by a deploy. The command first compares every version with the other buckets.`,
      commands: removed.map(
        (region) => `mrap regions empty ${region} ${id} --bucket ${previous!.regions[region]!.bucket}`,
      ),
    },
  };
  let next = true;
  return (Object.keys(TITLES) as StepName[]).map((step, index) => {
    const { done: is, detail, commands } = parts[step];
    // A step that AWS cannot confirm does not hold up the step behind it.
    const state =
      is === true ? "done" : is === "check" ? (next ? "check" : "later") : next ? "next" : "later";
    if (is === false || (step === "deploy" && is === "check")) next = false;
    return {
      number: index + 1,
      name: step,
      title: TITLES[step],
      state,
      done: is === "check" ? "unknown" : is,
      detail,
      commands,
    };
  });
}

function copied({ copies }: ChangeFacts, added: readonly string[]): boolean | "check" {
  if (copies === undefined) return added.length === 0;
  if ("unknown" in copies) return "check";
  if (copies.value.buckets.some(({ missing }) => missing > 0)) return false;
  return copies.value.complete ? true : "check";
}

function backfill(
  { id, copies, environment }: ChangeFacts,
  added: readonly string[],
): Pick<Step, "detail" | "commands"> {
  const commands = [`mrap backfill ${id}`];
  const regions = added.length > 0 ? added : Object.keys(environment.regions);
  const buckets = list(regions.map((region) => environment.regions[region]!.bucket));
  if (added.length === 0 && copies === undefined) return { detail: "No bucket is new.", commands: [] };
  if (copies === undefined)
    return {
      detail: `Replication copies only new objects to ${buckets}. Existing objects need S3 Batch Replication, which needs repair: { batchReplication: true } in the file.`,
      commands,
    };
  if ("unknown" in copies)
    return { detail: `Not known: which versions are missing. ${copies.unknown}`, commands };
  const { buckets: counts, compared, complete } = copies.value;
  const missing = counts.filter((one) => one.missing > 0);
  const all = complete
    ? `${compared} versions were compared`
    : `the first ${compared} versions were compared`;
  if (missing.length === 0)
    return complete
      ? { detail: `${buckets} ${regions.length === 1 ? "has" : "have"} every version: ${all}.`, commands: [] }
      : {
          detail: `No version is missing so far: ${all}. mrap regions status ${id} --all compares all of them.`,
          commands,
        };
  return {
    detail: missing
      .map((one) => `${one.bucket} lacks ${count(one.missing, "version")}, such as ${one.examples[0]}.`)
      .concat(`${all.charAt(0).toUpperCase()}${all.slice(1)}.`)
      .join(" "),
    commands,
  };
}

function users(
  { users: found }: ChangeFacts,
  oldName: string,
): Pick<Step, "detail"> & { done: boolean | "check" } {
  if (found === undefined)
    return { done: "check", detail: `Search the logs for requests through ${oldName}.` };
  if ("unknown" in found)
    return { done: "check", detail: `Not known: who uses ${oldName}. ${found.unknown}` };
  const { requests, callers, since, last, complete } = found.value;
  if (requests > 0)
    return {
      done: false,
      detail: `${count(requests, "request")} of ${count(callers, "caller")} used ${oldName} since ${at(since)}${last ? `, the last one at ${at(last)}` : ""}.`,
    };
  return {
    done: complete ? true : "check",
    detail: `No request used ${oldName} since ${at(since)}${complete ? "" : ", in the logs that were read"}.`,
  };
}

function routingSentence({ routing }: ChangeFacts): string {
  if (routing === undefined) return "";
  if ("unknown" in routing) return ` Not known: the routing. ${routing.unknown}`;
  const { old, new: next } = routing.value;
  return [...old].sort().join() === [...next].sort().join()
    ? ` Both route to ${list(next)}.`
    : ` The old one routes to ${list(old)}, the new one to ${list(next)}.`;
}

export function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? "" : "s"}`;
}

export function at(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/**
 * The step that is missing before the old access point may be retired. Undefined if none is.
 * @param ignored steps that the user decided to skip
 */
export function missingBeforeRetire(
  steps: readonly Step[],
  ignored: readonly StepName[] = [],
): Step | undefined {
  return steps.find(({ name, done }) => {
    if (ignored.includes(name)) return false;
    if (name === "users") return done === false;
    return ["deploy", "ready", "backfill"].includes(name) && done !== true;
  });
}
