/** Inspects the access point of an environment for an adoption. */
import type { AdoptedAccessPoint } from "../../environment/adopted";
import type { Environment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";
import { accessPointFindings, isManagedAccessPoint } from "./access-point-findings";
import type { AccessPointInspection, FoundAccessPoint } from "./access-point-inspection";
import { accessPointTitle } from "./access-point-title";
import { inspectAccessPoint } from "./inspect-access-point";
import type { Finding } from "./inspection";
import { missingStatements, type MissingStatements } from "./missing-statements";
import { findingsText } from "./render";

export interface AdoptAccessPointOptions {
  readonly account: string;
  readonly environment: Environment;
  /** The access point has to exist: the file or the option names it. */
  readonly required: boolean;
  /** The record of an earlier run. */
  readonly earlier?: AdoptedAccessPoint;
  readonly progress: (line: string) => void;
}

/** The access point of an environment, and what its adoption means. */
export interface InspectedAccessPoint {
  readonly inspection: AccessPointInspection;
  readonly findings: readonly Finding[];
  readonly missing: MissingStatements;
  /** The access point to record. Undefined if there is none that Terraform did not create. */
  readonly adopts?: FoundAccessPoint;
  readonly text: string;
}

export async function adoptAccessPoint(
  aws: Aws,
  { account, environment, required, earlier, progress }: AdoptAccessPointOptions,
): Promise<InspectedAccessPoint> {
  progress(`Read the access point ${environment.name}, its policy and its routing …`);
  const inspection = await inspectAccessPoint(aws, account, environment);
  const { found } = inspection;
  const missing = found
    ? await missingStatements(environment, found.arn, found.policy)
    : { statements: [], sids: [], keys: [] };
  const findings = accessPointFindings(inspection, {
    environment,
    required,
    missing,
    ...(earlier && { earlier }),
  });
  const adopts = found && (earlier || !isManagedAccessPoint(found)) ? found : undefined;
  const listed = adopts ? missing.statements : [];
  const text = [
    findingsText(accessPointTitle(inspection), findings),
    ...(listed.length > 0
      ? [`  Statements that the policy does not have:\n${indented(JSON.stringify(listed, undefined, 2))}`]
      : []),
  ].join("\n");
  return { inspection, findings, missing, text, ...(adopts && { adopts }) };
}

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}
