import { DescribeSecurityGroupRulesCommand, DescribeVpcEndpointsCommand } from "@aws-sdk/client-ec2";
import { SERVICE_NAME } from "../../../constructs/endpoint";
import type { DeployedEnvironment } from "../../../tour/clients";
import { expectEqual } from "../../../tour/expect";

/** Step 6: each network has an interface endpoint with private DNS. Only port 443 is open, and only to the clients. */
export async function checkEndpoints(environment: DeployedEnvironment): Promise<void> {
  for (const region of environment.regions) {
    const ec2 = environment.ec2(region);
    const { VpcEndpoints = [] } = await ec2.send(
      new DescribeVpcEndpointsCommand({ Filters: [{ Name: "service-name", Values: [SERVICE_NAME] }] }),
    );
    const network = environment.environment.regions[region]?.network;
    expectEqual(`the number of endpoints in ${region}`, VpcEndpoints.length, network ? 1 : 0);
    if (!network) continue;
    const endpoint = VpcEndpoints[0]!;
    expectEqual(
      `the endpoint in ${region}`,
      [endpoint.VpcEndpointType, endpoint.PrivateDnsEnabled],
      ["Interface", true],
    );
    const { SecurityGroupRules = [] } = await ec2.send(
      new DescribeSecurityGroupRulesCommand({
        Filters: [{ Name: "group-id", Values: (endpoint.Groups ?? []).map(({ GroupId }) => GroupId ?? "") }],
      }),
    );
    expectEqual(
      `the open ports of the endpoint in ${region}`,
      [
        ...new Set(
          SecurityGroupRules.map(
            (rule) => `${rule.IsEgress ? "out" : "in"} ${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort}`,
          ),
        ),
      ],
      ["in tcp 443-443"],
    );
  }
}
