import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { PropsError } from "./errors";
import { terraformName } from "./labels";
import { CONTROL_PLANE_REGION } from "./limits";

/** The versions of hashicorp/aws that the constructs support. */
export const AWS_PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";

export interface RegionalProvidersProps {
  /** The Regions. Each gets an aliased provider. */
  readonly regions: readonly string[];
  /** ARN of the role that every provider assumes. @default the credentials of the caller */
  readonly assumeRole?: string;
  /** Tags of all resources that support tags. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * The app's own provider without an alias, because a stack can have only one. Give it the Region us-west-2: the control
   * plane of the access point is there. The version constraint of the stack is then unchanged. @default creates one
   */
  readonly control?: AwsProvider;
}

/**
 * The AWS providers of a stack: one without an alias in us-west-2 for IAM and for the control plane of the access
 * point, and one for each Region with an alias made from the Region's name (`aws.ap_south_1`).
 *
 * Also sets the stack's `required_providers` to {@link AWS_PROVIDER_VERSIONS}, because the bindings pin one exact
 * version.
 *
 * @example
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 *
 * const other = new TerraformStack(app, "with-its-own-provider");
 * const control = new AwsProvider(other, "aws", { region: "us-west-2" });
 * new RegionalProviders(other, "Providers", { regions: ["eu-west-1", "us-east-1"], control });
 */
export class RegionalProviders extends Construct {
  /** The provider without an alias. */
  readonly control: AwsProvider;
  private readonly regional = new Map<string, AwsProvider>();

  constructor(scope: Construct, id: string, props: RegionalProvidersProps) {
    super(scope, id);
    const common = {
      assumeRole: props.assumeRole ? [{ roleArn: props.assumeRole }] : undefined,
      defaultTags:
        props.tags && Object.keys(props.tags).length > 0 ? [{ tags: { ...props.tags } }] : undefined,
    };
    this.control =
      props.control ?? new AwsProvider(this, "control", { region: CONTROL_PLANE_REGION, ...common });
    for (const region of new Set(props.regions)) {
      this.regional.set(
        region,
        new AwsProvider(this, region, { region, alias: terraformName(region), ...common }),
      );
    }
    if (props.control) return;
    TerraformStack.of(this).addOverride("terraform.required_providers.aws", {
      source: "hashicorp/aws",
      version: AWS_PROVIDER_VERSIONS,
    });
  }

  /**
   * The provider of a Region.
   * @throws PropsError if the Region is not among the props' Regions
   */
  in(region: string): AwsProvider {
    const provider = this.regional.get(region);
    if (provider) return provider;
    const known = [...this.regional.keys()].join(", ");
    throw new PropsError(
      this,
      `there is no provider for Region '${region}', only for ${known}: add it to 'regions'`,
    );
  }
}
