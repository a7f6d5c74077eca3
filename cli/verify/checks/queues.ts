import type { Aws } from "../../adapters/aws/aws";
import { jsonApi } from "../../adapters/aws/json-api";
import { unlessMissing } from "../../adapters/aws/missing";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { isUnresolved, textOf } from "../../checks/expected";
import { comparePolicies } from "../../checks/policy-comparison";
import type { VerifyContext } from "../context";
import { deployAgain } from "../repair";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "shown" | "expected">;

/** The attributes of a queue that matter here. */
export interface Queue {
  readonly policy: string | undefined;
  readonly encrypted: boolean;
  /** How many messages wait, approximately. */
  readonly messages: number;
}

/** The queues for replication events and for undelivered routing changes exist, and their services can send. */
export function queueChecks({ aws, account, partition, shown, expected }: Context): Check[] {
  const deadLetters = new Set(
    expected
      .resources("aws_cloudwatch_event_target")
      .map(({ body }) => textOf((body.dead_letter_config as { arn?: string } | undefined)?.arn)),
  );
  const policies = expected.resources("aws_sqs_queue_policy");
  return expected.resources("aws_sqs_queue").map(({ region, address, body }) => {
    const name = textOf(body.name);
    const arn = `arn:${partition}:sqs:${region}:${account}:${name}`;
    const policy = policies.find((one) => textOf(one.body.queue_url).includes(`\${${address}.`));
    return {
      id: "queue",
      subject: `${region} ${name}`,
      title: deadLetters.has(arn) ? "Queue of undelivered routing changes" : "Queue of replication events",
      required: true,
      ledger: ["settings-stored", "policy-form"],
      call: { action: "sqs:GetQueueAttributes", resource: arn },
      async run(signal) {
        const queue = await readQueue(aws, region, name, signal);
        const wanted = textOf(policy?.body.policy);
        return queueOutcome({ name, region, shown, wanted, queue, isDeadLetter: deadLetters.has(arn) });
      },
    };
  });
}

/** A queue by its name. Undefined if it does not exist. */
async function readQueue(
  aws: Aws,
  region: string,
  name: string,
  signal: AbortSignal,
): Promise<Queue | undefined> {
  const found = await unlessMissing(
    jsonApi<{ QueueUrl: string }>(aws, "sqs", region, "GetQueueUrl", { QueueName: name }, signal),
  );
  if (found === undefined) return undefined;
  const parameters = { QueueUrl: found.QueueUrl, AttributeNames: ["All"] };
  const answer = await unlessMissing(
    jsonApi<{ Attributes?: Readonly<Record<string, string>> }>(
      aws,
      "sqs",
      region,
      "GetQueueAttributes",
      parameters,
      signal,
    ),
  );
  if (answer === undefined) return undefined;
  const { Policy, SqsManagedSseEnabled, KmsMasterKeyId, ApproximateNumberOfMessages } =
    answer.Attributes ?? {};
  return {
    policy: Policy || undefined,
    encrypted: SqsManagedSseEnabled === "true" || Boolean(KmsMasterKeyId),
    messages: Number(ApproximateNumberOfMessages ?? 0),
  };
}

interface QueueAnswers {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  readonly wanted: string;
  readonly queue: Queue | undefined;
  readonly isDeadLetter: boolean;
}

export function queueOutcome({
  name,
  region,
  shown,
  wanted,
  queue,
  isDeadLetter,
}: QueueAnswers): CheckOutcome {
  const what = `The queue ${name} in ${region}`;
  if (queue === undefined) return error(`${what} does not exist.`, deployAgain(shown, "creates it"));
  if (isUnresolved(wanted))
    return notKnown(`${what} cannot be compared without the access point.`, deployAgain(shown, "creates it"));
  const difference = comparePolicies(wanted, queue.policy);
  const restore = deployAgain(shown, "restores the policy");
  if (difference && !difference.onlyMore)
    return error(`The policy of the queue ${name} in ${region} ${difference.text}.`, restore);
  if (!queue.encrypted) return error(`${what} is not encrypted.`, deployAgain(shown, "encrypts it"));
  if (isDeadLetter && queue.messages > 0)
    return warning(
      `${what} contains about ${queue.messages} routing changes that EventBridge could not deliver.`,
      "Read the messages: each names the error. Delete them after you fixed the cause.",
    );
  if (difference) return warning(`The policy of the queue ${name} in ${region} ${difference.text}.`, restore);
  return ok(`${what} is encrypted and has the policy of the stack.`);
}
