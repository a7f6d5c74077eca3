import { load, removeFolders, state, testReports } from "./support";

afterAll(removeFolders);

const STATE_ALLOWED = `  allowed: a group of the keys bucket, region, key, kmsKey; a group with one of the keys cloud, http, gcs,
           azurerm; or the word "local" for a trial`;

testReports([
  [
    "a misspelled backend alone",
    state("clod: { organization: example }"),
    `e.yaml:5:10  state.clod
  is not a known key
  got:     clod
  allowed: bucket, region, key, kmsKey, cloud, http, gcs, azurerm
  fix:     did you mean "cloud"?`,
  ],
  [
    "two backends",
    state("http: { address: 'https://example.com/a' }, gcs: { bucket: photos }"),
    `e.yaml:5:1  state
  names more than one place for the state
  got:     a group of the keys http, gcs
${STATE_ALLOWED}
  fix:     keep one of them, and indent the keys of http below it`,
  ],
  [
    "the keys of a backend beside it",
    state("cloud: { organization: example }, bucket: photos-state, region: eu-west-1"),
    `e.yaml:5:1  state
  names more than one place for the state
  got:     a group of the keys cloud, bucket, region
${STATE_ALLOWED}
  fix:     keep one of them, and indent the keys of cloud below it`,
  ],
  [
    "a missing key of a backend, and a key of Terraform",
    state("cloud: { workspaces: photos }"),
    `e.yaml:5:10  state.cloud.organization
  is missing
  allowed: 1 to 90 letters, digits, hyphens and underscores
  fix:     add organization under state.cloud

e.yaml:5:19  state.cloud.workspaces
  is not a known key
  got:     workspaces
  allowed: organization, workspace, project, hostname
  fix:     did you mean "workspace"?`,
  ],
  [
    "a backend that is not a group",
    state("gcs: photos"),
    `e.yaml:5:15  state.gcs
  must be a group of keys
  got:     photos
  allowed: a group of the keys bucket, prefix, kmsKey
  fix:     write its keys below it, indented, one on each line`,
  ],
  [
    "credentials",
    state("http: { address: 'https://example.com/a', password: secret, client_private_key_pem: secret }"),
    `e.yaml:5:52  state.http.password
  is a credential. Environment files contain no credentials
  got:     password
  fix:     remove it, and set TF_HTTP_PASSWORD where Terraform runs

e.yaml:5:70  state.http.client_private_key_pem
  is a credential. Environment files contain no credentials
  got:     client_private_key_pem
  fix:     remove it, and set TF_HTTP_CLIENT_PRIVATE_KEY_PEM where Terraform runs`,
  ],
]);

test.each([
  ["cloud: { organization: example }", { cloud: { organization: "example", workspace: "my-mrap" } }],
  ["gcs: { bucket: photos-state }", { gcs: { bucket: "photos-state", prefix: "my-mrap" } }],
  [
    "azurerm: { storageAccountName: photos, containerName: state, resourceGroupName: rg }",
    { azurerm: { key: "my-mrap/terraform.tfstate", useOidc: false } },
  ],
])("the name of the access point completes %s", (text, expected) => {
  expect(load(state(text)).state).toMatchObject(expected);
});
