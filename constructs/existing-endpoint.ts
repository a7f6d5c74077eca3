import { DataAwsVpcEndpoint } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { SERVICE_NAME } from "./endpoint";

export interface ExistingEndpointProps {
  /** The endpoint's id, `vpce-…`. */
  readonly endpoint: string;
  /** The provider of the endpoint's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * An existing interface endpoint for access points. Its policy, subnets and security groups are not changed. The policy
 * must allow requests for this access point and for its member buckets.
 *
 * @example
 * new ExistingEndpoint(stack, "existing", {
 *   endpoint: "vpce-0123456789abcdef0",
 *   provider: providers.in("eu-west-1"),
 * });
 */
export class ExistingEndpoint extends Construct {
  readonly endpointId: string;

  constructor(scope: Construct, id: string, { endpoint, provider }: ExistingEndpointProps) {
    super(scope, id);
    this.endpointId = new DataAwsVpcEndpoint(this, "Resource", {
      provider,
      id: endpoint,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.service_name == "${SERVICE_NAME}"}`,
            errorMessage: `The VPC endpoint ${endpoint} is not an endpoint for the service ${SERVICE_NAME}. Name an endpoint for this service, or name the VPC to create one.`,
          },
          {
            condition: "${self.private_dns_enabled}",
            errorMessage: `The VPC endpoint ${endpoint} has no private DNS names. Without them, the host name of the access point does not resolve to the endpoint. Turn on private DNS names for the endpoint.`,
          },
        ],
      },
    }).id;
  }
}
