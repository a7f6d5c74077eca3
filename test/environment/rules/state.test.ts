import { removeFolders, load, state, testReports } from "../support";

afterAll(removeFolders);

const azure = (text: string): string =>
  state(`azurerm: { storageAccountName: photos, containerName: state, resourceGroupName: rg, ${text} }`);

testReports([
  [
    "an organization and a workspace that HCP Terraform cannot have",
    state("cloud: { organization: my org, workspace: a/b }"),
    `e.yaml:5:33  state.cloud.organization
  is not the name of an organization of HCP Terraform
  got:     my org
  allowed: 1 to 90 letters, digits, hyphens and underscores
  fix:     copy the name of the organization from its URL, such as "https://app.terraform.io/app/NAME"

e.yaml:5:52  state.cloud.workspace
  is not the name of a workspace of HCP Terraform
  got:     a/b
  allowed: 1 to 90 letters, digits, hyphens and underscores
  fix:     write the name of one workspace, or remove workspace to use the name of the access point`,
  ],
  [
    "a URL in place of a host",
    state("cloud: { organization: example, hostname: 'https://terraform.example.com' }"),
    `e.yaml:5:52  state.cloud.hostname
  is not a host name
  got:     https://terraform.example.com
  allowed: a host name in lowercase letters, such as "app.terraform.io"
  fix:     write the host name only, without https:// and without a path`,
  ],
  [
    "a state URL with a password",
    state("http: { address: 'https://ci:secret@example.com/state' }"),
    `e.yaml:5:27  state.http.address
  contains credentials. Environment files contain no credentials
  got:     https://…@example.com/state
  allowed: an https:// URL without a user name, a password and a fragment. http:// is allowed on localhost
  fix:     remove them, and set TF_HTTP_USERNAME and TF_HTTP_PASSWORD where Terraform runs`,
  ],
  [
    "a state URL without TLS",
    state("http: { address: 'http://example.com/state' }"),
    `e.yaml:5:27  state.http.address
  is a URL without TLS. The state contains values that others must not read or change
  got:     http://example.com/state
  allowed: an https:// URL without a user name, a password and a fragment. http:// is allowed on localhost
  fix:     write "https://example.com/state"`,
  ],
  [
    "a state URL with an expression, which a backend does not evaluate",
    state("http: { address: 'https://example.com/${var.name}', lockMethod: lock }"),
    `e.yaml:5:27  state.http.address
  is not the URL of a state
  got:     https://example.com/\${var.name}
  allowed: an https:// URL without a user name, a password and a fragment. http:// is allowed on localhost
  fix:     write the whole URL, starting with https://

e.yaml:5:74  state.http.lockMethod
  is not an HTTP method
  got:     lock
  allowed: an HTTP method in uppercase letters, such as LOCK, POST or PUT
  fix:     copy the method from the documentation of the server`,
  ],
  [
    "a bucket and a prefix that Google Cloud does not accept",
    state("gcs: { bucket: 'gs://photos', prefix: /photos }"),
    `e.yaml:5:25  state.gcs.bucket
  is not the name of a bucket of Google Cloud Storage
  got:     gs://photos
  allowed: 3 to 222 lowercase letters, digits, hyphens, underscores and dots, with a letter or digit at both
           ends
  fix:     write the name only, without gs://

e.yaml:5:48  state.gcs.prefix
  is not a prefix for the state
  got:     /photos
  allowed: a path of at most 901 characters, such as "NAME", without "/" at either end and without "//"
  fix:     remove prefix: the default is the name of the access point`,
  ],
  [
    "an AWS key for a state in Google Cloud",
    state("gcs: { bucket: photos, kmsKey: 'arn:aws:kms:us-east-1:210987654321:key/a' }"),
    `e.yaml:5:41  state.gcs.kmsKey
  is not a key of Google Cloud KMS
  got:     arn:aws:kms:us-east-1:210987654321:key/a
  allowed: projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY
  fix:     copy the "resource name" of the key from the Google Cloud console`,
  ],
  [
    "a host in place of a storage account, and a container with two hyphens",
    state(
      "azurerm: { storageAccountName: photos.blob.core.windows.net, containerName: a--b, resourceGroupName: rg. }",
    ),
    `e.yaml:5:41  state.azurerm.storageAccountName
  is not the name of an Azure storage account
  got:     photos.blob.core.windows.net
  allowed: 3 to 24 lowercase letters and digits
  fix:     write the name only, without .blob.core.windows.net

e.yaml:5:86  state.azurerm.containerName
  is not the name of a blob container
  got:     a--b
  allowed: 3 to 63 lowercase letters, digits and single hyphens, with a letter or digit at both ends
  fix:     copy the name of the container from the Azure portal

e.yaml:5:111  state.azurerm.resourceGroupName
  is not the name of an Azure resource group
  got:     rg.
  allowed: 1 to 90 letters, digits, underscores, hyphens, dots and parentheses, without a dot at the end
  fix:     copy the name of the resource group from the Azure portal`,
  ],
  [
    "an Azure name in place of an ID",
    azure("subscriptionId: production"),
    `e.yaml:5:110  state.azurerm.subscriptionId
  is not an Azure ID
  got:     production
  allowed: an ID such as 00000000-0000-0000-0000-000000000000
  fix:     copy the ID from the Azure portal`,
  ],
]);

test.each([
  ["Terraform Enterprise", state("cloud: { organization: example, hostname: 'tfe.example.com:8443' }")],
  ["a server on this machine", state("http: { address: 'http://127.0.0.1:8080/photos' }")],
  ["a query in the URL", state("http: { address: 'https://example.com/state?name=photos' }")],
  ["a nested blob", azure("key: a/b/c.tfstate")],
])("accepts %s", (_what, text) => {
  expect(load(text).state).toBeDefined();
});
