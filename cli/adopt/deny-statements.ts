/**
 * Finds the Deny statements of an existing bucket policy that apply to the replication roles of an environment.
 *
 * Ledger: replication-role
 */
import { DEFAULTS } from "../../constructs/defaults";
import type { ExistingStatement, OneOrMany } from "../../constructs/existing-bucket";
import type { Environment } from "../../environment/load";
import { partitionOf } from "../access-point/partition";
import { listed } from "../text/listed";
import { matchesWildcards } from "../text/wildcards";
import type { Finding, Inspection } from "./inspection";
import { knownOf, resultOf } from "./policy-conditions";

/** The actions of the role of its own Region in a bucket. */
const FROM = [
  "s3:GetReplicationConfiguration",
  "s3:ListBucket",
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionTagging",
];

/** The actions of the roles of the other Regions in a bucket. */
const TO = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"];

export function denyFindings(
  { bucket, region, existing }: Inspection,
  account: string,
  { name, regions, iam }: Pick<Environment, "name" | "regions" | "iam">,
): Finding[] {
  const partition = partitionOf(region);
  const role = (of: string) =>
    `arn:${partition}:iam::${account}:role${iam?.path ?? DEFAULTS.iam.path}${name}-replication-${of}`;
  const uses = Object.keys(regions).map((of) => ({ role: role(of), actions: of === region ? FROM : TO }));
  const bucketArn = `arn:${partition}:s3:::${bucket}`;
  return (existing.policy ?? []).flatMap((statement, index): Finding[] => {
    if (statement.Effect !== "Deny" || !namesBucket(statement, bucketArn)) return [];
    const denied = uses.flatMap((use) => {
      const actions = use.actions.filter((action) => namesAction(statement, action));
      if (actions.length === 0 || !namesPrincipal(statement, use.role, account)) return [];
      const { applies, unknown } = resultOf(statement.Condition, knownOf(use.role, account));
      return applies === false ? [] : [{ role: use.role, actions, applies, unknown }];
    });
    const title = `The Deny statement ${statement.Sid ?? `number ${index + 1}`} of ${bucket}`;
    const certain = denied.filter(({ applies }) => applies === true);
    if (certain.length > 0)
      return [
        {
          kind: "prevents",
          text: `${title} denies ${listed(unique(certain.flatMap(({ actions }) => actions)))} to ${listed(certain.map((one) => one.role))}. Objects would fail to replicate.`,
          fix: "Exempt the replication roles from the statement, such as by aws:PrincipalArn.",
        },
      ];
    if (denied.length === 0) return [];
    return [
      {
        kind: "note",
        text: `${title} may deny the replication: its condition on ${listed(unique(denied.flatMap(({ unknown }) => unknown)))} is not known for S3 replication.`,
        fix: `If objects fail to replicate, exempt ${listed(denied.map((one) => one.role))} from the statement.`,
      },
    ];
  });
}

function namesAction({ Action, NotAction }: ExistingStatement, action: string): boolean {
  const matches = (pattern: string) => matchesWildcards(pattern, action, true);
  return Action === undefined ? !many(NotAction).some(matches) : many(Action).some(matches);
}

function namesBucket({ Resource, NotResource }: ExistingStatement, bucketArn: string): boolean {
  const all = [bucketArn, `${bucketArn}/*`];
  if (Resource === undefined)
    return !all.every((one) => many(NotResource).some((pattern) => matchesWildcards(pattern, one)));
  return many(Resource).some(
    (pattern) => pattern.startsWith(`${bucketArn}/`) || all.some((one) => matchesWildcards(pattern, one)),
  );
}

function namesPrincipal(
  { Principal, NotPrincipal }: ExistingStatement,
  role: string,
  account: string,
): boolean {
  const names = (written: ExistingStatement["Principal"]) =>
    (typeof written === "string" ? [written] : many(written?.["AWS"])).some(
      (one) => one === "*" || one === role || one === account || one.endsWith(`:iam::${account}:root`),
    );
  return Principal === undefined ? !names(NotPrincipal) : names(Principal);
}

function many(written: OneOrMany | undefined): string[] {
  return written === undefined ? [] : [written].flat();
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
