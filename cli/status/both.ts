/** The status of both access points during a change of Regions. */
import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import { differenceSentence, differingRegions, generations, isChanging } from "../access-point/generations";
import { awaitingInitialRouting } from "../access-point/initial-routing";
import { isRead } from "../access-point/observations";
import type { Aws } from "../adapters/aws/aws";
import { ExitStatus, UserError } from "../errors";
import { callerIdentity } from "../live/identity";
import { notServing } from "../live/not-serving";
import { takeStatus, type Status } from "./status";

/** An access point of the environment file that has no status. */
export interface Absent {
  readonly name: string;
  /** Why, in one or more sentences. */
  readonly why: string;
}

/** The status of an environment. */
export interface Statuses {
  /** The access point; during a change of Regions the new one, or the only one that has a status. */
  readonly status: Status;
  /** The other access point, during a change of Regions. */
  readonly other?: Status | Absent;
}

export function isAbsent(one: Status | Absent): one is Absent {
  return "why" in one;
}

/** Reads every access point of the argument at once. @throws UserError if none of them has a status */
export async function takeStatuses(aws: Aws, argument: EnvironmentArgument): Promise<Statuses> {
  if (!isChanging(argument)) return { status: await takeStatus(aws, argument) };
  const taken = await Promise.all(generations(argument).map((one) => takeOrWhy(aws, one)));
  const [status, other] = [...taken].sort((a, b) => Number("error" in a) - Number("error" in b));
  if ("error" in status!) throw status.error;
  return { status: status as Status, other: "error" in other! ? other.absent : other! };
}

type Unread = { readonly absent: Absent; readonly error: unknown };

async function takeOrWhy(aws: Aws, argument: EnvironmentArgument): Promise<Status | Unread> {
  try {
    return await takeStatus(aws, argument);
  } catch (error) {
    if (!(error instanceof UserError) || error.exitStatus !== ExitStatus.failed) throw error;
    const why = await notServing(aws, argument, () => callerIdentity(aws), error);
    return { absent: { name: nameOf(argument), why: why ?? error.message }, error };
  }
}

/** How the routings of the two compare. */
export interface Comparison {
  /** The Regions of both that are active in one and passive in the other. Undefined if a routing is not known. */
  readonly regions?: readonly string[];
  /** One sentence, and what to do. */
  readonly text: string;
}

/** Compares the routings of the two access points. Undefined if there is only one. */
export function compareRoutings({ status, other }: Statuses): Comparison | undefined {
  if (other === undefined) return undefined;
  if (isAbsent(other)) return { text: other.why };
  const names = `${status.name} and ${other.name}`;
  if (!isRead(status.routing) || !isRead(other.routing))
    return { text: `Whether the routings of ${names} agree is not known.` };
  const [one, two] = [
    { name: status.name, routes: status.routing.value },
    { name: other.name, routes: other.routing.value },
  ];
  const difference = differenceSentence(one, two);
  if (difference === undefined)
    return { regions: [], text: `The routings of ${names} agree in every Region that both have.` };
  const environment = status.environment ?? "ENVIRONMENT";
  const unset = [status, other].some(
    ({ routing, file }) => isRead(routing) && file && awaitingInitialRouting(routing.value, file).length > 0,
  );
  const fix = unset
    ? `mrap routes apply ${environment}`
    : `mrap failover ${environment} --to REGION, or mrap failback ${environment}`;
  return {
    regions: differingRegions(one.routes, two.routes),
    text: `${difference} Clients of the two may use different Regions. To give both the same routing, run ${fix}.`,
  };
}

/** The exit status of a command that shows the routing: 1 if the routing of an access point is not known. */
export function routingIsKnown({ status, other }: Statuses): boolean {
  return isRead(status.routing) && (other === undefined || isAbsent(other) || isRead(other.routing));
}
