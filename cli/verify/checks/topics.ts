import {
  publishTo,
  readSubscriptions,
  readTopic,
  type Subscription,
  type Topic,
} from "../../adapters/aws/topics";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { textOf, type ExpectedElement } from "../../checks/expected";
import { comparePolicies } from "../../checks/policy-comparison";
import type { VerifyContext } from "../context";
import { once } from "../../checks/once";
import { deployAgain } from "../repair";
import { keyCheckOf, readKey } from "./keys";

type Context = Pick<
  VerifyContext,
  "aws" | "account" | "partition" | "shown" | "expected" | "environment" | "notify"
>;

/** The topics exist, their services can publish, and someone is subscribed. With --notify, each gets a message. */
export function topicChecks(context: Context): Check[] {
  const { aws, account, partition, expected, environment } = context;
  const topics = expected.resources("aws_sns_topic").map((topic) => {
    const arn = `arn:${partition}:sns:${topic.region}:${account}:${textOf(topic.body.name)}`;
    // Two checks need the answer, and the end of one must not abort the call of the other.
    return { topic, arn, subscribed: once(() => readSubscriptions(aws, arn, AbortSignal.timeout(9000))) };
  });
  if (topics.length === 0) return [];
  return [
    ...topics.flatMap((one) => checksOf(one, context)),
    {
      id: "notifications",
      title: "Notifications",
      required: false,
      ledger: [],
      call: { action: "sns:ListSubscriptionsByTopic", resource: `arn:${partition}:sns:*:${account}:*` },
      async run() {
        const found = await Promise.all(topics.map(({ subscribed }) => subscribed()));
        return notificationsOutcome(environment.monitoring.notify, found.flatMap((one) => one ?? []).length);
      },
    },
  ];
}

interface TopicToCheck {
  readonly topic: ExpectedElement;
  readonly arn: string;
  /** Asks for the subscriptions once. */
  readonly subscribed: () => Promise<Subscription[] | undefined>;
}

function checksOf({ topic, arn, subscribed }: TopicToCheck, context: Context): Check[] {
  const { aws, shown, expected, environment, notify } = context;
  const { region } = topic;
  const name = textOf(topic.body.name);
  const policy = expected.resources("aws_sns_topic_policy").find(({ body }) => body.arn === arn);
  const subscriptions = expected
    .resources("aws_sns_topic_subscription")
    .filter(({ body }) => body.topic_arn === arn);
  const alias = expected
    .resources("aws_kms_alias")
    .find((one) => keyOf(textOf(one.body.target_key_id)) === keyOf(textOf(topic.body.kms_master_key_id)));
  const subject = `${region} ${name}`;
  const shared = { subject, required: true } as const;
  return [
    {
      ...shared,
      id: "topic",
      title: "Topic",
      ledger: ["settings-stored", "policy-form"],
      call: { action: "sns:GetTopicAttributes", resource: arn },
      ...(alias && { consequenceOf: [keyCheckOf(alias)] }),
      async run(signal) {
        const [found, key] = await Promise.all([
          readTopic(aws, arn, signal),
          alias && readKey(aws, region, textOf(alias.body.name), signal),
        ]);
        return topicOutcome({
          name,
          region,
          shown,
          wanted: textOf(policy?.body.policy),
          found,
          key: key?.arn,
        });
      },
    },
    {
      ...shared,
      id: "topic-subscriptions",
      title: "Subscriptions",
      ledger: ["settings-stored"],
      call: { action: "sns:ListSubscriptionsByTopic", resource: arn },
      consequenceOf: [`topic ${subject}`],
      async run() {
        const wanted = subscriptions.map(({ body }) => textOf(body.endpoint));
        return subscriptionsOutcome({ name, region, shown, wanted, found: await subscribed() });
      },
    },
    ...(notify
      ? [
          {
            ...shared,
            id: "topic-notification",
            title: "Test notification",
            ledger: ["sns-publish"],
            call: { action: "sns:Publish", resource: arn },
            consequenceOf: [`topic ${subject}`, ...(alias ? [keyCheckOf(alias)] : [])],
            async run(signal: AbortSignal) {
              const id = await publishTo(aws, arn, testMessage(environment.name, name, region), signal);
              return ok(
                `SNS accepted the message ${id} for the topic ${name} in ${region}. Check that it arrives.`,
              );
            },
          },
        ]
      : []),
  ];
}

function testMessage(environment: string, topic: string, region: string): { subject: string; text: string } {
  return {
    subject: `Test notification of ${environment}`,
    text: `This is a test. Someone ran mrap verify --notify for the Multi-Region Access Point ${environment}. The topic ${topic} in ${region} notifies you of its alarms and routing changes. No action is needed.`,
  };
}

/** `aws_kms_key.alerts` of `${aws_kms_key.alerts.arn}` */
function keyOf(reference: string): string | undefined {
  return /\$\{(aws_kms_key\.\w+)\./.exec(reference)?.[1];
}

interface TopicAnswers {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  readonly wanted: string;
  readonly found: Topic | undefined;
  /** The ARN of the key of the stack. */
  readonly key: string | undefined;
}

export function topicOutcome({ name, region, shown, wanted, found, key }: TopicAnswers): CheckOutcome {
  const what = `The topic ${name} in ${region}`;
  if (found === undefined) return error(`${what} does not exist.`, deployAgain(shown, "creates it"));
  const restore = deployAgain(shown, "restores the policy");
  const difference = comparePolicies(wanted, found.policy);
  if (difference && !difference.onlyMore)
    return error(`The policy of the topic ${name} in ${region} ${difference.text}.`, restore);
  if (key === undefined)
    return error(`${what} has no key that its services can use.`, deployAgain(shown, "creates the key"));
  if (found.key !== key && found.key !== key.split("/")[1])
    return error(
      `${what} is encrypted with ${found.key ?? "no key"}, not with ${key}.`,
      deployAgain(shown, "sets the key"),
    );
  if (difference) return warning(`The policy of the topic ${name} in ${region} ${difference.text}.`, restore);
  return ok(`${what} has the policy and the key of the stack: its services can publish.`);
}

interface SubscriptionAnswers {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  /** The endpoints that the stack subscribes. */
  readonly wanted: readonly string[];
  /** Undefined if the topic does not exist. */
  readonly found: readonly Subscription[] | undefined;
}

export function subscriptionsOutcome(answers: SubscriptionAnswers): CheckOutcome {
  const { name, region, shown, wanted, found } = answers;
  const what = `The topic ${name} in ${region}`;
  if (found === undefined) return notKnown(`${what} does not exist.`, deployAgain(shown, "creates it"));
  const missing = wanted.filter((one) => !found.some(({ endpoint }) => endpoint === one));
  if (missing.length > 0)
    return error(
      `${what} has no subscription of ${missing.join(", ")}.`,
      deployAgain(shown, "subscribes it. Each address must confirm the subscription"),
    );
  const pending = found.filter(({ confirmed }) => !confirmed).map(({ endpoint }) => endpoint);
  if (pending.length > 0)
    return warning(
      `${pending.join(", ")} did not confirm the subscription to the topic ${name} in ${region}.`,
      "Open the link in the email from AWS Notifications. If it has expired, subscribe the address again.",
    );
  return ok(
    found.length === 0
      ? `${what} has no subscription, as in the environment file.`
      : `${what} has ${found.length === 1 ? "1 confirmed subscription" : `${found.length} confirmed subscriptions`}.`,
  );
}

/** @param notify the recipients in the environment file */
export function notificationsOutcome(notify: readonly string[], subscriptions: number): CheckOutcome {
  if (notify.length === 0 && subscriptions === 0)
    return warning(
      "No one is notified of alarms and routing changes: monitoring.notify is empty, and no topic has a subscription.",
      "Add an email address or the ARN of a topic to monitoring.notify.",
    );
  return ok(
    notify.length === 0
      ? "monitoring.notify is empty, but the topics have subscriptions."
      : `monitoring.notify names ${notify.length === 1 ? "1 recipient" : `${notify.length} recipients`}.`,
  );
}
