/** The events of failed replications. Ledger: replication-events, replication-failure-reasons */
import type { Aws } from "../adapters/aws/aws";
import { explain } from "../adapters/aws/errors";
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

/** Reads the queues of all Regions. A Region that cannot be read is a problem, and the others are still read. */
export async function failedInQueues(
  aws: Aws,
  environment: string,
  regions: readonly string[],
  onProgress: (line: string) => void,
): Promise<{ readonly failures: FailedReplication[]; readonly problems: string[] }> {
  const problems: string[] = [];
  const found = await Promise.all(
    regions.map(async (region) => {
      onProgress(`Reading the replication events in ${regions.join(", ")} …`);
      try {
        return await readQueue(aws, region, `${environment}-replication-events`);
      } catch (error) {
        const call = { action: "sqs:ReceiveMessage", resource: `${environment}-replication-events` };
        problems.push(`${region}: ${explain(error, call)}`);
        return [];
      }
    }),
  );
  const failures = found.flat().sort((a, b) => a.time.localeCompare(b.time));
  return { failures, problems };
}

async function readQueue(aws: Aws, region: string, QueueName: string): Promise<FailedReplication[]> {
  const signal = AbortSignal.timeout(READ_MS);
  const { QueueUrl } = await jsonApi<{ QueueUrl: string }>(
    aws,
    "sqs",
    region,
    "GetQueueUrl",
    { QueueName },
    signal,
  );
  const end = performance.now() + READ_MS / 2;
  const seen = new Map<string, FailedReplication>();
  // SQS asks a part of its servers: one empty answer does not mean that the queue is empty.
  for (let empty = 0; empty < 2 && performance.now() < end;) {
    const parameters = {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: HIDDEN_SECONDS,
      WaitTimeSeconds: 1,
    };
    const { Messages = [] } = await jsonApi<{ Messages?: { Body?: string }[] }>(
      aws,
      "sqs",
      region,
      "ReceiveMessage",
      parameters,
      signal,
    );
    empty = Messages.length === 0 ? empty + 1 : 0;
    for (const { Body = "" } of Messages)
      for (const one of failuresIn(Body)) seen.set(`${one.key} ${one.versionId} ${one.destination}`, one);
  }
  return [...seen.values()];
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

/** The failed replications in one message. A message of another form has none. */
export function failuresIn(body: string): FailedReplication[] {
  try {
    const { Records = [] } = JSON.parse(body) as { Records?: EventRecord[] };
    return Records.filter(({ eventName = "" }) => eventName.endsWith("OperationFailedReplication")).map(
      ({ eventTime = "", s3, replicationEventData: data = {} }) => ({
        time: eventTime,
        key: decodeURIComponent(s3.object.key.replace(/\+/g, " ")),
        versionId: s3.object.versionId ?? "null",
        source: s3.bucket.name,
        destination: (data.destinationBucket ?? "").replace(/^arn:[^:]*:s3:::/, ""),
        reason: data.failureReason ?? "no reason given",
      }),
    );
  } catch {
    return [];
  }
}
