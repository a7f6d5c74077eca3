/** Keys that replication cannot use: exactly the affected objects fail, and the event names the reason. */
import { DisableKeyCommand, EnableKeyCommand } from "@aws-sdk/client-kms";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { environmentFile, type EnvironmentFile } from "../../cli/access-point/argument";
import { Aws } from "../../cli/adapters/aws/aws";
import { keyOf, type CheckResult } from "../../cli/checks/check";
import { runChecks } from "../../cli/checks/run";
import { verifyChecks } from "../../cli/verify/plan";
import { prepare } from "../../cli/verify/prepare";
import { expectStatus } from "../support/terraform";
import { keyId, KmsEnvironment } from "./environment";
import {
  changeKeyPolicy,
  forWritersOnly,
  IRELAND,
  keyFaults,
  MUMBAI,
  VIRGINIA,
  type KeyWorld,
} from "./key-faults";

const MINUTES = 60_000;
const REGIONS = [IRELAND, VIRGINIA, MUMBAI] as const;
/** How long a canary object may take: the local AWS replicates within 0.2 s. */
const ARRIVAL_MS = 3000;

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
  let world: KeyWorld;
  let file: EnvironmentFile;
  const variables = { ...process.env };

  beforeAll(async () => {
    environment = await KmsEnvironment.start("denied", REGIONS);
    Object.assign(process.env, environment.aws.env);
    const existing = await environment.createKey(VIRGINIA);
    const others = {
      [IRELAND]: await environment.createKey(IRELAND),
      [MUMBAI]: await environment.createKey(MUMBAI),
    };
    await environment.write(`encryption: { type: kms, keys: { ${VIRGINIA}: "${existing}" } }\n`);
    file = await environmentFile(environment.file);
    expectStatus(await environment.stack.terraform("init"), 0);
    await environment.apply();
    const output = async (name: string) =>
      JSON.parse((await environment.stack.terraform("output", "-json", name)).output) as Record<
        string,
        string
      >;
    keys = await output("encryption_key_arns");
    queues = await output("replication_event_queue_urls");
    world = { environment, keys, others };
  }, 6 * MINUTES);
  afterAll(async () => {
    for (const name of Object.keys(environment?.aws.env ?? {})) delete process.env[name];
    Object.assign(process.env, variables);
    await environment?.stop();
  }, MINUTES);

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
    const undo = await changeKeyPolicy(world, MUMBAI, change);
    await run().finally(undo);
  }

  async function verify(canary: boolean): Promise<CheckResult[]> {
    const aws = new Aws();
    const context = await prepare(aws, file, { readOnly: !canary, arrivalTimeoutMs: ARRIVAL_MS });
    try {
      return await runChecks(verifyChecks(context));
    } finally {
      await context.canaries?.finish({ interrupted: false });
      aws.close();
    }
  }

  /** Errors and warnings. No one is notified in this environment. */
  const bad = (results: readonly CheckResult[]): CheckResult[] =>
    results.filter(
      (one) => (one.level === "error" || one.level === "warning") && keyOf(one) !== "notifications",
    );

  const shown = (results: readonly CheckResult[]): string[] =>
    bad(results).map((one) => `${one.level} ${keyOf(one)}: ${one.text} ${one.fix}`);

  test("nothing fails as long as the policies are complete", async () => {
    expect(await write("complete")).toEqual([]);
    expect(await statuses("complete")).toEqual({
      [IRELAND]: "COMPLETED",
      [VIRGINIA]: "COMPLETED",
      [MUMBAI]: "COMPLETED",
    });
  });

  test("objects fail to replicate to a key whose policy does not allow the roles", async () => {
    await withPolicy(forWritersOnly("DestinationRolesEncrypt"), async () => {
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
    await withPolicy(forWritersOnly("SourceRoleDecrypts"), async () => {
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
      const changed = forWritersOnly()(statements);
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

  test(
    "verify finds no error in the sound environment, and proves every direction",
    async () => {
      const results = await verify(true);
      expect(shown(results)).toEqual([]);
      expect(results.filter(({ id }) => id === "replication").map(({ level }) => level)).toEqual(
        Array(6).fill("ok"),
      );
      const unknown = results.filter(({ level }) => level === "not known").map(({ id }) => id);
      expect(unknown.filter((id) => id !== "alarm-data")).toEqual([]);
    },
    MINUTES,
  );

  test.each(keyFaults.map((fault) => [fault.name, fault] as const))(
    "verify names the cause if %s",
    async (_, fault) => {
      const causes = fault.causes(world);
      const undo = await fault.make(world);
      const results = await verify(fault.canary ?? false).finally(undo);
      const failed = bad(results);
      for (const [key, parts] of Object.entries(causes)) {
        const result = failed.find((one) => keyOf(one) === key);
        expect(result?.level ?? `${key} is missing in: ${shown(results).join(" | ")}`).toBe(
          fault.level ?? "error",
        );
        for (const part of parts) expect(`${result?.text} ${result?.fix}`).toContain(part);
      }
      const others = failed.filter((one) => !(keyOf(one) in causes));
      expect(others.filter(({ because }) => !because.some((key) => key in causes)).map(keyOf)).toEqual([]);
    },
    MINUTES,
  );

  test("everything replicates again with the policies of the stack", async () => {
    expectStatus(await environment.stack.terraform("plan", "-detailed-exitcode"), 0);
    expect(await write("restored")).toEqual([]);
  });
});
