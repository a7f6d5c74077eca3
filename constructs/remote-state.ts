import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** The supported Terraform versions. The S3 backend supports lock files from 1.10. */
export const TERRAFORM_VERSIONS = ">= 1.10";

export interface RemoteStateProps {
  readonly bucket: string;
  /** The bucket's Region. Choose one that is not a member Region, so that losing a member Region does not block Terraform. */
  readonly region: string;
  readonly key: string;
  /** ARN of the KMS key that encrypts the state. @default encryption with S3 managed keys */
  readonly kmsKey?: string;
}

/**
 * Stores Terraform's state in an encrypted S3 object with a lock file (no DynamoDB table). The bucket must exist.
 * `mrap state create` creates it.
 *
 * @example
 * const backed = new TerraformStack(app, "backed");
 * new RemoteState(backed, "State", {
 *   bucket: "example-terraform-state",
 *   region: "eu-central-1",
 *   key: "photos/terraform.tfstate",
 * });
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
    // The bindings have no property for this argument.
    backend.addOverride("use_lockfile", true);
    requireTerraform(this);
  }
}

/**
 * Stores Terraform's state in a local file. For trials only: the file is not shared, backed up or encrypted.
 *
 * @example
 * const local = new TerraformStack(app, "trial");
 * new TrialState(local, "State");
 */
export class TrialState extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Relative to cdktf.out/stacks/STACK, and outside cdktf.out, which may be deleted at any time.
    new LocalBackend(this, { path: `../../../terraform.${TerraformStack.of(this).node.id}.tfstate` });
    requireTerraform(this);
  }
}

/** Sets the supported Terraform versions of the stack. */
export function requireTerraform(scope: Construct): void {
  TerraformStack.of(scope).addOverride("terraform.required_version", TERRAFORM_VERSIONS);
}
