import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Token, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import {
  READ_BUCKET_ACTIONS,
  READ_OBJECT_ACTIONS,
  WRITE_BUCKET_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./access-actions";
import type { MultiRegionAccessPoint } from "./access-point";
import type { RegionalBucket } from "./bucket";
import { anyPrincipal } from "./statements";

/** The service name of Multi-Region Access Points. It contains no Region. */
export const SERVICE_NAME = "com.amazonaws.s3-global.accesspoint";

export interface AccessPointEndpointProps {
  readonly accessPoint: MultiRegionAccessPoint;
  /** All member buckets. S3 can route a request to any of them. */
  readonly buckets: readonly RegionalBucket[];
  /** The VPC's id, or `default` for the Region's default VPC. */
  readonly vpc: string;
  /** The Name tag of the endpoint and of its security group, and the name of that security group. */
  readonly name: string;
  /** The provider of the VPC's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
  /** Ids of subnets. @default one subnet of the VPC for each availability zone */
  readonly subnets?: readonly string[];
  /** Ids of security groups. @default creates one that allows port 443 from the clients */
  readonly securityGroups?: readonly string[];
  /** IPv4 CIDR blocks and security group ids that may connect to the endpoint. @default the VPC's primary CIDR block */
  readonly clients?: readonly string[];
}

/**
 * An interface endpoint that connects a VPC to the access point without the internet. Create one for each VPC. Its
 * policy allows requests for this access point and for its member buckets.
 */
export class AccessPointEndpoint extends Construct {
  readonly endpoint: VpcEndpoint;

  constructor(scope: Construct, id: string, props: AccessPointEndpointProps) {
    super(scope, id);
    const { provider } = props;
    const vpc = new DataAwsVpc(this, "Vpc", {
      provider,
      ...(props.vpc === "default" ? { default: true } : { id: props.vpc }),
      lifecycle: {
        postcondition: [
          {
            condition: "${self.enable_dns_support && self.enable_dns_hostnames}",
            errorMessage:
              "The VPC needs DNS support and DNS hostnames. Without them, the host name of the access point does not resolve to the endpoint. Turn on both in the settings of the VPC.",
          },
        ],
      },
    });
    const policy = new DataAwsIamPolicyDocument(this, "endpoint", { statement: this.statements(props) });
    this.endpoint = new VpcEndpoint(this, "Resource", {
      provider,
      vpcId: vpc.id,
      serviceName: SERVICE_NAME,
      vpcEndpointType: "Interface",
      // The provider sends false if this is omitted, and the service works with its private DNS name only.
      privateDnsEnabled: true,
      subnetIds: props.subnets?.length ? [...props.subnets] : this.oneSubnetEachZone(vpc, provider),
      securityGroupIds: props.securityGroups?.length
        ? [...props.securityGroups]
        : [this.securityGroup(vpc, props)],
      policy: policy.json,
      tags: { Name: props.name },
    });
  }

  private statements({ accessPoint, buckets }: AccessPointEndpointProps) {
    return [
      {
        sid: "ObjectsOfTheAccessPoint",
        principals: anyPrincipal(),
        actions: [...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS],
        resources: [accessPoint.objectsArn, ...buckets.map((bucket) => `${bucket.arn}/*`)],
      },
      {
        sid: "ListingOfTheAccessPoint",
        principals: anyPrincipal(),
        actions: [...READ_BUCKET_ACTIONS, ...WRITE_BUCKET_ACTIONS],
        resources: [accessPoint.arn, ...buckets.map((bucket) => bucket.arn)],
      },
    ];
  }

  /** One subnet for each zone, because an interface endpoint accepts no second subnet of a zone. */
  private oneSubnetEachZone(vpc: DataAwsVpc, provider?: TerraformProvider): string[] {
    const subnets = new DataAwsSubnets(this, "Subnets", {
      provider,
      filter: [{ name: "vpc-id", values: [vpc.id] }],
    });
    const subnet = new DataAwsSubnet(this, "Subnet", { provider, id: "${each.value}" });
    subnet.addOverride("for_each", `\${toset(${subnets.fqn}.ids)}`);
    const byZone = `{for s in ${subnet.fqn} : s.availability_zone => s.id...}`;
    return Token.asList(`\${[for zone, ids in ${byZone} : sort(ids)[0]]}`);
  }

  private securityGroup(vpc: DataAwsVpc, props: AccessPointEndpointProps): string {
    const { provider } = props;
    const group = new SecurityGroup(this, "SecurityGroup", {
      provider,
      name: props.name,
      description: "HTTPS from the clients to the Multi-Region Access Point's endpoint",
      vpcId: vpc.id,
      tags: { Name: props.name },
    });
    const rule = (id: string, source: { cidrIpv4: string } | { referencedSecurityGroupId: string }) =>
      new VpcSecurityGroupIngressRule(this, id, {
        provider,
        securityGroupId: group.id,
        description: "HTTPS from a client",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        ...source,
      });
    if (!props.clients?.length) rule("vpc", { cidrIpv4: vpc.cidrBlock });
    for (const client of props.clients ?? []) {
      rule(
        `from-${client}`,
        client.startsWith("sg-") ? { referencedSecurityGroupId: client } : { cidrIpv4: client },
      );
    }
    return group.id;
  }
}
