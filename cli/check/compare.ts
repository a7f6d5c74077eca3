import type { IdentifiedEnvironment } from "../../environment/identity";
import type { LoadedEnvironment } from "../../environment/load";
import { changeParagraphs, setChanges, type Deployed, type SetChange } from "../access-point/set-changes";

/** An environment file compared with its access point in AWS. The fields are a contract of the JSON. */
export interface Comparison {
  readonly id: string;
  /** The name of the deployed access point. Undefined if there is none, or if it is not known. */
  readonly accessPoint?: string;
  readonly changes: readonly SetChange[];
  /** The keys of other states in the state bucket, if the name changed. */
  readonly stateKeys: readonly string[];
  /** Why AWS could not be asked. */
  readonly unknown?: string;
}

interface Found {
  readonly deployed?: Deployed;
  readonly stateKeys: readonly string[];
}

/** Compares each environment. One that cannot be compared does not stop the others. */
export async function compareAll(
  environments: readonly LoadedEnvironment[],
  find: (environment: IdentifiedEnvironment) => Promise<Found>,
): Promise<Comparison[]> {
  const compared: Comparison[] = [];
  for (const { id, environment } of environments) {
    try {
      const { deployed, stateKeys } = await find(environment);
      const changes = deployed ? setChanges(id, environment, deployed) : [];
      compared.push({ id, changes, stateKeys, ...(deployed && { accessPoint: deployed.name }) });
    } catch (error) {
      compared.push({ id, changes: [], stateKeys: [], unknown: (error as Error).message });
    }
  }
  return compared;
}

/** The comparison in sentences. */
export function comparisonText({ id, accessPoint, changes, stateKeys, unknown }: Comparison): string {
  if (unknown !== undefined) return `${id}: the deployed access point is not known. ${unknown}`;
  if (accessPoint === undefined) return `${id}: no deployed access point was found.`;
  if (changes.length === 0)
    return `${id}: the name, the Regions and the buckets are those of the access point ${accessPoint}.`;
  const keys =
    stateKeys.length > 0 ? [`The state bucket contains other states: ${stateKeys.join(", ")}.`] : [];
  return [`${id}:`, ...changeParagraphs(changes), ...keys].join("\n\n");
}
