import type { AccessStep } from "./policy/access";
import { accountOf, type Audience, type Reach } from "./policy/audience";
import { conditionText, type PolicyCondition } from "./policy/conditions";
import { shownElement } from "./policy/difference";
import { CARRIER, type Named } from "./policy/document";
import { join, say, some, type Text } from "./text";

/** The access that a policy opens, in a sentence. */

const REACHES: Readonly<Record<Reach, (account: string) => Text>> = {
  carrier: () => [],
  service: () => [],
  own: () => [],
  endpoint: () => [" (from the networks in its conditions)"],
  named: (account) => say` (account ${account}, which this plan uses)`,
  organization: () => [" (an organization)"],
  unknown: () => [" (an account that the plan does not tell)"],
  foreign: (account) => say` (foreign account ${account})`,
  anyone: () => [" (anyone)"],
};

/** By the start of a principal that names no account: its conditions name another one. */
const FOREIGN_WITHOUT_ACCOUNT = [
  ["*", " (another organization or account)"],
  ["Service ", " (for another organization or account)"],
] as const;

const person = ({ who, reach }: Audience): Text =>
  who === CARRIER
    ? ["the role"]
    : [
        ...say`${shownElement(who)}`,
        ...(accountOf(who) === undefined && reach === "foreign"
          ? [FOREIGN_WITHOUT_ACCOUNT.find(([start]) => who.startsWith(start))?.[1] ?? " (foreign)"]
          : REACHES[reach](accountOf(who) ?? "?")),
      ];

/** The dangerous ones come first, and are never cut. */
const people = (all: readonly Audience[], most: number): Text => {
  const shown = join(all.slice(0, most).map(person), ", ");
  return all.length > most ? [...shown, { more: all.slice(most).map((each) => each.who) }] : shown;
};

/** Actions that change who has access, that delete, or that can be anything: a list that is cut shows them first. */
const GRAVEST: readonly RegExp[] = [
  /^(\*|[\w-]+:\*|arn:[^:]*:s3:::\*.*)$/,
  /:(Put|Create|Attach|Update|Add).*(Policy|Acl|Grant|PublicAccessBlock|OwnershipControls|Trust)|:(PassRole|Bypass)/i,
  /:(Delete|Disable|ScheduleKeyDeletion|Purge|Remove)|:Put(Lifecycle|Replication|Encryption|BucketVersioning|.*ObjectLock)/i,
  /[*?]/,
];
const gravity = (value: string): number => {
  const found = GRAVEST.findIndex((pattern) => pattern.test(value));
  return found < 0 ? GRAVEST.length : found;
};

const things = ({ not, values }: Named, most = 4): Text => {
  if (not) return say`everything except ${some(values.map(shownElement), most)}`;
  if (values.length <= most) return some(values.map(shownElement), most);
  const sorted = [...values].sort((one, other) => gravity(one) - gravity(other));
  const grave = sorted.filter((value) => gravity(value) < GRAVEST.length - 1).length;
  return some(sorted.map(shownElement), Math.max(most, grave));
};

const when = (conditions: readonly PolicyCondition[]): Text =>
  join(
    conditions.map((each) => say`${shownElement(conditionText(each))}`),
    " and ",
  );

export const under = ({ sid }: { readonly sid: string }): Text =>
  sid === "" ? [] : say` (statement ${sid})`;

/** The access that a step opens, in a sentence. */
export function gain(step: AccessStep, who: readonly Audience[], most = Infinity): Text {
  const { statement, what, where, conditions } = step;
  // A trust policy has no resource: it is about its own role.
  const reach = statement.sets.has("Resource") ? say`${things(what)} on ${things(where)}` : things(what);
  const sid = under(statement);
  const anyone = who.some((each) => each.reach === "anyone");
  const bounds =
    statement.conditions.length === 0
      ? ["; there is no condition"]
      : anyone
        ? say`; the conditions exclude no one: ${when(statement.conditions)}`
        : say`, if ${when(statement.conditions)}`;
  switch (step.kind) {
    case "grant":
      return say`${people(who, most)} gains ${reach}${bounds}${sid}`;
    case "condition":
      return say`${people(who, most)} gains ${reach}: the condition ${when(conditions.before)} is ${[conditions.after.length === 0 ? "removed" : "loosened"]}${bounds}${sid}`;
    case "denial":
      return say`${reach} is no longer denied to ${people(who, most)}${statement.conditions.length === 0 ? [] : say`, if ${when(statement.conditions)}`}${sid}`;
    case "exemption":
      return say`${reach} is denied to fewer requests${conditions.before.length === 0 ? [] : say`: it was denied if ${when(conditions.before)}`}, and now only if ${when(conditions.after)}${sid}`;
  }
}
