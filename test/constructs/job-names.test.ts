import { jobBucketName, jobRoleName } from "../../constructs/job-names";

test("names are derived from the environment, and are cut to the limits of S3 and IAM", () => {
  expect(jobBucketName("photos")).toBe("photos-jobs");
  expect(jobRoleName("photos")).toBe("photos-batch-replication");
  const long = jobBucketName(`${"a".repeat(62)}1`);
  expect(long).toMatch(/^a+-[0-9a-f]{8}-jobs$/);
  expect(long).toHaveLength(63);
  expect(jobBucketName(`${"a".repeat(62)}2`)).not.toBe(long);
  expect(jobRoleName("a".repeat(50))).toHaveLength(64);
});
