import type { Aws } from "./aws";
import { unescapeXml } from "../../text/xml";

/** A Multi-Region Access Point as its account's control plane, which is in us-west-2 alone, describes it. */
export interface AccessPointReport {
  readonly name: string;
  readonly alias: string;
  readonly status: string;
}

const region = "us-west-2";

/** @throws ServiceError with status 404 where the account has none of that name */
export async function describeAccessPoint(
  aws: Aws,
  account: string,
  name: string,
  signal: AbortSignal,
): Promise<AccessPointReport> {
  const reply = await get(aws, account, `/v20180820/mrap/instances/${encodeURIComponent(name)}`, {}, signal);
  return report(reply);
}

/** Finds an access point by its alias. */
export async function findByAlias(
  aws: Aws,
  account: string,
  alias: string,
  signal: AbortSignal,
): Promise<AccessPointReport | undefined> {
  let nextToken: string | undefined;
  do {
    const query = { maxResults: "100", ...(nextToken && { nextToken }) };
    const reply = await get(aws, account, "/v20180820/mrap/instances", query, signal);
    const found = reply.split(/<\/AccessPoint>/).find((one) => one.includes(`<Alias>${alias}</Alias>`));
    if (found !== undefined) return report(found);
    nextToken = tag(reply, "NextToken");
  } while (nextToken);
  return undefined;
}

async function get(
  aws: Aws,
  account: string,
  path: string,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<string> {
  const { body } = await aws.send(
    {
      method: "GET",
      service: "s3",
      md5: true,
      region,
      host: `${account}.s3-control.${region}.amazonaws.com`,
      path,
      query,
      headers: { "x-amz-account-id": account },
    },
    signal,
  );
  return body;
}

function report(xml: string): AccessPointReport {
  return {
    name: tag(xml, "Name") ?? "",
    alias: tag(xml, "Alias") ?? "",
    status: tag(xml, "Status") ?? "UNKNOWN",
  };
}

function tag(xml: string, name: string): string | undefined {
  const value = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return value === undefined ? undefined : unescapeXml(value);
}
