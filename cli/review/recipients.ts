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
      return [
        ["queue", "queue_arn"],
        ["topic", "topic_arn"],
        ["lambda_function", "lambda_function_arn"],
      ].flatMap(([block = "", arn = ""]) => elements(at(side, block)).map((each) => at(each, arn)));
    default:
      return [];
  }
}

/** Accounts that the plan does not tell of, and that receive events only after it. */
export function newRecipients({ type, before, after }: Change, context: Context): readonly string[] {
  const accounts = (side: Value): readonly string[] =>
    recipients(type, side).flatMap((each) => accountOf(text(each) ?? "") ?? []);
  const { own, named } = context.accounts;
  const known = new Set([...own, ...named, ...accounts(before)]);
  return [...new Set(accounts(after))].filter((account) => !known.has(account));
}
