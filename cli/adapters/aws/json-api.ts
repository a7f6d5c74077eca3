import type { Aws } from "./aws";
import { ServiceError } from "./errors";
import { retried } from "./retried";
import type { AwsRequest } from "./signed-request";

/** The prefix of X-Amz-Target, and the version of the JSON protocol. */
const SERVICES = {
  cloudtrail: { target: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", version: "1.1" },
  kms: { target: "TrentService", version: "1.1" },
  servicequotas: { target: "ServiceQuotasV20190624", version: "1.1" },
  sqs: { target: "AmazonSQS", version: "1.0" },
  ssm: { target: "AmazonSSM", version: "1.1" },
} as const;

/** Calls an action that only reads, in the JSON protocol. The clients of the SDK take much longer to load. */
export async function jsonApi<T>(
  aws: Aws,
  service: keyof typeof SERVICES,
  region: string,
  action: string,
  parameters: object,
  signal: AbortSignal,
): Promise<T> {
  const { target, version } = SERVICES[service];
  const request: AwsRequest = {
    method: "POST",
    service,
    region,
    host: `${service}.${region}.amazonaws.com`,
    path: "/",
    headers: { "content-type": `application/x-amz-json-${version}`, "x-amz-target": `${target}.${action}` },
    body: JSON.stringify(parameters),
  };
  const { status, body } = await retried(() => aws.send(request, { signal }), signal);
  try {
    return JSON.parse(body) as T;
  } catch {
    throw new ServiceError(status, `HTTP${status}`, "", false);
  }
}
