import { ExitStatus, UserError } from "../errors";

/** Chooses the Regions whose buckets get a job. */
export interface Choice {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** @throws UserError if a Region is no member, or if both are the same */
export function checkChoice(regions: readonly string[], { from, to }: Choice): void {
  for (const [option, region] of [["--from", from] as const, ["--to", to] as const])
    if (region !== undefined && !regions.includes(region))
      throw refused(
        `${option} ${region} is not a Region of this environment. Its Regions: ${regions.join(", ")}.`,
      );
  if (from !== undefined && from === to)
    throw refused(`--from and --to are both ${from}. A bucket does not replicate to itself.`);
}

/**
 * The Regions of the source buckets.
 * @throws UserError if a Region is no member, or if a job cannot do what was chosen
 */
export function sourceRegions(regions: readonly string[], { from, to }: Choice): string[] {
  checkChoice(regions, { from, to });
  if (to !== undefined && regions.length > 2) {
    const source = from ?? regions.find((region) => region !== to)!;
    const others = regions.filter((region) => region !== source && region !== to);
    throw refused(
      `--to ${to} cannot be limited to one Region: a job follows all replication rules of its source bucket and has no selector for destinations. A job in ${source} also replicates to ${others.join(", ")}. Leave out --to.`,
    );
  }
  if (from !== undefined) return [from];
  return regions.filter((region) => region !== to);
}

function refused(message: string): UserError {
  return new UserError(message, ExitStatus.usage);
}
