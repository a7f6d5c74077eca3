/** The record of an access point. */
import { isDeepStrictEqual } from "node:util";
import { statementHash } from "../../constructs/statement-hash";
import type { ExistingPolicy } from "../../constructs/existing-access-point";
import type { AdoptedAccessPoint } from "../../environment/adopted";
import type { AccessPointInspection, FoundAccessPoint } from "./access-point-inspection";

/** The record of an inspected access point. An adoption changes nothing in it, so the record is what AWS returns. */
export function accessPointRecord(
  { name, account }: AccessPointInspection,
  { alias, members, publicAccessBlock, policy }: FoundAccessPoint,
  earlier?: AdoptedAccessPoint,
): AdoptedAccessPoint {
  // AWS does not keep the order of principals. Without a change, the record is unchanged.
  const kept = samePolicy(policy, earlier?.policy) ? earlier?.policy : policy;
  return {
    name,
    account,
    alias,
    regions: Object.fromEntries(members.map(({ region, bucket }) => [region, bucket])),
    publicAccessBlock,
    ...(kept && { policy: kept }),
  };
}

/** Whether two policies have the same statements, in any order. */
export function samePolicy(one: ExistingPolicy | undefined, other: ExistingPolicy | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const hashes = ({ Statement }: ExistingPolicy) => [...new Set(Statement.map(statementHash))].sort();
  return isDeepStrictEqual(hashes(one), hashes(other));
}
