import type { Aws } from "./aws";
import { unlessMissing } from "./missing";
import { entriesOf, queryApi } from "./query-api";
import { child, childText } from "./xml-answer";

export interface Topic {
  /** The policy as JSON. */
  readonly policy: string;
  /** The ARN, the ID or the alias of the key that encrypts the messages. */
  readonly key?: string;
}

/** A topic. Undefined if it does not exist. */
export async function readTopic(aws: Aws, arn: string, signal: AbortSignal): Promise<Topic | undefined> {
  const root = await unlessMissing(
    queryApi(aws, "sns", regionOf(arn), "GetTopicAttributes", { TopicArn: arn }, signal),
  );
  if (root === undefined) return undefined;
  const attributes = new Map(
    (child(child(root, "GetTopicAttributesResult"), "Attributes")?.children ?? []).map((entry) => [
      childText(entry, "key"),
      childText(entry, "value"),
    ]),
  );
  const key = attributes.get("KmsMasterKeyId");
  return { policy: attributes.get("Policy") ?? "", ...(key && { key }) };
}

export interface Subscription {
  readonly protocol: string;
  readonly endpoint: string;
  /** False until the recipient confirms the subscription. */
  readonly confirmed: boolean;
}

/** The subscriptions of a topic. Undefined if it does not exist. Ledger: sns-pending */
export async function readSubscriptions(
  aws: Aws,
  arn: string,
  signal: AbortSignal,
): Promise<Subscription[] | undefined> {
  const found: Subscription[] = [];
  for (let token: string | undefined = ""; token !== undefined;) {
    const parameters = { TopicArn: arn, ...(token && { NextToken: token }) };
    const root = await unlessMissing(
      queryApi(aws, "sns", regionOf(arn), "ListSubscriptionsByTopic", parameters, signal),
    );
    if (root === undefined) return undefined;
    const result = child(root, "ListSubscriptionsByTopicResult");
    for (const one of entriesOf(result, "Subscriptions"))
      found.push({
        protocol: childText(one, "Protocol") ?? "",
        endpoint: childText(one, "Endpoint") ?? "",
        confirmed: (childText(one, "SubscriptionArn") ?? "").startsWith("arn:"),
      });
    token = childText(result, "NextToken") || undefined;
  }
  return found;
}

/** Sends a message to every confirmed subscription. @returns the ID of the message */
export async function publishTo(
  aws: Aws,
  arn: string,
  { subject, text }: { readonly subject: string; readonly text: string },
  signal: AbortSignal,
): Promise<string> {
  const parameters = { TopicArn: arn, Subject: subject, Message: text };
  const root = await queryApi(aws, "sns", regionOf(arn), "Publish", parameters, signal);
  return childText(child(root, "PublishResult"), "MessageId") ?? "";
}

const regionOf = (arn: string): string => arn.split(":")[3] ?? "";
