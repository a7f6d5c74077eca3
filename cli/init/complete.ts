import { ACCESS_POINT_REGIONS } from "../../constructs/limits";
import { ExitStatus, UserError } from "../errors";
import type { Account } from "./account";
import type { Answers, Given, RegionAnswer } from "./answers";
import { proposeBucket, proposeStateBucket, proposeStateRegion } from "./propose";

/**
 * Completes the answers of the command line with proposals, and asks nothing.
 * @throws UserError that names everything that is missing
 */
export async function completeAnswers(account: Account, given: Given): Promise<Answers> {
  const { name, regions, passive = [], networks = {}, readers = [], writers = [] } = given;
  const { minimum, maximum } = ACCESS_POINT_REGIONS;
  const missing = [
    ...(name === undefined ? ["--name NAME"] : []),
    ...(regions.length < minimum ? [`--region REGION for ${minimum} to ${maximum} Regions`] : []),
  ];
  if (name === undefined || missing.length > 0) throw incomplete(missing);
  const buckets = await Promise.all(
    regions.map(async ({ region, bucket }) => bucket ?? (await proposeBucket(account, name, region, region))),
  );
  const members = regions.map(({ region }) => region);
  const stateRegion = given.stateRegion ?? proposeStateRegion(members, account.regions);
  const stateBucket = given.stateBucket ?? (await proposeStateBucket(account, name, stateRegion));
  const nameless = regions.filter((_, index) => buckets[index] === undefined).map(({ region }) => region);
  if (stateBucket === undefined || nameless.length > 0)
    throw incomplete(
      [
        ...nameless.map((region) => `--region ${region}=BUCKET`),
        ...(stateBucket === undefined ? ["--state-bucket BUCKET"] : []),
      ],
      "unknown" in account.id ? ` Names can be proposed only for a known account. ${account.id.unknown}` : "",
    );
  return {
    name,
    regions: regions.map(({ region }, index): RegionAnswer => {
      const vpc = networks[region];
      return {
        region,
        bucket: buckets[index]!,
        routing: passive.includes(region) ? "passive" : "active",
        ...(vpc !== undefined && { vpc }),
      };
    }),
    state: stateBucket === "local" ? "local" : { bucket: stateBucket, region: stateRegion },
    readers,
    writers,
  };
}

function incomplete(missing: readonly string[], why = ""): UserError {
  return new UserError(
    `There is no terminal to ask, and the command line is not complete. Add ${missing.join(" and ")}.${why}`,
    ExitStatus.usage,
  );
}
