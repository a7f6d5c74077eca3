/** State outside AWS. The keys have the names of the arguments of the backend in cdktf. */
import * as z from "zod/mini";
import { DEFAULTS } from "../../constructs/defaults";
import { flagOr, nullable, section, text, textOrNull, withDefault } from "../fields";
import {
  azureIdRule,
  blobRule,
  containerRule,
  googleBucketRule,
  googleKeyRule,
  hostnameRule,
  httpMethodRule,
  organizationNameRule,
  projectRule,
  resourceGroupRule,
  statePrefixRule,
  stateUrlRule,
  storageAccountRule,
  usernameRule,
  workspaceRule,
} from "../rules/state";

const cloud = section(
  {
    organization: text(organizationNameRule, "The organization in HCP Terraform."),
    workspace: z.optional(
      text(workspaceRule, withDefault("The workspace of this environment.", "the name of the access point")),
    ),
    project: textOrNull(projectRule, "Project in which Terraform creates the workspace."),
    hostname: textOrNull(hostnameRule, "Host of Terraform Enterprise.", "null, which means app.terraform.io"),
  },
  "A workspace of HCP Terraform or Terraform Enterprise holds the state. Run terraform login, or set TF_TOKEN_app_terraform_io.",
);

const http = section(
  {
    address: text(stateUrlRule, "URL of the state."),
    lockAddress: z.optional(
      nullable(
        stateUrlRule,
        withDefault(
          "URL that locks the state. null means that the server has no locks: two deploys at the same time then overwrite each other's state.",
          "address, and address/lock on GitLab and Gitea",
        ),
      ),
    ),
    unlockAddress: z.optional(text(stateUrlRule, withDefault("URL that unlocks the state.", "lockAddress"))),
    lockMethod: z.optional(
      text(
        httpMethodRule,
        withDefault("HTTP method that locks the state.", "LOCK, and POST on GitLab and Gitea"),
      ),
    ),
    unlockMethod: z.optional(
      text(
        httpMethodRule,
        withDefault("HTTP method that unlocks the state.", "UNLOCK, and DELETE on GitLab and Gitea"),
      ),
    ),
    updateMethod: z.optional(text(httpMethodRule, withDefault("HTTP method that writes the state.", "POST"))),
    username: textOrNull(
      usernameRule,
      "User name for the server. The password is read from TF_HTTP_PASSWORD.",
      "null, which means TF_HTTP_USERNAME",
    ),
  },
  "A server with the HTTP protocol of Terraform holds the state, such as GitLab.",
);

const gcs = section(
  {
    bucket: text(googleBucketRule, "Name of the bucket in Google Cloud Storage. It must exist already."),
    prefix: z.optional(
      text(
        statePrefixRule,
        withDefault(
          "The state is the object PREFIX/default.tfstate in the bucket.",
          "the name of the access point",
        ),
      ),
    ),
    kmsKey: textOrNull(
      googleKeyRule,
      "Cloud KMS key that encrypts the state.",
      "null, which means Google-managed encryption",
    ),
  },
  "A bucket of Google Cloud Storage holds the state. Credentials are the application default credentials.",
);

const azurerm = section(
  {
    storageAccountName: text(storageAccountRule, "The storage account. It must exist already."),
    containerName: text(containerRule, "The blob container. It must exist already."),
    resourceGroupName: text(resourceGroupRule, "The resource group of the storage account."),
    key: z.optional(text(blobRule, withDefault("Name of the state's blob.", "NAME/terraform.tfstate"))),
    subscriptionId: textOrNull(
      azureIdRule,
      "Subscription of the storage account.",
      "null, which means ARM_SUBSCRIPTION_ID",
    ),
    tenantId: textOrNull(azureIdRule, "Tenant of the storage account.", "null, which means ARM_TENANT_ID"),
    useAzureadAuth: flagOr(
      DEFAULTS.state.azurerm.useAzureadAuth,
      "Access blobs with Microsoft Entra ID and not with the access key of the storage account.",
    ),
    useOidc: flagOr(DEFAULTS.state.azurerm.useOidc, "Sign in with OpenID Connect, as in GitHub Actions."),
  },
  "A container of Azure Blob Storage holds the state. Credentials come from the Azure CLI or from ARM_ variables.",
);

/** The sections of `state` that name a backend outside AWS. */
export const otherBackends = { cloud, http, gcs, azurerm } as const;

export type OtherBackend = keyof typeof otherBackends;

export const OTHER_BACKENDS = Object.keys(otherBackends) as OtherBackend[];

/** Keys that Terraform has for credentials, and what to use in their place. */
export const CREDENTIALS: Readonly<Record<OtherBackend, Readonly<Record<string, string>>>> = {
  cloud: { token: "run terraform login, or set TF_TOKEN_app_terraform_io where Terraform runs" },
  http: {
    password: "set TF_HTTP_PASSWORD where Terraform runs",
    clientPrivateKeyPem: "set TF_HTTP_CLIENT_PRIVATE_KEY_PEM where Terraform runs",
  },
  gcs: {
    credentials: "set GOOGLE_CREDENTIALS where Terraform runs",
    accessToken: "set GOOGLE_OAUTH_ACCESS_TOKEN where Terraform runs",
    encryptionKey: "set GOOGLE_ENCRYPTION_KEY where Terraform runs",
  },
  azurerm: {
    accessKey: "set ARM_ACCESS_KEY where Terraform runs",
    sasToken: "set ARM_SAS_TOKEN where Terraform runs",
    clientSecret: "set ARM_CLIENT_SECRET where Terraform runs",
    oidcToken: "set ARM_OIDC_TOKEN where Terraform runs",
    clientCertificatePassword: "set ARM_CLIENT_CERTIFICATE_PASSWORD where Terraform runs",
  },
};
