/** The events of failed replications. Ledger: replication-events, replication-failure-reasons */
import type { Aws } from "../adapters/aws/aws";
import { details, explain, kindOf } from "../adapters/aws/errors";
import { jsonApi } from "../adapters/aws/json-api";

export interface FailedReplication {
  readonly time: string;
  readonly key: string;
  readonly versionId: string;
  readonly source: string;
  readonly destination: string;
  readonly reason: string;
}

/** How long a message is hidden from other readers after it is read, in seconds. It is not deleted. */
const HIDDEN_SECONDS = 30;
/** How long the queues are read at most. */
const READ_MS = 25_000;

/** The content of the queues. */
export interface QueueResult {
  readonly failures: FailedReplication[];
  /** Why the failures may be incomplete. */
  readonly problems: string[];
  /** Messages that are not in the form of an S3 event. */
  readonly unreadable: number;
  /** The Regions whose queues answered. */
  readonly read: string[];
}

/** Reads the queues of all Regions. A Region that cannot be read is a problem, and the others are still read. */
export async function failedInQueues(
  aws: Aws,
  environment: string,
  regions: readonly string[],
  onProgress: (line: string) => void,
): Promise<QueueResult> {
  onProgress(`Reading the replication events in ${regions.join(", ")} …`);
  const problems: string[] = [];
  const read: string[] = [];
  const queue = `${environment}-replication-events`;
  const found = await Promise.all(
    regions.map(async (region) => {
      try {
        const result = await readQueue(aws, region, queue);
        read.push(region);
        problems.push(...result.problems.map((problem) => `${region}: ${problem}`));
        return result;
      } catch (error) {
        const missing =
          kindOf(error) === "missing" || /NonExistentQueue|QueueDoesNotExist/.test(details(error).code);
        problems.push(
          missing
            ? `${region}: There is no queue ${queue}. Deploy the environment, which creates it.`
            : `${region}: ${explain(error, { action: "sqs:ReceiveMessage", resource: queue })}`,
        );
        return { failures: [], unreadable: 0 };
      }
    }),
  );
  return {
    failures: found.flatMap((one) => one.failures).sort((a, b) => a.time.localeCompare(b.time)),
    problems: problems.sort(),
    unreadable: found.reduce((sum, one) => sum + one.unreadable, 0),
    read,
  };
}

interface ReadQueue {
  readonly failures: FailedReplication[];
  readonly problems: string[];
  readonly unreadable: number;
}

async function readQueue(aws: Aws, region: string, QueueName: string): Promise<ReadQueue> {
  const signal = AbortSignal.timeout(READ_MS);
  const call = <T>(action: string, parameters: object): Promise<T> =>
    jsonApi<T>(aws, "sqs", region, action, parameters, signal);
  const { QueueUrl } = await call<{ QueueUrl: string }>("GetQueueUrl", { QueueName });
  const { Attributes: { ApproximateNumberOfMessagesNotVisible: hidden = "0" } = {} } = await call<{
    Attributes?: { ApproximateNumberOfMessagesNotVisible?: string };
  }>("GetQueueAttributes", { QueueUrl, AttributeNames: ["ApproximateNumberOfMessagesNotVisible"] });
  const problems: string[] = [];
  const end = performance.now() + READ_MS / 2;
  const seen = new Map<string, FailedReplication>();
  let unreadable = 0;
  let empty = 0;
  // SQS asks a part of its servers: one empty answer does not mean that the queue is empty.
  while (empty < 2 && performance.now() < end) {
    const { Messages = [] } = await call<{ Messages?: { Body?: string }[] }>("ReceiveMessage", {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: HIDDEN_SECONDS,
      WaitTimeSeconds: 1,
    });
    empty = Messages.length === 0 ? empty + 1 : 0;
    for (const { Body = "" } of Messages) {
      const message = failuresIn(Body);
      if (message.unreadable) unreadable += 1;
      for (const one of message.failures) seen.set(`${one.key} ${one.versionId} ${one.destination}`, one);
    }
  }
  if (hidden !== "0")
    problems.push(
      `About ${hidden} ${hidden === "1" ? "message was" : "messages were"} hidden, because someone received ${hidden === "1" ? "it" : "them"} in the last ${HIDDEN_SECONDS} seconds. Run the command again after that time.`,
    );
  if (empty < 2)
    problems.push(
      `The queue has more messages than could be read in ${READ_MS / 2000} seconds. The list is not complete.`,
    );
  return { failures: [...seen.values()], problems, unreadable };
}

/** The part of an event that is read here. */
interface EventRecord {
  readonly eventName?: string;
  readonly eventTime?: string;
  readonly s3: {
    readonly bucket: { readonly name: string };
    readonly object: { readonly key: string; readonly versionId?: string };
  };
  readonly replicationEventData?: { readonly destinationBucket?: string; readonly failureReason?: string };
}

/** The failed replications in one message, and whether a part of it is not in the form of an S3 event. */
export function failuresIn(body: string): {
  readonly failures: FailedReplication[];
  readonly unreadable: boolean;
} {
  const message = parsed(body);
  // S3 sends a test event without records when the notification is configured.
  if (message?.Event === "s3:TestEvent") return { failures: [], unreadable: false };
  if (!Array.isArray(message?.Records)) return { failures: [], unreadable: true };
  const failed = message.Records.filter(
    (one) => typeof one?.eventName !== "string" || one.eventName.endsWith("OperationFailedReplication"),
  );
  const failures = failed.flatMap((one) => failureOf(one) ?? []);
  return { failures, unreadable: failures.length < failed.length };
}

function parsed(body: string): { readonly Event?: unknown; readonly Records?: EventRecord[] } | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function failureOf(record: EventRecord): FailedReplication | undefined {
  try {
    const { eventTime = "", s3, replicationEventData: data = {} } = record;
    if (typeof s3.bucket.name !== "string" || typeof eventTime !== "string") return undefined;
    return {
      time: eventTime,
      key: decodeURIComponent(s3.object.key.replace(/\+/g, " ")),
      versionId: s3.object.versionId ?? "null",
      source: s3.bucket.name,
      destination: (data.destinationBucket ?? "").replace(/^arn:[^:]*:s3:::/, ""),
      reason: data.failureReason ?? "no reason given",
    };
  } catch {
    return undefined;
  }
}
