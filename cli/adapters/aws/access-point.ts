import type { Aws } from "./aws";
import { ServiceError } from "./errors";
import { child, childText, parseXml, type XmlElement } from "./xml-answer";

/** A Multi-Region Access Point as its account's control plane, which is in us-west-2 alone, describes it. */
export interface AccessPointReport {
  readonly name: string;
  readonly alias: string;
  readonly status: string;
  readonly buckets: readonly string[];
  /** The buckets by Region, as far as AWS names the Region. */
  readonly regions: Readonly<Record<string, string>>;
}

const region = "us-west-2";

/** @throws ServiceError with status 404 if the account has no access point of that name */
export async function describeAccessPoint(
  aws: Aws,
  account: string,
  name: string,
  signal: AbortSignal,
): Promise<AccessPointReport> {
  const root = await get(aws, account, `/v20180820/mrap/instances/${encodeURIComponent(name)}`, signal);
  const found = report(child(root, "AccessPoint"));
  if (found === undefined) throw notFromAws();
  return found;
}

/** Finds an access point by its alias. One call returns all of an account: AWS says not to use the parameters. */
export async function findByAlias(
  aws: Aws,
  account: string,
  alias: string,
  signal: AbortSignal,
): Promise<AccessPointReport | undefined> {
  const all = await listAccessPoints(aws, account, signal);
  return all.find((one) => one.alias === alias);
}

/** All access points of an account. */
export async function listAccessPoints(
  aws: Aws,
  account: string,
  signal: AbortSignal,
): Promise<AccessPointReport[]> {
  const root = await get(aws, account, "/v20180820/mrap/instances", signal);
  return child(root, "AccessPoints")?.children.flatMap((one) => report(one) ?? []) ?? [];
}

async function get(aws: Aws, account: string, path: string, signal: AbortSignal): Promise<XmlElement> {
  const { body } = await aws.send(
    {
      method: "GET",
      service: "s3",
      md5: true,
      region,
      host: `${account}.s3-control.${region}.amazonaws.com`,
      path,
      headers: { "x-amz-account-id": account },
    },
    { signal },
  );
  const root = parseXml(body);
  if (root === undefined) throw notFromAws();
  return root;
}

function report(element: XmlElement | undefined): AccessPointReport | undefined {
  const alias = childText(element, "Alias") ?? "";
  if (!/^[a-z0-9]+\.mrap$/.test(alias)) return undefined;
  const regions = child(element, "Regions")?.children ?? [];
  return {
    alias,
    name: childText(element, "Name") ?? "",
    status: childText(element, "Status") ?? "UNKNOWN",
    buckets: regions.flatMap((one) => childText(one, "Bucket") ?? []),
    regions: Object.fromEntries(
      regions.flatMap((one): [string, string][] => {
        const [region, bucket] = [childText(one, "Region"), childText(one, "Bucket")];
        return region && bucket ? [[region, bucket]] : [];
      }),
    ),
  };
}

function notFromAws(): ServiceError {
  return new ServiceError(200, "HTTP200", "", false);
}
