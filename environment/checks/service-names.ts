/**
 * Names that the stack derives from the access point's name and that other services reject.
 *
 * Ledger: ssm-document-name, security-group-name
 */
import { printed, valueAt } from "../data";
import { accessPointNameRule } from "../rules/names";
import type { PlacedMistake } from "../rules/rule";
import { regionsOf } from "./regions-of";

// Source: AWS Systems Manager API Reference, "CreateDocument". The longer reserved prefixes start with "aws", too.
const DOCUMENT_PREFIXES = ["aws", "amazon", "amzn"];
// Source: Amazon EC2 API Reference, "CreateSecurityGroup".
const SECURITY_GROUP_PREFIX = "sg-";

export function nameMistakes(data: unknown): PlacedMistake[] {
  const name = valueAt(data, ["name"]);
  if (typeof name !== "string" || !accessPointNameRule.pattern.test(name)) return [];
  const mistake = (message: string, allowed: string, fix: string): PlacedMistake[] => [
    { path: ["name"], message, got: printed(name), allowed, fix },
  ];
  const reserved = DOCUMENT_PREFIXES.find((prefix) => name.startsWith(prefix));
  if (reserved !== undefined && valueAt(data, ["failover", "runbook"]) !== false) {
    return mistake(
      `starts with "${reserved}". Systems Manager reserves this prefix, and the failover runbook is named ${name}-failover`,
      `a name that does not start with ${DOCUMENT_PREFIXES.map((prefix) => `"${prefix}"`).join(", ")}`,
      "choose another name, or set failover.runbook: false",
    );
  }
  if (name.startsWith(SECURITY_GROUP_PREFIX) && regionsOf(data).some(([, region]) => createsGroup(region))) {
    return mistake(
      `starts with "${SECURITY_GROUP_PREFIX}". Amazon EC2 reserves this prefix, and the security group of the endpoint is named ${name}-endpoint`,
      `a name that does not start with "${SECURITY_GROUP_PREFIX}"`,
      "choose another name, or name existing security groups in network.securityGroups",
    );
  }
  return [];
}

function createsGroup(region: unknown): boolean {
  if (valueAt(region, ["network", "vpc"]) === undefined) return false;
  const groups = valueAt(region, ["network", "securityGroups"]);
  return !Array.isArray(groups) || groups.length === 0;
}
