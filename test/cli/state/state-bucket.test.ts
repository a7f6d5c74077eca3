import type { Aws } from "../../../cli/adapters/aws/aws";
import { createStateBucket } from "../../../cli/state/state-bucket";

const account = "123456789012";
const region = "eu-west-1";
const key = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** An AWS in which nothing is configured but what `answers` says, by the names of the commands. */
function fakeAws(answers: Readonly<Record<string, unknown>>): { aws: Aws; sent: Array<[string, any]> } {
  const sent: Array<[string, any]> = [];
  const missing = Object.assign(new Error("missing"), { $metadata: { httpStatusCode: 404 } });
  const send = async (command: { input: unknown }): Promise<unknown> => {
    const name = command.constructor.name.replace(/Command$/, "");
    sent.push([name, command.input]);
    if (name in answers) return answers[name];
    if (name === "GetBucketVersioning") return {};
    if (/^(Head|Get)/.test(name)) throw missing;
    return {};
  };
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/ops</Arn><UserId>x</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  const aws = { send: async () => ({ status: 200, headers: {}, body }), s3: async () => ({ send }) };
  return { aws: aws as unknown as Aws, sent };
}

async function create(bucket: string, answers: Readonly<Record<string, unknown>> = {}, kmsKey?: string) {
  const { aws, sent } = fakeAws(answers);
  const lines: string[] = [];
  const state = { bucket, region, ...(kmsKey && { kmsKey }) };
  await createStateBucket({ state }, aws, (line) => lines.push(line));
  return { lines, created: sent.find(([name]) => name === "CreateBucket")?.[1], sent };
}

const exists = { HeadBucket: { BucketRegion: region } };
const encrypted = (KMSMasterKeyID?: string) => ({
  GetBucketEncryption: {
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID } }],
    },
  },
});

test("a new bucket with an account regional name is created in that namespace", async () => {
  const { created } = await create(`states-${account}-${region}-an`);
  expect(created).toMatchObject({ BucketNamespace: "account-regional" });
  expect((await create("states")).created).not.toHaveProperty("BucketNamespace");
});

test.each([["states-an"], [`states-999999999999-${region}-an`], [`states-${account}-us-east-1-an`]])(
  "%s cannot be created here, and the reason is given before anything is sent",
  async (bucket) => {
    await expect(create(bucket)).rejects.toThrow(
      `The bucket ${bucket} does not exist and cannot be created: AWS reserves the ending -an for account regional names, which end with -${account}-${region}-an in this account and Region. Choose another name for state.bucket.`,
    );
  },
);

test("an existing bucket may have any name that ends with -an", async () => {
  const { created, lines } = await create("states-an", exists);
  expect(created).toBeUndefined();
  expect(lines[0]).toBe("The bucket states-an exists in eu-west-1.");
});

test("a bucket with a KMS key by default: the line to add to the environment file", async () => {
  const { lines } = await create("states", { ...exists, ...encrypted(key) });
  expect(lines.slice(-2)).toEqual([
    "The bucket encrypts with a KMS key by default, but Terraform sends AES256 for its state as long as state.kmsKey is not set. Add this line below state in the environment file:",
    `  kmsKey: ${key}`,
  ]);
  const managed = await create("states", { ...exists, ...encrypted() });
  expect(managed.lines.at(-1)).toBe(
    "The bucket encrypts with the AWS managed key aws/s3 by default, but Terraform sends AES256 for its state as long as state.kmsKey is not set. Set state.kmsKey to a key ARN to use KMS.",
  );
});

test("no such line with kmsKey, or on a bucket without a KMS key", async () => {
  for (const { lines } of [
    await create("states", { ...exists, ...encrypted(key) }, key),
    await create("states", exists),
  ])
    expect(lines.join("\n")).not.toContain("AES256");
});

test("the lifecycle is added to the rules that exist", async () => {
  const mine = { ID: "mine", Status: "Enabled", Filter: { Prefix: "logs/" }, Expiration: { Days: 9 } };
  const { sent } = await create("states", { ...exists, GetBucketLifecycleConfiguration: { Rules: [mine] } });
  const put = sent.find(([name]) => name === "PutBucketLifecycleConfiguration")![1];
  expect(put.LifecycleConfiguration.Rules.map(({ ID }: { ID: string }) => ID)).toEqual([
    "mine",
    "mrap-noncurrent-versions",
  ]);
});
