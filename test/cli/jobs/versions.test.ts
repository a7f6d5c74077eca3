import type { Aws } from "../../../cli/adapters/aws/aws";
import { listVersions } from "../../../cli/jobs/versions";

test("only the storage classes that S3 does not replicate are archived", async () => {
  const classes = ["STANDARD", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"];
  const Versions = classes.map((StorageClass) => ({ Key: StorageClass, VersionId: "v", StorageClass }));
  const aws = {
    s3: () => ({ send: () => Promise.resolve({ Versions, IsTruncated: false }) }),
  } as unknown as Aws;
  const found = await listVersions(aws, { region: "eu-west-1", bucket: "photos" }, "1", true);
  expect([...found.values()].filter(({ archived }) => archived).map(({ key }) => key)).toEqual([
    "GLACIER",
    "DEEP_ARCHIVE",
  ]);
});
