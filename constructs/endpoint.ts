import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DataAwsVpcEndpointService } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint-service";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import {
  VpcSecurityGroupIngressRule,
  type VpcSecurityGroupIngressRuleConfig,
} from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Token, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import {
  READ_BUCKET_ACTIONS,
  READ_OBJECT_ACTIONS,
  WRITE_BUCKET_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./access-actions";
import type { MultiRegionAccessPoint } from "./access-point";
import type { MemberBucket } from "./member-bucket";
import { anyPrincipal, inOrganization } from "./statements";

/** The service name of Multi-Region Access Points. It contains no Region. */
export const SERVICE_NAME = "com.amazonaws.s3-global.accesspoint";

export interface AccessPointEndpointProps {
  readonly accessPoint: MultiRegionAccessPoint;
  /** Other access points of the same buckets, such as one that is being replaced. @default none */
  readonly otherAccessPoints?: readonly MultiRegionAccessPoint[];
  /** The member buckets of all access points. S3 can route a request to any of them. */
  readonly buckets: readonly MemberBucket[];
  /** The VPC's id, or `default` for the Region's default VPC. */
  readonly vpc: string;
  /** The Name tag of the endpoint and of its security group, and the name of that security group. */
  readonly name: string;
  /** The provider of the VPC's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
  /** Ids of subnets. @default one subnet of the VPC for each availability zone that the service supports */
  readonly subnets?: readonly string[];
  /** Ids of security groups. @default creates one that allows port 443 from the clients */
  readonly securityGroups?: readonly string[];
  /**
   * IPv4 CIDR blocks, prefix list ids and security group ids that may connect to the endpoint.
   * @default the VPC's IPv4 CIDR blocks
   */
  readonly clients?: readonly string[];
  /** AWS Organizations id. The endpoint's policy allows principals of this organization only. @default no restriction */
  readonly organization?: string;
}

/**
 * An interface endpoint that connects a VPC to the access point without the internet. A VPC can have only one, because
 * the endpoint's private DNS names serve all access points. The endpoint's policy allows requests for the access points
 * in the props and for their member buckets.
 *
 * @example
 * new AccessPointEndpoint(stack, "endpoint", {
 *   accessPoint,
 *   buckets,
 *   vpc: "default",
 *   name: "photos-endpoint",
 *   provider: providers.in("eu-west-1"),
 * });
 */
export class AccessPointEndpoint extends Construct {
  readonly endpoint: VpcEndpoint;
  /**
   * The availability zones of the VPC in which the endpoint has no subnet, because the service does not support the zone
   * or the subnets have no IPv4 addresses. Undefined if the props name the subnets.
   */
  readonly zonesLeftOut?: string[];

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
    const zones = props.subnets?.length ? undefined : this.zones(vpc, provider);
    this.zonesLeftOut = zones?.leftOut;
    const policy = new DataAwsIamPolicyDocument(this, "endpoint", { statement: allowStatements(props) });
    this.endpoint = new VpcEndpoint(this, "Resource", {
      provider,
      vpcId: vpc.id,
      serviceName: SERVICE_NAME,
      vpcEndpointType: "Interface",
      // The provider sends false if this is omitted, and the service works with its private DNS name only.
      privateDnsEnabled: true,
      subnetIds: zones?.subnetIds ?? [...props.subnets!],
      securityGroupIds: props.securityGroups?.length
        ? [...props.securityGroups]
        : [this.securityGroup(vpc, props)],
      policy: policy.json,
      tags: { Name: props.name },
    });
  }

  get endpointId(): string {
    return this.endpoint.id;
  }

  /**
   * One subnet for each zone, because an interface endpoint accepts no second subnet of a zone. AWS rejects the whole
   * request if it contains a zone that the service does not support, such as a Local Zone, or a subnet without IPv4.
   * Ledger: endpoint-zones
   */
  private zones(
    vpc: DataAwsVpc,
    provider?: TerraformProvider,
  ): { readonly subnetIds: string[]; readonly leftOut: string[] } {
    const service = new DataAwsVpcEndpointService(this, "Service", { provider, serviceName: SERVICE_NAME });
    const subnets = new DataAwsSubnets(this, "Subnets", {
      provider,
      filter: [{ name: "vpc-id", values: [vpc.id] }],
    });
    const subnet = new DataAwsSubnet(this, "Subnet", { provider, id: "${each.value}" });
    subnet.addOverride("for_each", `\${toset(${subnets.fqn}.ids)}`);
    const supported = `contains(${service.fqn}.availability_zones, s.availability_zone) && !s.ipv6_native`;
    const byZone = `{for s in ${subnet.fqn} : s.availability_zone => s.id... if ${supported}}`;
    const all = `toset([for s in ${subnet.fqn} : s.availability_zone])`;
    const used = `toset([for s in ${subnet.fqn} : s.availability_zone if ${supported}])`;
    return {
      subnetIds: Token.asList(`\${[for zone, ids in ${byZone} : sort(ids)[0]]}`),
      leftOut: Token.asList(`\${sort(setsubtract(${all}, ${used}))}`),
    };
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
    const rule = (id: string, source: Partial<VpcSecurityGroupIngressRuleConfig>) =>
      new VpcSecurityGroupIngressRule(this, id, {
        provider,
        securityGroupId: group.id,
        description: "HTTPS from a client",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        ...source,
      });
    if (!props.clients?.length) {
      rule("vpc", { cidrIpv4: vpc.cidrBlock });
      const secondary = rule("vpc-secondary", { cidrIpv4: "${each.value}" });
      const blocks = `${vpc.fqn}.cidr_block_associations`;
      const isSecondary = `a.state == "associated" && a.cidr_block != ${vpc.fqn}.cidr_block`;
      secondary.addOverride("for_each", `\${toset([for a in ${blocks} : a.cidr_block if ${isSecondary}])}`);
    }
    for (const client of props.clients ?? []) rule(`from-${client}`, clientSource(client));
    return group.id;
  }
}

function allowStatements({
  accessPoint,
  otherAccessPoints = [],
  buckets,
  organization,
}: AccessPointEndpointProps) {
  const accessPoints = [accessPoint, ...otherAccessPoints];
  const condition = organization ? inOrganization(organization) : undefined;
  return [
    {
      sid: "ObjectsOfTheAccessPoint",
      principals: anyPrincipal(),
      actions: [...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS],
      resources: [
        ...accessPoints.map(({ objectsArn }) => objectsArn),
        ...buckets.map((bucket) => `${bucket.arn}/*`),
      ],
      condition,
    },
    {
      sid: "ListingOfTheAccessPoint",
      principals: anyPrincipal(),
      actions: [...READ_BUCKET_ACTIONS, ...WRITE_BUCKET_ACTIONS],
      resources: [...accessPoints.map(({ arn }) => arn), ...buckets.map((bucket) => bucket.arn)],
      condition,
    },
  ];
}

function clientSource(client: string): Partial<VpcSecurityGroupIngressRuleConfig> {
  if (client.startsWith("sg-")) return { referencedSecurityGroupId: client };
  if (client.startsWith("pl-")) return { prefixListId: client };
  return { cidrIpv4: client };
}
