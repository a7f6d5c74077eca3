/** Compares an adopted access point with its record, NAME.adopted.yaml. */
import { isDeepStrictEqual } from "node:util";
import { basename } from "node:path";
import { adoptedFile, type AdoptedAccessPoint } from "../../environment/adopted";
import { environmentId } from "../../environment/find";
import type { Environment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";
import { callerIdentity } from "../live/identity";
import type { AccessPointInspection } from "./access-point-inspection";
import { accessPointRecord, samePolicy } from "./access-point-record";
import { inspectAccessPoint } from "./inspect-access-point";

/** An access point that differs from its record, or that cannot be compared. */
export interface ChangedAccessPoint {
  readonly accessPoint: string;
  readonly changed: readonly string[];
  /** Why the access point cannot be compared. */
  readonly reason?: string;
  /** A part of the access point cannot be read. */
  readonly unread?: true;
}

/** Compares an access point with its record. Undefined if nothing changed. */
export async function accessPointChange(
  aws: Aws,
  { regions }: Pick<Environment, "regions">,
  recorded: AdoptedAccessPoint,
): Promise<ChangedAccessPoint | undefined> {
  const { account } = await callerIdentity(aws);
  const inspection = await inspectAccessPoint(aws, account, { name: recorded.name, regions });
  return changeOfAccessPoint(inspection, recorded);
}

/** The change of an access point, if there is one. The routing is not part of the record. */
export function changeOfAccessPoint(
  inspection: AccessPointInspection,
  recorded: AdoptedAccessPoint,
): ChangedAccessPoint | undefined {
  const { name, account, found, unread } = inspection;
  const unchanged = { accessPoint: recorded.name, changed: [] };
  if (account !== recorded.account)
    return {
      ...unchanged,
      reason: `Your credentials are for the account ${account}, and ${name} is in ${recorded.account} according to its record.`,
    };
  const [reason] = unread;
  if (reason !== undefined) return { ...unchanged, reason, unread: true };
  if (found === undefined)
    return { ...unchanged, reason: `The access point ${name} does not exist any more.` };
  const now = accessPointRecord(inspection, found);
  const changed = (["alias", "regions", "publicAccessBlock"] as const).filter(
    (part) => !isDeepStrictEqual(now[part], recorded[part]),
  );
  const parts = [...changed, ...(samePolicy(now.policy, recorded.policy) ? [] : ["policy"])];
  return parts.length > 0 ? { accessPoint: recorded.name, changed: parts } : undefined;
}

/** One sentence about a change, with what to do. */
export function accessPointSentence(
  { accessPoint, changed, reason }: ChangedAccessPoint,
  file: string,
): string {
  if (reason !== undefined) return reason;
  return `The access point ${accessPoint} changed after ${basename(adoptedFile(file))} was written: ${changed.join(", ")}. Run mrap adopt ${environmentId(file)} again.`;
}
