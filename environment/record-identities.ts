import { nextIdentity, writeIdentity, type IdentifiedEnvironment } from "./identity";
import type { LoadedEnvironment } from "./load";
import { requestedCommand } from "./requested-stacks";

/**
 * Writes the identity record of each environment that was synthesized. Commit the records.
 * @param providerRegions returns the Regions in which an environment needs a provider
 * @returns a sentence for each record that cannot be written
 */
export function recordIdentities(
  environments: readonly LoadedEnvironment[],
  providerRegions: (environment: IdentifiedEnvironment) => readonly string[],
): string[] {
  const command = requestedCommand();
  const deploying = command?.name === "deploy" || command?.name === "apply";
  return environments.flatMap(({ id, file, environment, identity }) => {
    const deployed = deploying && (command.stacks?.includes(id) ?? true);
    const next = nextIdentity(identity, environment, providerRegions(environment), deployed);
    return writeIdentity(file, next) ?? [];
  });
}
