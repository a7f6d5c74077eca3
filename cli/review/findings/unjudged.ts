import type { Family } from "../finding";
import type { Change } from "../change";
import { unjudged } from "../coverage";
import type { Context, Unresolved } from "../context";
import { literal } from "../attributes";
import { pathText } from "../causes";
import { also, name, say, shorten } from "../text";
import { unknowns } from "../unknowns";
import { at } from "../values";

/** The attributes that other findings could not judge, and all other judged attributes that are unknown. */
function unresolved(context: Context): readonly Unresolved[] {
  const found = new Map(context.unresolved);
  const asked = new Map<Change, Unresolved[]>();
  for (const each of found.values()) {
    const same = asked.get(each.change);
    if (same) same.push(each);
    else asked.set(each.change, [each]);
  }
  for (const each of unknowns(context)) {
    // A finding that asks for the only block of a list leaves its index out.
    const steps = each.path.filter((step) => step !== 0);
    const covers = ({ path }: Unresolved): boolean =>
      [each.path, steps].some((own) => path.every((step, i) => step === own[i]));
    if (!asked.get(each.change)?.some(covers))
      found.set(`${each.change.address} ${each.path.join(".")}`, each);
  }
  return [...found.values()];
}

/** Judged last: the other findings record what they could not tell. */
export const cannotBeReviewed: Family = {
  id: "cannot-be-reviewed",
  severity: "danger",
  varies: true,
  title: "Attributes cannot be reviewed: they are known only after the apply",
  why: "The plan does not contain the new value, so it can be any value, including a dangerous one.",
  instead:
    "Apply what the value depends on first, then plan again. Or write the value into the configuration.",
  *find(context) {
    for (const { change, path, severity } of unresolved(context)) {
      const attribute = pathText(path);
      const before = shorten(literal(at(change.shown.before, ...path)), 120);
      yield {
        address: change.address,
        change,
        attribute,
        severity,
        cause: say`${name(attribute)} is ${before} and becomes known only after the apply${also(context.resolver.expression(change, path))}`,
      };
    }
  },
};

export const notJudged: Family = {
  id: "not-judged",
  severity: "warning",
  varies: true,
  title: "A deletion, a replacement or an unknown action is not judged",
  why: "This review does not know this kind of resource or action. Whether data is lost is for you to find out.",
  instead: "Read the change below, and look up what its deletion means.",
  *find(context) {
    for (const { address, change, reason, severity } of unjudged(context)) {
      if (severity !== undefined) yield { address, change, severity, cause: say`${reason}` };
    }
  },
};

export const planProblems: Family = {
  id: "plan-incomplete",
  severity: "danger",
  varies: true,
  title: "The plan is not complete",
  why: "What the plan does not contain cannot be reviewed.",
  instead: "Fix the error or plan without -target and without deferred changes. Then review the new plan.",
  *find({ plan }) {
    if (plan.errored)
      yield {
        address: "terraform plan",
        cause: ["it ended with an error, and contains only what Terraform had planned until then"],
      };
    else if (!plan.complete)
      yield {
        address: "terraform plan",
        severity: "warning",
        cause: ["a further plan and apply must follow this one (-target or deferred changes)"],
      };
    if (plan.refreshOnly)
      yield {
        address: "terraform plan",
        severity: "warning",
        cause: ["it only refreshes the state, and accepts everything that was changed outside Terraform"],
      };
  },
};

/** Does the configuration require AWS provider 6 or newer? */
function usesLaterProvider({ configuration }: Context): boolean {
  const wanted = Object.entries(configuration.providers).flatMap(([key, provider]) => {
    const version = /(^|:)aws(\.|$)/.test(key) ? at(provider, "version_constraint") : undefined;
    return typeof version === "string" ? [version] : [];
  });
  return wanted.length > 0 && wanted.every((each) => /^\s*(=|>=|~>)?\s*v?([6-9]|\d\d+)(\.|$)/.test(each));
}

export const bucketUpdated: Family = {
  id: "bucket-updated-without-replication",
  severity: "warning",
  title: "Updating a bucket switches off replica modification sync",
  why: "When AWS provider 5 updates a bucket in place, it writes the bucket's replication configuration again without replica modifications. Terraform notices that in the next plan only.",
  instead:
    "Deploy again right after this apply: the next plan restores replica modification sync. AWS provider 6 does not need that.",
  *find(context) {
    if (usesLaterProvider(context)) return;
    const rules = new Map<unknown, Change>();
    for (const each of context.of("aws_s3_bucket_replication_configuration")) {
      const bucket = at(each.before, "bucket");
      if (!rules.has(bucket)) rules.set(bucket, each);
    }
    for (const change of context.of("aws_s3_bucket")) {
      if (change.action !== "update") continue;
      const bucket = at(change.before, "bucket");
      const configuration = rules.get(bucket);
      if (!configuration || configuration.action !== "none") continue;
      const synced = JSON.stringify(at(configuration.before, "rule"))?.includes(
        '"replica_modifications":[{"status":"Enabled"}]',
      );
      if (synced)
        yield {
          address: change.address,
          change,
          cause: say`bucket ${typeof bucket === "string" ? bucket : "?"} is updated in place, and its replication configuration is not`,
        };
    }
  },
};
