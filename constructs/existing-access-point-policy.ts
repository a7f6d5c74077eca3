import { S3ControlMultiRegionAccessPointPolicy } from "@cdktf/provider-aws/lib/s3control-multi-region-access-point-policy";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { MultiRegionAccessPoint } from "./access-point";
import { samePolicyCondition } from "./adoption-conditions";
import type { ExistingPolicy } from "./existing-access-point";

export interface ExistingAccessPointPolicyProps {
  readonly accessPoint: MultiRegionAccessPoint;
  /** The access point's name, as it is written. */
  readonly name: string;
  /** ID of the account of the access point. */
  readonly account: string;
  readonly policy: ExistingPolicy;
  /** The provider of any Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * The policy that an existing access point has. Terraform imports it and never changes it. A plan fails if the policy in
 * AWS is another one than the recorded one.
 *
 * @example
 * const Statement = [{ Effect: "Deny", Principal: "*", Action: "s3:DeleteObjectVersion", Resource: "*" }];
 * new ExistingAccessPointPolicy(stack, "Recorded", {
 *   accessPoint,
 *   name: "photos",
 *   account: "123456789012",
 *   policy: { Version: "2012-10-17", Statement },
 * });
 */
export class ExistingAccessPointPolicy extends Construct {
  readonly policy: S3ControlMultiRegionAccessPointPolicy;

  constructor(
    scope: Construct,
    id: string,
    { accessPoint, name, account, policy, provider }: ExistingAccessPointPolicyProps,
  ) {
    super(scope, id);
    // The resource has no timeouts: an import does not know them, so Terraform would update the policy to add them.
    this.policy = new S3ControlMultiRegionAccessPointPolicy(this, "Resource", {
      provider,
      details: { name: accessPoint.name, policy: JSON.stringify(policy) },
      lifecycle: {
        // A policy can only be replaced as a whole. Terraform must never replace this one.
        ignoreChanges: ["details"],
        postcondition: [
          {
            condition: `\${${samePolicyCondition("self.established", policy.Statement)}}`,
            errorMessage: `The policy of the access point ${name} changed after the adoption was recorded. Run mrap adopt again, and review what changed before you plan again.`,
          },
        ],
      },
    });
    this.policy.importFrom(`${account}:${name}`, provider);
  }
}
