import type { InspectedAccessPoint } from "./access-point";
import type { Finding, Inspection } from "./inspection";
import { isManaged } from "./record";

export interface InspectedParts {
  readonly ok: boolean;
  readonly inspected: ReadonlyArray<{
    readonly inspection: Inspection;
    readonly findings: readonly Finding[];
  }>;
  readonly between: readonly Finding[];
  /** Undefined if the access point was not inspected. */
  readonly accessPoint?: InspectedAccessPoint;
}

/** The result as JSON. */
export function resultJson({ ok, inspected, between, accessPoint }: InspectedParts): object {
  return {
    adoptable: ok,
    buckets: inspected.map(({ inspection, findings }) => ({
      bucket: inspection.bucket,
      region: inspection.region,
      // A bucket in another Region or of another account exists, too.
      exists: inspection.place.kind !== "missing",
      adopted: isManaged(inspection),
      ...(inspection.size && { size: inspection.size }),
      findings,
    })),
    ...(accessPoint && { accessPoint: accessPointJson(accessPoint) }),
    findings: between,
  };
}

function accessPointJson({ inspection, findings, missing, adopts }: InspectedAccessPoint): object {
  const { name, account, found, unread } = inspection;
  return {
    name,
    account,
    // If AWS did not answer, it is not known.
    exists: found !== undefined ? true : unread.length > 0 ? null : false,
    adoptable: adopts !== undefined && !findings.some(({ kind }) => kind === "prevents"),
    ...(found && {
      alias: found.alias,
      arn: found.arn,
      status: found.status,
      members: found.members,
      publicAccessBlock: found.publicAccessBlock,
      policy: found.policy ?? null,
      routing: found.routing
        ? Object.fromEntries(
            found.routing.map(({ region, active }) => [region, active ? "active" : "passive"]),
          )
        : null,
      missingStatements: missing.statements,
    }),
    findings,
  };
}
