import type { Aws } from "./aws";
import { ServiceError } from "./errors";
import { retried } from "./retried";
import type { AwsRequest } from "./signed-request";
import { child, parseXml, type XmlElement } from "./xml-answer";

/** The versions of the query APIs, which do not change. */
const VERSIONS = { ec2: "2016-11-15", iam: "2010-05-08", sns: "2010-03-31", sts: "2011-06-15" } as const;

type QueryService = keyof typeof VERSIONS;

/** Calls an action that changes nothing, in the query protocol. The clients of the SDK take much longer to load. */
export async function queryApi(
  aws: Aws,
  service: QueryService,
  region: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<XmlElement> {
  const form = new URLSearchParams({ Action: action, Version: VERSIONS[service], ...parameters });
  const request: AwsRequest = {
    method: "POST",
    service,
    // IAM has one endpoint, which expects the Region us-east-1.
    region: service === "iam" ? "us-east-1" : region,
    host: service === "iam" ? "iam.amazonaws.com" : `${service}.${region}.amazonaws.com`,
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  };
  const { body } = await retried(() => aws.send(request, { signal }), signal);
  const root = parseXml(body);
  if (root === undefined) throw new ServiceError(200, "HTTP200", "", false);
  return root;
}

/** The entries of a list: `item` in EC2, `member` in IAM and SNS. */
export function entriesOf(root: XmlElement | undefined, list: string): readonly XmlElement[] {
  return child(root, list)?.children.filter(({ name }) => name === "item" || name === "member") ?? [];
}
