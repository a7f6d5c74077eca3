/** Existing keys that S3 cannot use: one error of terraform plan, of mrap doctor and of mrap plan. */
import { DisableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { expectStatus } from "../support/terraform";
import { ACCOUNT, keyId, KmsEnvironment } from "./environment";

const MINUTES = 60_000;
/** Each test runs terraform plan, mrap doctor and mrap plan. */
const EACH = 4 * MINUTES;
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

  /** The errors of mrap doctor about the key of the file, and the error of mrap plan, which does not run Terraform. */
  async function mrapErrors(): Promise<{ doctor: string[]; plan: string }> {
    const doctor = await environment.stack.mrap("doctor", "--json");
    const { checks } = JSON.parse(doctor.output.slice(doctor.output.indexOf("{"))) as {
      checks: { id: string; level: string; text: string; because: string[] }[];
    };
    const plan = await environment.stack.mrap("plan");
    expect(plan.status).toBe(1);
    expect(plan.output).not.toContain("terraform");
    return {
      doctor: checks
        .filter(
          ({ id, level, because }) => id.startsWith("bucket-key") && level !== "ok" && because.length === 0,
        )
        .map(({ level, text }) => `${level}: ${text}`),
      plan: plan.output.replace(/\s+/g, " "),
    };
  }

  /** After planErrors, which writes the file. */
  async function expectMrapError(sentence: string): Promise<void> {
    const { doctor, plan } = await mrapErrors();
    expect(doctor).toEqual([`error: ${sentence}`]);
    expect(plan).toContain(sentence);
  }

  test(
    "in another account",
    async () => {
      const arn = `arn:aws:kms:${REGION}:210987654321:key/1234abcd-12ab-4cd5-96ef-1234567890ab`;
      expect(await planErrors(arn)).toEqual([
        `The KMS key ${arn} is in the account 210987654321, and its bucket is in ${ACCOUNT}. Name a key in the account of the bucket.`,
      ]);
      await expectMrapError(
        `The key ${arn} is in the account 210987654321, and its bucket is in ${ACCOUNT}.`,
      );
    },
    EACH,
  );

  test(
    "disabled",
    async () => {
      const arn = await environment.createKey(REGION);
      await environment.kms(REGION).send(new DisableKeyCommand({ KeyId: keyId(arn) }));
      expect(await planErrors(arn)).toEqual([
        `The KMS key ${arn} is in the state Disabled. S3 needs an enabled key. Enable it or cancel its deletion, or name another key.`,
      ]);
      await expectMrapError(`The key ${arn} is disabled.`);
    },
    EACH,
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
      await expectMrapError(`The key ${arn} is pending deletion.`);
    },
    EACH,
  );

  test(
    "asymmetric",
    async () => {
      const arn = await environment.createKey(REGION, { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" });
      expect(await planErrors(arn)).toEqual([
        `The KMS key ${arn} is a RSA_2048 key for SIGN_VERIFY. S3 needs a symmetric key for encryption and decryption. Name another key.`,
      ]);
      await expectMrapError(
        `The key ${arn} is not a symmetric encryption key: its usage is SIGN_VERIFY and its type is RSA_2048.`,
      );
    },
    EACH,
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
      await expectMrapError(
        `The policy of the key ${arn} does not let arn:aws:iam::${ACCOUNT}:root describe the key, although its own policies allow it. A deploy would fail.`,
      );
    },
    EACH,
  );

  test(
    "with a policy that does not let the replication roles use it: an error of mrap doctor, and a warning of mrap plan",
    async () => {
      const root = `arn:aws:iam::${ACCOUNT}:root`;
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: root },
            Action: "kms:*",
            Resource: "*",
            Condition: { ArnEquals: { "aws:PrincipalArn": root } },
          },
        ],
      });
      const arn = await environment.createKey(REGION, { Policy });
      await environment.write(`encryption: { type: kms, keys: { ${REGION}: "${arn}" } }\n`);
      const role = (region: string) => `arn:aws:iam::${ACCOUNT}:role/bad-keys-replication-${region}`;
      const sentence = `The policy of the key ${arn} does not allow kms:Encrypt and kms:Decrypt to ${role("us-east-1")}.`;
      const doctor = await environment.stack.mrap("doctor", "--json");
      expect(doctor.output).toContain(sentence);
      const plan = await environment.stack.mrap("plan", "--no-aws");
      expect(plan.output).not.toContain(arn.slice(-12) + " does not");
      const asked = await environment.stack.mrap("plan");
      expect(asked.output.replace(/\s+/g, " ")).toContain(sentence);
    },
    EACH,
  );
});
