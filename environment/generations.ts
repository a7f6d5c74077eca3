/** The earlier access points of an environment, from its identity record. See docs/decisions/0014. */
import type { Identity, IdentifiedEnvironment } from "./identity";
import type { Environment } from "./schema";

/** Adds the names and buckets of earlier access points to an environment, from its record. */
export function generationsKnown(
  environment: Environment,
  record: Identity,
): Pick<IdentifiedEnvironment, "environmentName" | "hadGenerations" | "retired"> {
  const generations = generationsAfter(record, environment);
  const retired = retiredAfter(record, environment);
  return {
    ...(generations !== undefined && { environmentName: generations[0]!, hadGenerations: true }),
    ...(Object.keys(retired).length > 0 && { retired }),
  };
}

/**
 * The names of the access points after this synth, the present one last. Undefined if there was no change of Regions, or
 * if a trial begins again with another name.
 */
export function generationsAfter(record: Identity, environment: Environment): string[] | undefined {
  const { name, previous } = environment;
  const recorded = record.generations ?? [];
  if (previous !== undefined) {
    const index = recorded.indexOf(previous.name);
    return [...recorded.slice(0, Math.max(0, index)), previous.name, name];
  }
  const index = recorded.indexOf(name);
  return index < 0 ? undefined : recorded.slice(0, index + 1);
}

/**
 * The buckets that are in no set any more. A bucket that is a member again is kept here until its change is complete,
 * because Terraform has to import it.
 */
export function retiredAfter(record: Identity, environment: Environment): Record<string, string> {
  const { regions, previous } = environment;
  const isMember = (region: string): boolean => region in regions || region in (previous?.regions ?? {});
  const retired = { ...record.retired };
  // Without protection, a removed bucket is destroyed with its objects.
  if (record.previous !== undefined && environment.protect) {
    // Also for a change that no deploy was seen of: another checkout may have created its buckets.
    const sets = { ...record.regions, ...record.previous.regions };
    for (const [region, bucket] of Object.entries(sets)) if (!isMember(region)) retired[region] = bucket;
  }
  return Object.fromEntries(
    Object.entries(retired).filter(([region]) => previous !== undefined || !isMember(region)),
  );
}

/** Whether an access point may be deployed. Without a deploy that was seen, it may be. */
export function isDeployed({ deployed }: Identity, name: string): boolean {
  return deployed?.includes(name) ?? true;
}

/** The names of the buckets, by Region. */
export function bucketsOf(regions: Environment["regions"]): Record<string, string> {
  return Object.fromEntries(Object.entries(regions).map(([region, { bucket }]) => [region, bucket]));
}
