/**
 * Finds what the adoption of an access point means, and the reasons that prevent it.
 *
 * Ledger: mrap-policy-proposed
 */
import { isDeepStrictEqual } from "node:util";
import type { ExistingPolicy } from "../../constructs/existing-access-point";
import type { AdoptedAccessPoint } from "../../environment/adopted";
import type { Environment } from "../../environment/load";
import { describeRouting } from "../access-point/routing";
import { listed } from "../text/listed";
import type { AccessPointInspection, FoundAccessPoint } from "./access-point-inspection";
import type { Finding } from "./inspection";
import type { MissingStatements } from "./missing-statements";

export interface AccessPointContext {
  readonly environment: Environment;
  /** The record of an earlier run. */
  readonly earlier?: AdoptedAccessPoint;
  /** The access point has to exist: the file or the option names it. */
  readonly required: boolean;
  /** The statements of an environment that the policy does not have. */
  readonly missing: MissingStatements;
}

/** The findings of an access point. Without a finding that prevents it, the access point can be adopted. */
export function accessPointFindings(
  inspection: AccessPointInspection,
  context: AccessPointContext,
): Finding[] {
  const { name, account, found, unread } = inspection;
  const { required, earlier } = context;
  if (found === undefined) {
    if (unread.length > 0) return unread.map((text) => (required ? prevents(text, AGAIN) : note(text)));
    if (!required) return [note(`${name} does not exist. Terraform creates it.`)];
    return [
      prevents(
        `The account ${account} has no Multi-Region Access Point ${name}.`,
        "Correct the name, use credentials of its account, or remove accessPoint: Terraform then creates it.",
      ),
    ];
  }
  if (isManagedAccessPoint(found) && earlier === undefined) {
    const text = `An environment manages ${name} already: a bucket policy delegates to ${found.arn}.`;
    return required
      ? [
          prevents(
            text,
            "If it is this environment, an access point that Terraform created needs no adoption; otherwise restore NAME.adopted.yaml from version control. If it is another one, end the adoption there first.",
          ),
        ]
      : [note(text)];
  }
  return [
    ...unread.map((text) => prevents(text, AGAIN)),
    ...prevented(name, found, context.environment, account),
    ...consequences(name, found, context),
  ];
}

const AGAIN = "Run mrap adopt again with the permission, or when AWS answers.";

/** Whether the policies of the buckets in the file have the statements of an environment with this access point. */
export function isManagedAccessPoint({ delegatesTo, arn }: FoundAccessPoint): boolean {
  return delegatesTo.includes(arn);
}

function prevented(
  name: string,
  { status, members, publicAccessBlock, policy, proposed }: FoundAccessPoint,
  environment: Environment,
  account: string,
): Finding[] {
  const findings: Finding[] = [];
  if (status !== "READY")
    findings.push(prevents(`${name} is ${status}.`, "Wait until it is READY, and run mrap adopt again."));
  const inFile = Object.entries(environment.regions).map(([region, { bucket }]) => ({ region, bucket }));
  const [wanted, actual] = [membersText(inFile), membersText(members)];
  if (wanted !== actual)
    findings.push(
      prevents(
        `${name} has ${actual}, and the environment file has ${wanted}. AWS cannot change the members of an access point.`,
        "Write the Regions and buckets of the access point, or the name of another one.",
      ),
    );
  for (const { bucket, account: owner } of members)
    if (owner !== undefined && owner !== account)
      findings.push(
        prevents(
          `${bucket} belongs to the account ${owner}, and the access point belongs to ${account}.`,
          "An environment has all buckets in its own account. Keep this access point outside the environment.",
        ),
      );
  const off = Object.entries(publicAccessBlock).filter(([, value]) => value === false);
  if (off.length > 0)
    findings.push(
      prevents(
        `${name} does not block all public access: ${listed(off.map(([setting]) => setting))} ${off.length === 1 ? "is" : "are"} off. AWS cannot change this, and an environment would replace the access point.`,
        "Choose a name that does not exist: Terraform then creates an access point over the same buckets.",
      ),
    );
  if (proposed !== undefined && !isDeepStrictEqual(proposed, policy))
    findings.push(
      prevents(
        `A change of the policy of ${name} is not established in every Region yet.`,
        "Run mrap adopt again in a few minutes.",
      ),
    );
  return findings;
}

/** The findings that do not prevent the adoption. */
function consequences(
  name: string,
  { routing, policy }: FoundAccessPoint,
  { environment, missing }: AccessPointContext,
): Finding[] {
  const findings: Finding[] = [
    {
      kind: "changes",
      text: `Terraform imports ${name}${policy ? " and its policy" : ""}, and changes nothing in it: not its policy, and not its routing. Terraform refuses to destroy it, also with protect: false.`,
    },
    {
      kind: "changes",
      text: policy
        ? `The bucket policies delegate to ${name}. Each principal that its policy allows then has access to the objects through it (${statementsText(policy)}).`
        : `The bucket policies delegate to ${name}. It has no policy, so it grants no access to another account.`,
    },
  ];
  const { sids, keys } = missing;
  if (sids.length > 0)
    findings.push(
      note(
        `The policy of ${name} does not have ${sids.length === 1 ? "the statement" : "the statements"} ${listed(sids)} of an environment${keys.length > 0 ? `. ${listed(keys)} therefore ${keys.length === 1 ? "has" : "have"} no effect on it` : ""}.`,
        "They are printed below. If you want them, add them to the policy yourself, and run mrap adopt again.",
      ),
    );
  const file = Object.entries(environment.regions).map(([region, { bucket, routing: status }]) => ({
    region,
    bucket,
    active: status === "active",
  }));
  if (routing && describeRouting(routing) !== describeRouting(file))
    findings.push(
      note(
        `The routing is ${describeRouting(routing)}, and the environment file has ${describeRouting(file)}. An adoption does not change it; mrap failback and mrap routes apply set the routing of the file.`,
        "Write the current routing, as in the lines below.",
      ),
    );
  return findings;
}

/** The number of statements, and their sids. */
export function statementsText({ Statement }: ExistingPolicy): string {
  const sids = Statement.flatMap(({ Sid }) => (Sid ? [Sid] : []));
  const count = `${Statement.length} ${Statement.length === 1 ? "statement" : "statements"}`;
  return sids.length > 0 ? `${count}: ${sids.join(", ")}` : count;
}

/** For people: `photos-a in eu-west-1, photos-b in us-east-1`. */
export function membersText(members: ReadonlyArray<{ region: string; bucket: string }>): string {
  return members
    .map(({ region, bucket }) => `${bucket} in ${region}`)
    .sort()
    .join(", ");
}

function prevents(text: string, fix: string): Finding {
  return { kind: "prevents", text, fix };
}

function note(text: string, fix?: string): Finding {
  return { kind: "note", text, ...(fix && { fix }) };
}
