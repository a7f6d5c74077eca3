/** Existing keys that S3 cannot use fail the plan with one error. */
import { DisableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { expectStatus } from "../support/terraform";
import { ACCOUNT, keyId, KmsEnvironment } from "./environment";

const MINUTES = 60_000;
const REGION = "eu-west-1";

describe("an existing key that S3 cannot use", () => {
  let environment: KmsEnvironment;

  beforeAll(async () => {
    environment = await KmsEnvironment.start("bad-keys", [REGION, "us-east-1"]);
    await environment.write("");
    expectStatus(await environment.stack.terraform("init"), 0);
  }, 2 * MINUTES);
  afterAll(() => environment?.stop(), MINUTES);

  /** The errors of a plan with this key, each as one line. */
  async function planErrors(arn: string): Promise<string[]> {
    await environment.write(`encryption: { type: kms, keys: { ${REGION}: "${arn}" } }\n`);
    const { status, output } = await environment.stack.terraform("plan", "-json");
    expect(status).toBe(1);
    return output
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map(
        (line) =>
          JSON.parse(line) as {
            type: string;
            diagnostic?: { severity: string; detail: string; summary: string };
          },
      )
      .flatMap(({ diagnostic }) =>
        diagnostic?.severity === "error"
          ? [(diagnostic.detail || diagnostic.summary).replace(/\s+/g, " ")]
          : [],
      );
  }

  test(
    "in another account",
    async () => {
      const arn = `arn:aws:kms:${REGION}:210987654321:key/1234abcd-12ab-4cd5-96ef-1234567890ab`;
      expect(await planErrors(arn)).toEqual([
        `The KMS key ${arn} is in the account 210987654321, and its bucket is in ${ACCOUNT}. Name a key in the account of the bucket.`,
      ]);
    },
    MINUTES,
  );

  test(
    "disabled",
    async () => {
      const arn = await environment.createKey(REGION);
      await environment.kms(REGION).send(new DisableKeyCommand({ KeyId: keyId(arn) }));
      expect(await planErrors(arn)).toEqual([
        `The KMS key ${arn} is in the state Disabled. S3 needs an enabled key. Enable it or cancel its deletion, or name another key.`,
      ]);
    },
    MINUTES,
  );

  test(
    "pending deletion",
    async () => {
      const arn = await environment.createKey(REGION);
      await environment
        .kms(REGION)
        .send(new ScheduleKeyDeletionCommand({ KeyId: keyId(arn), PendingWindowInDays: 7 }));
      expect(await planErrors(arn)).toEqual([
        `The KMS key ${arn} is in the state PendingDeletion. S3 needs an enabled key. Enable it or cancel its deletion, or name another key.`,
      ]);
    },
    MINUTES,
  );

  test(
    "asymmetric",
    async () => {
      const arn = await environment.createKey(REGION, { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" });
      expect(await planErrors(arn)).toEqual([
        `The KMS key ${arn} is a RSA_2048 key for SIGN_VERIFY. S3 needs a symmetric key for encryption and decryption. Name another key.`,
      ]);
    },
    MINUTES,
  );

  test(
    "with a policy that does not allow the account",
    async () => {
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::210987654321:root" },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      });
      const arn = await environment.createKey(REGION, { Policy, BypassPolicyLockoutSafetyCheck: true });
      const errors = await planErrors(arn);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toContain(arn);
      expect(errors[0]).toContain("is not authorized to perform: kms:DescribeKey");
    },
    MINUTES,
  );
});
