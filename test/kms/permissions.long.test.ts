/** Keys that replication cannot use: exactly the affected objects fail, and the event names the reason. */
import {
  PutKeyPolicyCommand,
  GetKeyPolicyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
} from "@aws-sdk/client-kms";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expectStatus } from "../support/terraform";
import { ACCOUNT, keyId, KmsEnvironment } from "./environment";

const MINUTES = 60_000;
const REGIONS = ["eu-west-1", "us-east-1", "ap-south-1"] as const;
const [IRELAND, VIRGINIA, MUMBAI] = REGIONS;

interface FailedEvent {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

describe("a key that replication cannot use", () => {
  let environment: KmsEnvironment;
  let keys: Record<string, string>;
  let queues: Record<string, string>;

  beforeAll(async () => {
    environment = await KmsEnvironment.start("denied", REGIONS);
    await environment.write("encryption: { type: kms }\n");
    expectStatus(await environment.stack.terraform("init"), 0);
    await environment.apply();
    const output = async (name: string) =>
      JSON.parse((await environment.stack.terraform("output", "-json", name)).output) as Record<
        string,
        string
      >;
    keys = await output("encryption_key_arns");
    queues = await output("replication_event_queue_urls");
  }, 6 * MINUTES);
  afterAll(() => environment?.stop(), MINUTES);

  /** Writes one object in each Region, and returns the failures that the event queues report. */
  async function write(prefix: string): Promise<FailedEvent[]> {
    for (const region of REGIONS) await environment.put(region, `${prefix}/${region}`);
    await environment.replicated();
    const events: FailedEvent[] = [];
    for (const region of REGIONS) {
      const sqs = new SQSClient(environment.aws.clientConfig(region));
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: queues[region], MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) break;
        for (const { Body = "{}" } of Messages) {
          for (const { s3, replicationEventData } of (JSON.parse(Body) as { Records?: any[] }).Records ??
            []) {
            if (!replicationEventData?.failureReason || !decodeURIComponent(s3.object.key).startsWith(prefix))
              continue;
            events.push({
              key: decodeURIComponent(s3.object.key),
              from: region,
              to: replicationEventData.destinationBucket,
              reason: replicationEventData.failureReason,
            });
          }
        }
      }
    }
    return events.sort((one, other) => (one.key + one.to).localeCompare(other.key + other.to));
  }

  const failure = (prefix: string, from: string, to: string, reason: string): FailedEvent => ({
    key: `${prefix}/${from}`,
    from,
    to: `arn:aws:s3:::${environment.bucket(to)}`,
    reason,
  });

  /** The statuses of the objects with a prefix, by Region of the source. */
  async function statuses(prefix: string): Promise<Record<string, unknown>> {
    const rows = await Promise.all(
      REGIONS.map(async (region) => {
        const ledger = await environment.ledger(region);
        return [region, ledger.find(({ key }) => key === `${prefix}/${region}`)?.replication] as const;
      }),
    );
    return Object.fromEntries(rows);
  }

  /** Runs with a changed policy of the key in Mumbai. */
  async function withPolicy(change: (statements: any[]) => any[], run: () => Promise<void>): Promise<void> {
    const KeyId = keys[MUMBAI]!;
    const kms = environment.kms(MUMBAI);
    const put = (Policy: string) =>
      kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy }));
    const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    const document = JSON.parse(Policy) as { Statement: any[] };
    await put(JSON.stringify({ ...document, Statement: change(document.Statement) }));
    await run().finally(() => put(Policy));
  }

  /** The account may write, and the roles of replication may not. */
  const forWritersOnly = (sids: string[]) => (statements: any[]) => [
    ...statements.filter(({ Sid }) => ![...sids, "AccountUsesKeyThroughS3"].includes(Sid)),
    {
      Sid: "RootOnly",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:root` } },
    },
  ];

  test("nothing fails as long as the policies are complete", async () => {
    expect(await write("complete")).toEqual([]);
    expect(await statuses("complete")).toEqual({
      [IRELAND]: "COMPLETED",
      [VIRGINIA]: "COMPLETED",
      [MUMBAI]: "COMPLETED",
    });
  });

  test("objects fail to replicate to a key whose policy does not allow the roles", async () => {
    await withPolicy(forWritersOnly(["DestinationRolesEncrypt"]), async () => {
      expect(await write("destination")).toEqual([
        failure("destination", IRELAND, MUMBAI, "DstPutObjectNotPermitted"),
        failure("destination", VIRGINIA, MUMBAI, "DstPutObjectNotPermitted"),
      ]);
      expect(await statuses("destination")).toEqual({
        [IRELAND]: "FAILED",
        [VIRGINIA]: "FAILED",
        [MUMBAI]: "COMPLETED",
      });
    });
  });

  test("objects fail to replicate from a key whose policy does not allow the role", async () => {
    await withPolicy(forWritersOnly(["SourceRoleDecrypts"]), async () => {
      expect(await write("source")).toEqual([
        failure("source", MUMBAI, IRELAND, "SrcGetObjectNotPermitted"),
        failure("source", MUMBAI, VIRGINIA, "SrcGetObjectNotPermitted"),
      ]);
      expect(await statuses("source")).toEqual({
        [IRELAND]: "COMPLETED",
        [VIRGINIA]: "COMPLETED",
        [MUMBAI]: "FAILED",
      });
    });
  });

  test("a policy with the ARN of an object as encryption context does not work with a bucket key", async () => {
    const object = `arn:aws:s3:::${environment.bucket(MUMBAI)}/*`;
    const narrowed = (statements: any[]) => {
      const changed = forWritersOnly([])(statements);
      const roles = changed.find(({ Sid }) => Sid === "DestinationRolesEncrypt");
      roles.Condition = { StringLike: { "kms:EncryptionContext:aws:s3:arn": object } };
      return changed;
    };
    await withPolicy(narrowed, async () => {
      expect((await write("context")).map(({ reason }) => reason)).toEqual([
        "DstPutObjectNotPermitted",
        "DstPutObjectNotPermitted",
      ]);
    });
  });

  test("a disabled key rejects uploads to its Region, and replicas", async () => {
    const kms = environment.kms(MUMBAI);
    await kms.send(new DisableKeyCommand({ KeyId: keyId(keys[MUMBAI]!) }));
    await expect(environment.put(MUMBAI, "disabled/direct")).rejects.toMatchObject({
      name: "KMS.DisabledException",
    });
    await environment.put(IRELAND, `disabled/${IRELAND}`);
    await environment.replicated();
    expect((await statuses("disabled"))[IRELAND]).toBe("FAILED");
    await kms.send(new EnableKeyCommand({ KeyId: keyId(keys[MUMBAI]!) }));
  });

  test("everything replicates again with the policies of the stack", async () => {
    expectStatus(await environment.stack.terraform("plan", "-detailed-exitcode"), 0);
    expect(await write("restored")).toEqual([]);
  });
});
