import type { Change } from "./change";
import type { Context } from "./context";
import { accountOf } from "./policy/audience";
import { at, elements, text, type Value } from "./values";

/** Where the events of a resource go to. */
function recipients(type: string, side: Value): readonly Value[] {
  switch (type) {
    case "aws_sns_topic_subscription":
      return [at(side, "endpoint")];
    case "aws_cloudwatch_event_target":
      return [at(side, "arn")];
    case "aws_s3_bucket_notification":
      return NOTIFIED.flatMap((block) => elements(at(side, block)).map((entry) => at(entry, `${block}_arn`)));
    default:
      return NOBODY;
  }
}

/** The blocks of a bucket notification. Each has the attribute of the same name with `_arn`. */
export const NOTIFIED = ["topic", "queue", "lambda_function"] as const;

const NOBODY: readonly Value[] = [];

/** Accounts that the plan does not tell of, and that receive events only after it. */
export function newRecipients({ type, before, after }: Change, context: Context): readonly string[] {
  const later = recipients(type, after);
  if (later.length === 0) return [];
  const accounts = (all: readonly Value[]): readonly string[] =>
    all.flatMap((each) => accountOf(text(each) ?? "") ?? []);
  const { own, named } = context.accounts;
  const known = new Set([...own, ...named, ...accounts(recipients(type, before))]);
  return [...new Set(accounts(later))].filter((account) => !known.has(account));
}
