import { parseOperator, type PolicyCondition } from "./conditions";
import { CARRIER, isLater, type PolicyStatement } from "./document";
import { globCovers } from "./glob";

/** Whether a statement applies to a request, as far as its parts tell. */
export type Applies = "yes" | "no" | "perhaps";

/**
 * The conditions of a request that S3 makes with the replication role: it uses TLS 1.2 or newer, comes from S3 itself and not
 * through an access point or an endpoint, and acts as the role, not as the service.
 */
const KNOWN: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ["aws:securetransport", "true"],
  ["aws:principalisawsservice", "false"],
  ["aws:principaltype", "AssumedRole"],
  ["aws:sourcevpce", undefined],
  ["aws:sourcevpc", undefined],
  ["aws:vpcsourceip", undefined],
  ["s3:dataaccesspointarn", undefined],
  ["s3:dataaccesspointaccount", undefined],
  ["s3:accesspointnetworkorigin", undefined],
  ["aws:multifactorauthpresent", undefined],
  ["aws:multifactorauthage", undefined],
  ["s3:prefix", undefined],
]);

function compare(operator: string, value: string, against: readonly string[]): boolean | undefined {
  const { name } = parseOperator(operator);
  const plain = name.replace(/^(string|arn|numeric|date|bool)|not/g, "");
  if (against.some(isLater)) return against.includes(value) ? true : undefined;
  if (/^(string|bool|arn)/.test(name)) {
    const loose = name.startsWith("bool") || name.endsWith("ignorecase");
    const [own, others] = loose
      ? [value.toLowerCase(), against.map((each) => each.toLowerCase())]
      : [value, against];
    return /like$/.test(plain) || name.startsWith("arn")
      ? others.some((each) => globCovers(each, own))
      : others.includes(own);
  }
  return undefined;
}

/** Is a condition met by a request of the role? */
function meets(
  { operator, ifExists, key, values }: PolicyCondition,
  role: string,
  sent: RequestKeys,
): boolean | undefined {
  const { name, negated, qualifier } = parseOperator(operator);
  const id = key.toLowerCase();
  // A role that the plan creates has no ARN yet, only a name that stands for it.
  const context = new Map([...KNOWN, ...sent]);
  context.set("aws:principalarn", role);
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(role)?.[1];
  if (account !== undefined) context.set("aws:principalaccount", account);
  // S3 uses a current version of TLS.
  if (id === "s3:tlsversion") return name.startsWith("numericless") ? false : undefined;
  // It signs each request when it sends it.
  if (id === "s3:signatureage") return name.startsWith("numericgreater") ? false : undefined;
  if (!context.has(id)) return undefined;
  const value = context.get(id);
  if (name === "null") return values.includes("true") === (value === undefined);
  if (value === undefined) return ifExists || negated || qualifier === "forallvalues";
  const same = compare(operator, value, values);
  return same === undefined ? undefined : same !== negated;
}

/** Condition keys in lower case, with their values. */
export type RequestKeys = ReadonlyMap<string, string>;
const NOTHING: RequestKeys = new Map();

/** Does a statement apply to the requests of a role, whatever their action and resource? */
export function appliesTo(statement: PolicyStatement, role: string, sent: RequestKeys = NOTHING): Applies {
  const who = statement.sets.get("Principal");
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(role)?.[1];
  const names = (value: string): boolean =>
    value === "*" ||
    value === role ||
    value === CARRIER ||
    (account !== undefined && value === `arn:aws:iam::${account}:root`);
  if (who && (who.not ? who.values.includes(role) : !who.values.some(names))) return "no";
  const results = statement.conditions.map((each) => meets(each, role, sent));
  if (results.includes(false)) return "no";
  return results.includes(undefined) ? "perhaps" : "yes";
}
