import { EncryptCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { expectStatus } from "../support/terraform";
import { errorOf } from "../local-aws/support";
import { KmsEnvironment } from "./environment";

const MINUTES = 60_000;
const ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration";

/**
 * The life of an environment that switches from S3 managed keys to KMS keys and back while applications write. The first
 * Region has an existing key, and the stack creates the others. Each test continues where the one before it stopped.
 */
export function kmsLifeCycle(name: string, regions: readonly string[]): void {
  const [withExisting = "", ...withCreated] = regions;
  const ids = regions.map((region) => region.replaceAll("-", "_")).sort();
  let environment: KmsEnvironment;
  let existing: string;
  let keys: Record<string, string>;
  let failed = false;

  const step = (title: string, run: () => Promise<void>) =>
    test(
      title,
      async () => {
        if (failed) throw new Error("an earlier step failed");
        failed = true;
        await run();
        failed = false;
      },
      6 * MINUTES,
    );

  beforeAll(async () => {
    environment = await KmsEnvironment.start(name, regions);
    existing = await environment.createKey(withExisting);
  }, MINUTES);
  afterAll(() => environment?.stop(), MINUTES);

  /** Every version is in every bucket, and none failed. */
  async function expectAllReplicated(atLeast: number): Promise<void> {
    await environment.replicated();
    const ledgers = await Promise.all(regions.map((region) => environment.ledger(region)));
    const versions = ledgers.map((ledger) => ledger.map(({ versionId }) => versionId).sort());
    expect(versions[0]!.length).toBeGreaterThanOrEqual(atLeast);
    for (const other of versions) expect(other).toEqual(versions[0]);
    const statuses = new Set(ledgers.flat().map(({ replication }) => replication));
    expect([...statuses].sort()).toEqual(["COMPLETED", "REPLICA"]);
  }

  step("starts with S3 managed keys", async () => {
    await environment.write("");
    expectStatus(await environment.stack.terraform("init"), 0);
    await environment.apply();
    await environment.put(withExisting, "before");
    await environment.replicated();
    expect((await environment.head(withExisting, "before")).ServerSideEncryption).toBe("AES256");
  });

  step("switches to KMS in one apply while applications write, without a failed object", async () => {
    await environment.write(`encryption: { type: kms, keys: { ${withExisting}: "${existing}" } }\n`, true);
    const { deletions, findings } = await environment.plan();
    expect(deletions).toEqual([]);
    // The review names the switch, and finds no danger in it.
    expect(findings).toEqual(ids.map((id) => `warning encryption-switched-to-kms ${ENCRYPTION}.${id}`));
    const writers = environment.startWriting("switch");
    expectStatus(await environment.stack.terraform("apply", "plan"), 0);
    const written = await writers.stop();
    for (const region of regions) await environment.put(region, `after/${region}`);
    await expectAllReplicated(written + regions.length);
    expectStatus(await environment.stack.terraform("plan", "-detailed-exitcode"), 0);
  });

  step("encrypts each object and each replica with the key of its bucket, and a bucket key", async () => {
    const { output } = await environment.stack.terraform("output", "-json", "encryption_key_arns");
    keys = JSON.parse(output) as Record<string, string>;
    expect(Object.keys(keys).sort()).toEqual([...regions].sort());
    expect(keys[withExisting]).toBe(existing);
    for (const region of regions) {
      for (const source of regions) {
        expect(await environment.head(region, `after/${source}`)).toMatchObject({
          ServerSideEncryption: "aws:kms",
          SSEKMSKeyId: keys[region],
          BucketKeyEnabled: true,
        });
      }
    }
  });

  step("accepts only uploads with the key of the bucket", async () => {
    const upload = (more: object) => errorOf(environment.put(withExisting, "explicit", more));
    const kms = { ServerSideEncryption: "aws:kms" };
    expect(await upload({ ServerSideEncryption: "AES256" })).toBe("AccessDenied 403");
    expect(await upload(kms)).toBe("AccessDenied 403");
    const other = await environment.createKey(withExisting);
    expect(await upload({ ...kms, SSEKMSKeyId: other })).toBe("AccessDenied 403");
    expect(await upload({ ...kms, SSEKMSKeyId: existing })).toBe("no error");
    await expectAllReplicated(1);
  });

  step("lets nobody use a created key outside S3", async () => {
    const [region = ""] = withCreated;
    const command = new EncryptCommand({ KeyId: keys[region], Plaintext: Buffer.from("text") });
    expect(await errorOf(environment.kms(region).send(command))).toBe("AccessDeniedException 400");
  });

  step("keeps the keys if a protected file loses the section encryption", async () => {
    const [region = ""] = withCreated;
    await environment.write("", true);
    const { deletions, findings } = await environment.plan();
    const key = `aws_kms_key.${region.replaceAll("-", "_")}`;
    expect(deletions).toContain(key);
    expect(findings).toContain(`danger key-deletion-scheduled ${key}`);
    // The apply of this plan fails here.
    const command = new ScheduleKeyDeletionCommand({ KeyId: keys[region] });
    expect(await errorOf(environment.kms(region).send(command))).toBe("AccessDeniedException 400");
    expect(await environment.keyState(keys[region]!)).toBe("Enabled");
  });

  step("switches back to S3 managed keys in one apply, and keeps the keys", async () => {
    const list = regions.map((region) => `${region}: "${keys[region]}"`).join(", ");
    await environment.write(`encryption: { type: s3, keys: { ${list} } }\n`);
    const { deletions, findings } = await environment.plan();
    expect(deletions.filter((address) => !address.startsWith("aws_kms_alias."))).toEqual([]);
    const created = withCreated.map((region) => region.replaceAll("-", "_")).sort();
    // This file is no longer protected, either.
    expect(
      findings.filter((one) => !/ (protection-off|bucket-updated-without-replication) /.test(one)),
    ).toEqual([
      ...ids.map((id) => `danger encryption-downgraded ${ENCRYPTION}.${id}`),
      ...created.map((id) => `warning key-alias-moved aws_kms_alias.${id}`),
      ...created.map((id) => `warning forgotten aws_kms_key.${id}`),
    ]);
    const writers = environment.startWriting("back");
    expectStatus(await environment.stack.terraform("apply", "plan"), 0);
    const written = await writers.stop();
    for (const region of regions) await environment.put(region, `back-after/${region}`);
    await expectAllReplicated(written);
    for (const region of regions) {
      expect(await environment.keyState(keys[region]!)).toBe("Enabled");
      expect((await environment.head(region, `back-after/${region}`)).ServerSideEncryption).toBe("AES256");
    }
    expectStatus(await environment.stack.terraform("plan", "-detailed-exitcode"), 0);
  });

  step("is destroyed, and the keys of the objects are kept", async () => {
    expectStatus(await environment.stack.terraform("destroy", "-auto-approve"), 0);
    for (const region of regions) expect(await environment.keyState(keys[region]!)).toBe("Enabled");
  });
}
