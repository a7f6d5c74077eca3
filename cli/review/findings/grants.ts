import type { Change } from "../change";
import type { Context } from "../context";
import type { Hit } from "../finding";
import { audiences, isDangerous } from "../policy/audience";
import { isLater } from "../policy/document";
import { isInUse, replicationRoles } from "../replication-roles";
import { say, some } from "../text";
import { at, elements, isMark, text, type Value } from "../values";
import { causes, why } from "../causes";

const TYPE = "aws_kms_grant";
/** The operations that replication needs. */
const NEEDED = /^(Decrypt|Encrypt|GenerateDataKey)$/;

const operations = (side: Value): readonly string[] =>
  elements(at(side, "operations")).flatMap((each) => text(each) ?? []);
const granteeOf = (change: Change, side: "before" | "after", context: Context): string | undefined =>
  side === "before"
    ? text(at(change.before, "grantee_principal"))
    : context.resolver.symbol(change, ["grantee_principal"]);

/** Grants of a key: they allow what no policy shows. */
export function* granted(context: Context): Iterable<Hit> {
  for (const change of context.of(TYPE)) {
    if (!["create", "update", "replace"].includes(change.action)) continue;
    const who = granteeOf(change, "after", context);
    const had = granteeOf(change, "before", context) === who ? operations(change.before) : [];
    const has = at(change.after, "operations");
    const gained = operations(change.after).filter((each) => !had.includes(each));
    const open = isMark(has) || elements(has).some(isMark);
    const [audience] = audiences({ not: false, values: [who ?? "\u0000"] }, [], context.accounts);
    const key = context.resolver.symbol(change, ["key_id"]);
    const fresh = key === undefined || isLater(key) || context.isMade(key);
    const dangerous = audience !== undefined && isDangerous(audience.reach);
    // A grant of a new key to the own account is part of its first deployment.
    if ((gained.length === 0 && !open) || (change.action === "create" && fresh && !dangerous)) continue;
    const account = audience?.reach === "foreign" ? [" (foreign account)"] : [];
    yield {
      address: change.address,
      change,
      attribute: "grantee_principal",
      severity: dangerous ? "danger" : "warning",
      cause: say`grant: ${who?.replace("\u0000", "") ?? "a principal that is known only after the apply"}${account} gains ${
        open ? ["operations that are known only after the apply"] : some(gained)
      } with key ${key?.replace("\u0000", "") ?? "?"}`,
    };
  }
}

/** Grants that the replication role loses. */
export function* revoked(context: Context): Iterable<Hit> {
  for (const change of context.of(TYPE)) {
    const who = granteeOf(change, "before", context);
    if (who === undefined || !replicationRoles(context).has(who) || !isInUse(context, who)) continue;
    if (context.isGone(text(at(change.before, "key_id")))) continue;
    const stays =
      change.action !== "delete" && granteeOf(change, "after", context) === who
        ? operations(change.after)
        : [];
    const lost = operations(change.before).filter((each) => NEEDED.test(each) && !stays.includes(each));
    if (lost.length === 0 || !["delete", "update", "replace"].includes(change.action)) continue;
    const because = change.action === "replace" ? say`: ${causes(change)}` : why(change);
    yield {
      address: change.address,
      change,
      attribute: "operations",
      cause: say`${who} loses ${some(lost)}, because its grant is ${[`${change.action}d`]}${because}`,
    };
  }
}
