/** Creates the VPCs and subnets that an environment file names, so that Terraform finds them on the local AWS. */
import {
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { loadEnvironment } from "../../environment/load";
import type { LocalAws } from "../../local-aws";

/** Maps each id in the environment file to the id of the VPC or subnet that was created in its place. */
export async function createNetworks(aws: LocalAws, file: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [region, { network }] of Object.entries(loadEnvironment(file).regions)) {
    if (!network?.vpc || network.vpc === "default") continue;
    const ec2 = new EC2Client(aws.clientConfig(region));
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const VpcId = Vpc!.VpcId!;
    for (const EnableDns of [{ EnableDnsSupport: { Value: true } }, { EnableDnsHostnames: { Value: true } }])
      await ec2.send(new ModifyVpcAttributeCommand({ VpcId, ...EnableDns }));
    ids.set(network.vpc, VpcId);
    for (const [index, subnet] of (network.subnets ?? []).entries()) {
      const place = { CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: `${region}${"abcdef"[index]}` };
      const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, ...place }));
      ids.set(subnet, Subnet!.SubnetId!);
    }
    ec2.destroy();
  }
  return ids;
}

/** Replaces the ids in a text, such as an environment file or synthesized Terraform JSON. */
export function withIds(text: string, ids: ReadonlyMap<string, string>): string {
  return [...ids].reduce((replaced, [from, to]) => replaced.replaceAll(from, to), text);
}
