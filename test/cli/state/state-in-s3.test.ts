import { stateInS3 } from "../../../cli/state/state-in-s3";

test("a state in S3 or in a file is returned", () => {
  const bucket = { bucket: "photos-state", region: "eu-central-1" };
  expect(stateInS3(bucket)).toBe(bucket);
  expect(stateInS3("local")).toBe("local");
});

test.each([
  [
    { cloud: { organization: "example" } },
    "mrap creates a bucket in S3 only, and this state is in HCP Terraform, where Terraform creates the workspace when it starts.",
  ],
  [
    { http: { address: "https://example.com/photos" } },
    "mrap creates a bucket in S3 only, and this state is on an HTTP server, which needs no bucket.",
  ],
  [
    { gcs: { bucket: "photos-state" } },
    "mrap creates a bucket in S3 only, and this state is in Google Cloud: create the bucket photos-state there, with object versioning.",
  ],
  [
    { azurerm: { storageAccountName: "photos", containerName: "state", resourceGroupName: "terraform" } },
    "mrap creates a bucket in S3 only, and this state is in Azure: create the container state in photos there, with blob versioning.",
  ],
])("a state outside AWS is rejected with one sentence: %j", (state, message) => {
  expect(() => stateInS3(state)).toThrow(message);
});
