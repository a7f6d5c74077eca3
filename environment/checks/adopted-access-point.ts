/**
 * The checks of an adopted access point against its record and against the adoption of its buckets.
 *
 * Ledger: mrap-immutable
 */
import { isDeepStrictEqual } from "node:util";
import { basename } from "node:path";
import { adoptedFile, type AdoptedAccessPoint, type AdoptedRecord } from "../adopted";
import { printed } from "../data";
import { environmentId } from "../find";
import { parseArn } from "../rules/arn";
import type { PlacedMistake } from "../rules/rule";
import type { Environment } from "../schema";

/** The mistakes of an environment with an adopted access point. @param record undefined if there is none */
export function adoptedAccessPointMistakes(
  file: string,
  environment: Environment,
  record: AdoptedRecord | undefined,
): PlacedMistake[] {
  const name = basename(adoptedFile(file));
  const found = record?.accessPoint;
  const { accessPoint } = environment;
  if (!accessPoint) return found ? [notAdopted(name, found)] : [];
  const endings = endMistakes(environment, accessPoint);
  if (found === undefined) {
    if (accessPoint === "forget") return endings;
    return [
      {
        path: ["accessPoint"],
        message: `adopts the access point ${environment.name}, and ${record === undefined ? `there is no ${name}` : `${name} does not describe it`}`,
        fix: `run mrap adopt ${environmentId(file)}`,
      },
      ...endings,
    ];
  }
  return [...recordMistakes(file, environment, found), ...endings];
}

function notAdopted(record: string, { name }: AdoptedAccessPoint): PlacedMistake {
  return {
    path: ["accessPoint"],
    aboutKey: true,
    message: `is missing, and ${record} describes ${name} as an existing access point. Terraform would try to create it`,
    fix: `write accessPoint: adopt. To end the adoption, write accessPoint: forget. If the access point is not adopted, delete it from ${record}`,
  };
}

/** AWS cannot change the name, the members and the public access block of an access point. */
function recordMistakes(
  file: string,
  { name, regions, assumeRole }: Environment,
  found: AdoptedAccessPoint,
): PlacedMistake[] {
  const record = basename(adoptedFile(file));
  const again = `run mrap adopt ${environmentId(file)}`;
  if (found.name !== name) {
    return [
      {
        path: ["name"],
        message: `is not the access point that ${record} describes`,
        got: printed(name),
        allowed: found.name,
        fix: `write name: ${found.name}, or ${again}`,
      },
    ];
  }
  const mistakes: PlacedMistake[] = [];
  const account = assumeRole ? parseArn(assumeRole)?.account : undefined;
  if (account && account !== found.account) {
    mistakes.push({
      path: ["assumeRole"],
      message: `is a role of another account than that of the access point, which is ${found.account} according to ${record}`,
      got: account,
      allowed: `a role in ${found.account}`,
      fix: `name a role in ${found.account}, or ${again} with credentials of ${account}`,
    });
  }
  const members = Object.fromEntries(Object.entries(regions).map(([region, { bucket }]) => [region, bucket]));
  if (!isDeepStrictEqual(members, found.regions)) {
    mistakes.push({
      path: ["regions"],
      aboutKey: true,
      message: `differ from the members of the access point ${name} according to ${record}. AWS cannot change the members of an access point`,
      got: membersText(members),
      allowed: membersText(found.regions),
      fix: "write the Regions and buckets of the access point",
    });
  }
  const { blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets } =
    found.publicAccessBlock;
  if (!(blockPublicAcls && blockPublicPolicy && ignorePublicAcls && restrictPublicBuckets)) {
    mistakes.push({
      path: ["accessPoint"],
      message: `adopts an access point that does not block all public access according to ${record}. AWS cannot change this setting`,
      fix: "remove accessPoint, and choose the name of an access point that does not exist",
    });
  }
  return mistakes;
}

function membersText(regions: Readonly<Record<string, string>>): string {
  return Object.entries(regions)
    .map(([region, bucket]) => `${printed(bucket)} in ${printed(region)}`)
    .sort()
    .join(", ");
}

/** The buckets of an existing access point exist, and the adoption of all of them ends together. */
function endMistakes({ regions }: Environment, accessPoint: "adopt" | "forget"): PlacedMistake[] {
  const all = Object.entries(regions);
  const missing = all.filter(([, { adopt }]) => !adopt);
  const ending = all.some(([, { adopt }]) => adopt === "restore" || adopt === "forget");
  if (missing.length > 0) {
    const value = accessPoint === "adopt" ? "true" : "restore";
    return missing.map(([region, { bucket }]) => ({
      path: ["regions", region, "adopt"],
      aboutKey: true,
      message: `is missing. The bucket ${bucket} is a member of an existing access point, so it exists already`,
      got: "false",
      fix: `write adopt: ${value} for every bucket`,
    }));
  }
  if (accessPoint === "adopt" && ending) {
    return [
      {
        path: ["accessPoint"],
        message:
          "does not end the adoption of the access point, and the adoption of its buckets ends. Terraform cannot keep an access point without its buckets",
        got: "adopt",
        allowed: "forget",
        fix: "write accessPoint: forget",
      },
    ];
  }
  if (accessPoint === "forget" && !ending) {
    return [
      {
        path: ["accessPoint"],
        message:
          "ends the adoption of the access point, and the adoption of its buckets does not end. The resources of the environment need the access point",
        got: "forget",
        allowed: "adopt",
        fix: "write adopt: restore for every bucket, or accessPoint: adopt",
      },
    ];
  }
  return [];
}
