/** The keys of objects: `local-aws/server/kms/`. */
import {
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  type PutRolePolicyCommandInput,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, DescribeKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { startLocalAws, type LocalAws } from "../../../../local-aws";
import { accountId } from "../../../../local-aws/credentials";
import { HERE, ledger, mirror } from "../../mirror";
import { asRole } from "../../role";
import { errorOf } from "../../support";

/** The Region of the bucket. */
const HERE_REGION = "us-east-1";
const ROLE = `arn:aws:iam::${accountId}:role/app`;
const BUCKET = `arn:aws:s3:::${HERE}`;

let aws: LocalAws;
let here: S3Client;
let kms: KMSClient;
let app: S3Client;
let key: string;
const { entries } = ledger(() => aws);

const allow = (Principal: object | undefined, Action: string[], Condition?: object) => ({
  Effect: "Allow",
  ...(Principal && { Principal }),
  Action,
  Resource: "*",
  ...(Condition && { Condition }),
});
const throughS3 = (context: string) => ({
  StringEquals: {
    "kms:ViaService": `s3.${HERE_REGION}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": context,
  },
});
const root = { AWS: `arn:aws:iam::${accountId}:root` };
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

async function createKey(...statements: object[]): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: policy(...statements) }));
  return KeyMetadata?.Arn ?? "";
}

/** Sets the identity policy of the application. */
async function identity(...statements: object[]): Promise<void> {
  const input: PutRolePolicyCommandInput = {
    RoleName: "app",
    PolicyName: "keys",
    PolicyDocument: policy(...statements),
  };
  await new IAMClient(aws.clientConfig("us-east-1")).send(new PutRolePolicyCommand(input));
}

const put = (s3: S3Client, Key: string, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket: HERE, Key, Body: "1", ...more }));
const get = (s3: S3Client, Key: string) => s3.send(new GetObjectCommand({ Bucket: HERE, Key }));

beforeAll(async () => {
  aws = await startLocalAws();
  [here] = await mirror(aws);
  kms = new KMSClient(aws.clientConfig(HERE_REGION));
  await new IAMClient(aws.clientConfig("us-east-1")).send(
    new CreateRoleCommand({ RoleName: "app", AssumeRolePolicyDocument: policy() }),
  );
  app = await asRole(aws, HERE_REGION, ROLE);
  key = await createKey(
    allow(root, ["kms:DescribeKey", "kms:DisableKey"]),
    allow(root, ["kms:Decrypt", "kms:GenerateDataKey"], throughS3(BUCKET)),
  );
  const rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: key },
    BucketKeyEnabled: true,
  };
  await here.send(
    new PutBucketEncryptionCommand({
      Bucket: HERE,
      ServerSideEncryptionConfiguration: { Rules: [rule] },
    }),
  );
});
afterAll(() => aws.stop());

test("a key policy that names the account lets the identity policies decide", async () => {
  await identity(allow(undefined, ["s3:*"]));
  await put(here, "by-root");
  expect(await errorOf(put(app, "denied"))).toBe("AccessDenied 403");
  expect(await errorOf(get(app, "by-root"))).toBe("AccessDenied 403");
  await identity(allow(undefined, ["kms:Decrypt"], throughS3(BUCKET)));
  expect(await errorOf(get(app, "by-root"))).toBe("no error");
  expect(await errorOf(put(app, "denied"))).toBe("AccessDenied 403");
  await identity(allow(undefined, ["kms:*"]));
  expect(await errorOf(put(app, "allowed"))).toBe("no error");
});

test("without a bucket key, the encryption context is the object", async () => {
  expect(
    await errorOf(
      put(here, "plain", { BucketKeyEnabled: false, ServerSideEncryption: "aws:kms", SSEKMSKeyId: key }),
    ),
  ).toBe("AccessDenied 403");
  const other = await createKey(allow(root, ["kms:GenerateDataKey"], throughS3(`${BUCKET}/plain`)));
  const upload = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: other };
  expect(await errorOf(put(here, "plain", { ...upload, BucketKeyEnabled: false }))).toBe("no error");
  expect(await errorOf(put(here, "plain", { ...upload, BucketKeyEnabled: true }))).toBe("AccessDenied 403");
});

test("a multipart upload uses the default key and the bucket key", async () => {
  const where = { Bucket: HERE, Key: "parts" };
  const { UploadId } = await here.send(new CreateMultipartUploadCommand(where));
  const { ETag } = await here.send(new UploadPartCommand({ ...where, UploadId, PartNumber: 1, Body: "1" }));
  await here.send(
    new CompleteMultipartUploadCommand({
      ...where,
      UploadId,
      MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] },
    }),
  );
  expect(await here.send(new HeadObjectCommand(where))).toMatchObject({
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: key,
    BucketKeyEnabled: true,
  });
});

test("an object with SSE-KMS is not replicated unless a rule selects it", async () => {
  await put(here, "unselected");
  await put(here, "selected", { ServerSideEncryption: "AES256" });
  expect((await entries(HERE, "unselected"))[0]?.replication).toBeNull();
  expect((await entries(HERE, "selected"))[0]?.replication).not.toBeNull();
});

test("a key that is missing or disabled rejects requests", async () => {
  const missing = key.replace(/[^/]+$/, "1234abcd-12ab-4cd5-96ef-1234567890ab");
  const upload = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: missing };
  expect(await errorOf(put(here, "missing", upload))).toBe("KMS.NotFoundException 400");
  await kms.send(new DisableKeyCommand({ KeyId: key.split("/")[1] }));
  expect(await errorOf(put(here, "disabled"))).toBe("KMS.DisabledException 400");
  expect(await errorOf(get(here, "by-root"))).toBe("KMS.DisabledException 400");
});

test("KMS rejects a call that the key policy does not allow", async () => {
  const foreign = await createKey(allow({ AWS: "arn:aws:iam::210987654321:root" }, ["kms:*"]));
  expect(await errorOf(kms.send(new DescribeKeyCommand({ KeyId: foreign })))).toBe(
    "AccessDeniedException 400",
  );
  expect(await errorOf(kms.send(new DescribeKeyCommand({ KeyId: key })))).toBe("no error");
});
