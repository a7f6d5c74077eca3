import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** The Terraform versions that the constructs are written for: the S3 backend's lock file came with 1.10. */
export const TERRAFORM_VERSIONS = ">= 1.10";

export interface RemoteStateProps {
  readonly bucket: string;
  /** Better not one of the Regions that may be lost. */
  readonly region: string;
  readonly key: string;
  /** ARN of the KMS key that encrypts the state. @default S3-managed encryption */
  readonly kmsKey?: string;
}

/**
 * Terraform's state in an encrypted S3 object, with a lock file beside it (no DynamoDB table). The bucket must exist:
 * `mrap state create` makes it.
 */
export class RemoteState extends Construct {
  constructor(scope: Construct, id: string, props: RemoteStateProps) {
    super(scope, id);
    const backend = new S3Backend(this, {
      bucket: props.bucket,
      region: props.region,
      key: props.key,
      encrypt: true,
      kmsKeyId: props.kmsKey,
    });
    // The bindings do not know the argument.
    backend.addOverride("use_lockfile", true);
    requireTerraform(this);
  }
}

/** Terraform's state in a file beside the project, for a trial: no lock, no copy, no encryption. */
export class TrialState extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Relative to cdktf.out/stacks/STACK, so that cleaning cdktf.out does not lose the state.
    new LocalBackend(this, { path: `../../../terraform.${TerraformStack.of(this).node.id}.tfstate` });
    requireTerraform(this);
  }
}

function requireTerraform(scope: Construct): void {
  TerraformStack.of(scope).addOverride("terraform.required_version", TERRAFORM_VERSIONS);
}
