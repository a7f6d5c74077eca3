import { S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { type LocalAws, startLocalAws } from "../../local-aws";

describe("the local AWS", () => {
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws();
  });
  afterAll(() => aws.stop());

  it("stores an object under the real host name", async () => {
    const s3 = new S3Client(aws.clientConfig("ap-south-1"));
    await s3.send(new CreateBucketCommand({ Bucket: "plain-object" , CreateBucketConfiguration: {LocationConstraint: "ap-south-1"}}));
    await s3.send(new PutObjectCommand({ Bucket: "plain-object", Key: "a/ö b+c.txt", Body: "hello" }));
    const got = await s3.send(new GetObjectCommand({ Bucket: "plain-object", Key: "a/ö b+c.txt" }));
    expect(await got.Body?.transformToString()).toBe("hello");
    const hosts = (await aws.control.requests()).map((request) => request.host);
    expect(hosts).toContain("plain-object.s3.ap-south-1.amazonaws.com");
  });
});
