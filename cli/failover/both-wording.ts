import { nearest } from "../../environment/rules/nearest";
import type { EnvironmentFile } from "../access-point/argument";
import { differenceSentence, generations } from "../access-point/generations";
import { activeRegions, describeRouting } from "../access-point/routing";
import { list } from "../access-point/wording";
import { ExitStatus, UserError } from "../errors";
import type { Lane } from "./both-lane";
import type { RunOptions } from "./run-types";

interface Members {
  readonly name: string;
  readonly regions: readonly string[];
}

/**
 * Rejects a target that is not a member of both access points.
 * @param members as AWS reports them. Without it, only a target that is in neither set of the file is rejected.
 */
export function targetsOfBoth(
  file: EnvironmentFile,
  { command, to = [], environment, force = false }: RunOptions,
  members?: readonly [Members, Members],
): void {
  if (command !== "failover" || (members === undefined && force)) return;
  const [next, previous] = members ?? declared(file);
  const all = [...new Set([...next.regions, ...previous.regions])];
  const strangers = to.filter((region) => !all.includes(region));
  if (strangers.length > 0) {
    const guesses = strangers.map((region) => nearest(region.toLowerCase(), all));
    const guess = guesses.every((one) => one !== undefined) ? ` Did you mean ${guesses.join(", ")}?` : "";
    throw new UserError(
      `${strangers.join(", ")} ${are(strangers)} of ${next.name}, which has ${next.regions.join(", ")}, nor of ${previous.name}, which has ${previous.regions.join(", ")}.${guess} Nothing was submitted.`,
      ExitStatus.usage,
    );
  }
  if (members === undefined) return;
  for (const [one, other] of [
    [next, previous],
    [previous, next],
  ] as const) {
    const lacking = to.filter((region) => !one.regions.includes(region));
    if (lacking.length === 0) continue;
    const shared = next.regions.filter((region) => previous.regions.includes(region));
    const both =
      shared.length > 0
        ? `Choose from ${shared.join(", ")}, which both have`
        : "The access points have no Region in common";
    const alone = to.every((region) => other.regions.includes(region))
      ? ` To change ${other.name} alone, run: ${commandLine(command, environment, to, other.name)}`
      : "";
    throw new UserError(
      `${lacking.join(", ")} ${lacking.length === 1 ? "is a member" : "are members"} of ${other.name}, and not of ${one.name}, which has ${one.regions.join(", ")}. Nothing was submitted, because the access points would route differently. ${both}.${alone}`,
      ExitStatus.usage,
    );
  }
}

function are(strangers: readonly string[]): string {
  return strangers.length === 1 ? "is neither a member" : "are neither members";
}

function declared(file: EnvironmentFile): [Members, Members] {
  const [next, previous] = (generations(file) as readonly EnvironmentFile[]).map(({ environment }) => ({
    name: environment.name,
    regions: Object.keys(environment.regions),
  }));
  return [next!, previous!];
}

/** The exit status and the last line of a run that changes two access points. It claims what the lanes know. */
export function bothEnding(
  lanes: readonly Lane[],
  options: RunOptions,
): { readonly status: number; readonly sentence: string } {
  const present = lanes.filter(({ absent }) => absent === undefined);
  const absent = lanes.flatMap((lane) => (lane.absent === undefined ? [] : [lane.absent]));
  const status = statusOf(present);
  const parts = [headline(present, status, options), ...present.map(routingOf), ...absent];
  const difference = differenceOf(present);
  if (difference !== undefined) parts.push(`${difference} Clients of the two may use different Regions.`);
  return { status, sentence: [...parts, advice(present, status, difference, options)].join(" ").trim() };
}

/** Done, if both are. Failed, if this run changed nothing. Otherwise not confirmed. */
function statusOf(lanes: readonly Lane[]): number {
  const statuses = lanes.map(({ ending }) => ending?.status ?? ExitStatus.failed);
  if (statuses.length > 0 && statuses.every((one) => one === ExitStatus.done)) return ExitStatus.done;
  const changed = lanes.some(({ sent, ending }) => sent || ending?.status === ExitStatus.unconfirmed);
  return changed ? ExitStatus.unconfirmed : ExitStatus.failed;
}

function headline(lanes: readonly Lane[], status: number, options: RunOptions): string {
  if (lanes.length === 0) return "Nothing was submitted: neither access point has a known routing.";
  const both = lanes.length > 1;
  if (
    status === ExitStatus.done &&
    options.dryRun &&
    lanes.some(({ ending }) => ending?.outcome === "not submitted")
  )
    return "Dry run, nothing was submitted.";
  if (status === ExitStatus.done) {
    const nothing = lanes.every(({ ending }) => ending?.outcome === "already");
    return nothing
      ? `Nothing to do: ${both ? "both access points have" : `${lanes[0]!.name} has`} the requested routing already.`
      : `${both ? "Both access points have" : `${lanes[0]!.name} has`} the requested routing.`;
  }
  if (status === ExitStatus.failed)
    return both ? "This run changed neither access point." : `This run did not change ${lanes[0]!.name}.`;
  return lanes.map(outcome).join(" ");
}

/** The outcome for one access point. */
function outcome({ name, sent, ending }: Lane): string {
  if (ending?.status === ExitStatus.done)
    return sent ? `${name} was changed.` : `${name} had the requested routing already.`;
  if (ending?.status === ExitStatus.unconfirmed || sent) return `The change of ${name} is not confirmed.`;
  return `${name} was not changed by this run.`;
}

/** The routing of one access point, as far as its ending knows it. */
function routingOf({ name, ending }: Lane): string {
  return ending?.routing && ending.routing.length > 0
    ? `${name}: ${describeRouting(ending.routing)}.`
    : `${name}: not known.`;
}

function differenceOf(lanes: readonly Lane[]): string | undefined {
  const [one, other] = lanes.flatMap(({ name, ending }) =>
    ending?.routing ? [{ name, routes: ending.routing }] : [],
  );
  return one && other ? differenceSentence(one, other) : undefined;
}

/** The command that finishes or repeats the change. */
function advice(
  lanes: readonly Lane[],
  status: number,
  difference: string | undefined,
  { command, environment, to = [], force = false, dryRun = false }: RunOptions,
): string {
  const again = commandLine(command, environment, to, undefined, force);
  if (status === ExitStatus.unconfirmed) {
    const open = lanes.some(({ ending }) => ending?.status === ExitStatus.unconfirmed);
    return `${open ? `Wait 2 minutes, then run mrap status ${environment}. ` : ""}To finish, run: ${again}`;
  }
  if (status === ExitStatus.done || dryRun) return "";
  if (command === "routes apply") return sameAsChanged(lanes, environment);
  const stopped = lanes.some(
    ({ log: { items } }) => !force && items !== "skipped" && items.some(({ level }) => level === "red"),
  );
  if (stopped)
    return `In an emergency run: ${commandLine(command, environment, to, undefined, true)} --yes --no-wait`;
  const alone = lanes.filter(({ ending }) => ending?.outcome !== undefined && ending.routing !== undefined);
  if (lanes.length > 1 && alone.length === 1)
    return `To change ${alone[0]!.name} alone, run: ${commandLine(command, environment, to, alone[0]!.name, force)}`;
  return difference === undefined ? "" : `To give both the same routing, run: ${again}`;
}

/** `mrap routes apply` leaves a changed routing alone. The other access point can follow it. */
function sameAsChanged(lanes: readonly Lane[], environment: string): string {
  const changed = lanes.find(
    ({ ending }) => ending?.status === ExitStatus.failed && ending.routing?.some(({ active }) => !active),
  );
  const active = changed?.ending?.routing ? activeRegions(changed.ending.routing) : [];
  const others = lanes.filter((lane) => lane !== changed);
  const possible = others.every(({ log }) =>
    active.every((region) => log.located?.routes.some((route) => route.region === region)),
  );
  if (changed === undefined || others.length === 0 || !possible) return "";
  return `To give ${list(others.map(({ name }) => name))} the routing of ${changed.name}, run: ${commandLine("failover", environment, active)}`;
}

/** A command that an operator can copy. */
function commandLine(
  command: string,
  environment: string,
  to: readonly string[],
  accessPoint?: string,
  force = false,
): string {
  const quoted = /\s/.test(environment) ? `'${environment}'` : environment;
  return [
    "mrap",
    command,
    quoted,
    ...to.map((region) => `--to ${region}`),
    ...(accessPoint === undefined ? [] : [`--access-point ${accessPoint}`]),
    ...(force ? ["--force"] : []),
  ].join(" ");
}
