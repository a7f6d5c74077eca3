import type { Aws } from "./aws";
import { ServiceError } from "./errors";
import { child, childText, parseXml, type XmlElement } from "./xml-answer";

/** The Regions that are enabled for the account. Ledger: mrap-supported-regions */
export async function enabledRegions(aws: Aws, region: string, signal: AbortSignal): Promise<string[]> {
  const found = items(await query(aws, region, "DescribeRegions", "", signal), "regionInfo");
  return found.flatMap((one) => childText(one, "regionName") ?? []);
}

/** The ID of the default VPC of a Region, if there is one. */
export async function defaultVpc(aws: Aws, region: string, signal: AbortSignal): Promise<string | undefined> {
  const filter = "&Filter.1.Name=is-default&Filter.1.Value.1=true";
  const found = items(await query(aws, region, "DescribeVpcs", filter, signal), "vpcSet");
  return childText(found[0], "vpcId");
}

async function query(
  aws: Aws,
  region: string,
  action: string,
  parameters: string,
  signal: AbortSignal,
): Promise<XmlElement> {
  const { body } = await aws.send(
    {
      method: "POST",
      service: "ec2",
      region,
      host: `ec2.${region}.amazonaws.com`,
      path: "/",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `Action=${action}&Version=2016-11-15${parameters}`,
    },
    { signal },
  );
  const root = parseXml(body);
  if (root === undefined) throw new ServiceError(200, "HTTP200", "", false);
  return root;
}

function items(root: XmlElement, set: string): readonly XmlElement[] {
  return child(root, set)?.children.filter(({ name }) => name === "item") ?? [];
}
