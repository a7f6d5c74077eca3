/** Backends for teams that keep Terraform's state outside AWS. Credentials come from the environment of Terraform. */
import { AzurermBackend, CloudBackend, GcsBackend, HttpBackend, NamedCloudWorkspace } from "cdktf";
import { Construct } from "constructs";
import { requireTerraform } from "./remote-state";

export interface HcpTerraformStateProps {
  readonly organization: string;
  /** Name of the workspace. */
  readonly workspace: string;
  /** Project in which the workspace is created. @default the default project */
  readonly project?: string;
  /** Host of Terraform Enterprise. @default "app.terraform.io" */
  readonly hostname?: string;
}

/**
 * Stores Terraform's state in a workspace of HCP Terraform or Terraform Enterprise.
 *
 * @example
 * const workspace = new TerraformStack(app, "workspace");
 * new HcpTerraformState(workspace, "State", { organization: "example", workspace: "photos" });
 */
export class HcpTerraformState extends Construct {
  constructor(scope: Construct, id: string, props: HcpTerraformStateProps) {
    super(scope, id);
    new CloudBackend(this, {
      organization: props.organization,
      workspaces: new NamedCloudWorkspace(props.workspace, props.project),
      hostname: props.hostname,
    });
    requireTerraform(this);
  }
}

export interface HttpStateProps {
  /** URL of the state. */
  readonly address: string;
  /** URL that locks the state; null if the server has no locks. @default the address, and address/lock on GitLab and Gitea */
  readonly lockAddress?: string | null;
  /** @default lockAddress */
  readonly unlockAddress?: string;
  /** @default "LOCK", and "POST" on GitLab and Gitea */
  readonly lockMethod?: string;
  /** @default "UNLOCK", and "DELETE" on GitLab and Gitea */
  readonly unlockMethod?: string;
  /** @default "POST" */
  readonly updateMethod?: string;
  /** @default TF_HTTP_USERNAME */
  readonly username?: string;
}

/**
 * Stores Terraform's state on a server with the HTTP protocol of Terraform, such as GitLab.
 *
 * @example
 * const gitlab = new TerraformStack(app, "gitlab");
 * new HttpState(gitlab, "State", {
 *   address: "https://gitlab.example.com/api/v4/projects/42/terraform/state/photos",
 * });
 */
export class HttpState extends Construct {
  constructor(scope: Construct, id: string, props: HttpStateProps) {
    super(scope, id);
    const { lockAddress: given, ...rest } = props;
    const onForge = isForge(props.address);
    const lockAddress = given === undefined ? `${props.address}${onForge ? "/lock" : ""}` : given;
    new HttpBackend(this, {
      ...(lockAddress !== null && {
        lockAddress,
        unlockAddress: lockAddress,
        ...(onForge && { lockMethod: "POST", unlockMethod: "DELETE" }),
      }),
      ...defined(rest),
      address: props.address,
    });
    requireTerraform(this);
  }
}

/** Source: GitLab, "GitLab-managed Terraform state", and Gitea, "Terraform State Registry". */
function isForge(address: string): boolean {
  return /\/api\/(v4\/projects|packages)\/[^/]+\/terraform\/state\/[^/?]+$/.test(address);
}

function defined<T extends object>(props: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(props).filter(([, value]) => value !== undefined && value !== null),
  ) as Partial<T>;
}

export interface GoogleCloudStateProps {
  readonly bucket: string;
  /** The state object is PREFIX/default.tfstate. */
  readonly prefix: string;
  /** Cloud KMS key that encrypts the state. @default encryption with Google managed keys */
  readonly kmsKey?: string;
}

/**
 * Stores Terraform's state in a bucket of Google Cloud Storage, which must exist.
 *
 * @example
 * const google = new TerraformStack(app, "google");
 * new GoogleCloudState(google, "State", { bucket: "example-terraform-state", prefix: "photos" });
 */
export class GoogleCloudState extends Construct {
  constructor(scope: Construct, id: string, { kmsKey, ...props }: GoogleCloudStateProps) {
    super(scope, id);
    new GcsBackend(this, { ...props, kmsEncryptionKey: kmsKey });
    requireTerraform(this);
  }
}

export interface AzureStateProps {
  readonly storageAccountName: string;
  readonly containerName: string;
  /** Name of the blob. */
  readonly key: string;
  readonly resourceGroupName: string;
  /** @default ARM_SUBSCRIPTION_ID */
  readonly subscriptionId?: string;
  /** @default ARM_TENANT_ID */
  readonly tenantId?: string;
  /** Sign requests with Microsoft Entra ID in place of the access key of the account. @default false */
  readonly useAzureadAuth?: boolean;
  /** Sign in with OpenID Connect, as in GitHub Actions. @default false */
  readonly useOidc?: boolean;
}

/**
 * Stores Terraform's state in a container of Azure Blob Storage, which must exist.
 *
 * @example
 * const azure = new TerraformStack(app, "azure");
 * new AzureState(azure, "State", {
 *   storageAccountName: "exampleterraform",
 *   containerName: "state",
 *   key: "photos/terraform.tfstate",
 *   resourceGroupName: "terraform",
 * });
 */
export class AzureState extends Construct {
  constructor(scope: Construct, id: string, props: AzureStateProps) {
    super(scope, id);
    new AzurermBackend(this, props);
    requireTerraform(this);
  }
}
