/** Keys that replication cannot use: exactly the affected objects fail, and the event names the reason. */
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DisableKeyCommand, EnableKeyCommand } from "@aws-sdk/client-kms";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { environmentFile, type EnvironmentFile } from "../../cli/access-point/argument";
import { Aws } from "../../cli/adapters/aws/aws";
import { keyOf, type CheckResult } from "../../cli/checks/check";
import { runChecks } from "../../cli/checks/run";
import { keyPermissionChecks } from "../../cli/verify/checks/key-permissions";
import { verifyChecks } from "../../cli/verify/plan";
import { prepare } from "../../cli/verify/prepare";
import { expectStatus } from "../support/terraform";
import { ACCOUNT, keyId, KmsEnvironment } from "./environment";
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

  describe("verify simulates the keys of a reader and a writer", () => {
    const arn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    const [reader, writer] = ["denied-reader", "denied-writer"] as const;
    const policies: Record<string, any> = {};

    const attach = (name: string, document: object) =>
      environment.stack.deployed.iam().send(
        new PutRolePolicyCommand({
          RoleName: name,
          PolicyName: "keys",
          PolicyDocument: JSON.stringify(document),
        }),
      );

    beforeAll(async () => {
      const trust = {
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      for (const [name, output] of [
        [reader, "reader_policy"],
        [writer, "writer_policy"],
      ] as const) {
        await environment.stack.deployed
          .iam()
          .send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
        policies[name] = JSON.parse((await environment.stack.terraform("output", "-raw", output)).output);
        await attach(name, policies[name]);
      }
    }, MINUTES);

    /** The results of both principals, as if the file named them. */
    async function simulated(): Promise<string[]> {
      const aws = new Aws();
      const access = { ...file.environment.access, readers: [arn(reader)], writers: [arn(writer)] };
      const named = { ...file, environment: { ...file.environment, access } };
      const context = await prepare(aws, named, { readOnly: true });
      try {
        const results = await runChecks(keyPermissionChecks(context));
        return results.map(({ level, text, fix = "" }) => `${level}: ${text} ${fix}`);
      } finally {
        aws.close();
      }
    }

    const sound = (name: string): string =>
      `ok: ${arn(name)} may use the keys of the buckets through S3 to read${name === writer ? " and write" : ""}. `;

    test("both are sound with the policies of the outputs", async () => {
      expect(await simulated()).toEqual([sound(reader), sound(writer)]);
    });

    test("the policy of the reader has no statement about the keys", async () => {
      const Statement = policies[reader].Statement.filter(
        ({ Action }: any) => ![Action].flat().some((one: string) => one.startsWith("kms:")),
      );
      await attach(reader, { ...policies[reader], Statement });
      const results = await simulated().finally(() => attach(reader, policies[reader]));
      const all = [IRELAND, VIRGINIA, MUMBAI].map((region) => keys[region]);
      expect(results[0]).toBe(
        `error: The policies of ${arn(reader)} do not allow kms:Decrypt on the keys ${all[0]}, ${all[1]} and ${all[2]}, and the policy of the key lets them decide. Attach the policy of the output reader_policy (terraform output -raw reader_policy) to it.`,
      );
      expect(results[1]).toBe(sound(writer));
    });

    test("the writer may not create data keys in one Region", async () => {
      const deny = { Effect: "Deny", Action: "kms:GenerateDataKey", Resource: keys[MUMBAI] };
      const Statement = [...policies[writer].Statement, deny];
      await attach(writer, { ...policies[writer], Statement });
      const results = await simulated().finally(() => attach(writer, policies[writer]));
      expect(results).toEqual([
        sound(reader),
        `error: A policy of ${arn(writer)} denies kms:GenerateDataKey on the key ${keys[MUMBAI]}. Remove the Deny statement from the policies or the permissions boundary.`,
      ]);
    });

    test("the policy of a key leaves nothing to the policies of the account", async () => {
      const change = (all: any[]) => all.filter(({ Sid }) => Sid !== "AccountUsesKeyThroughS3");
      const undo = await changeKeyPolicy(world, MUMBAI, change);
      const results = await simulated().finally(undo);
      expect(results[0]).toContain(
        `The policy of the key does not allow kms:Decrypt on the key ${keys[MUMBAI]} to ${arn(reader)}.`,
      );
      expect(results[1]).toContain(
        `The policy of the key does not allow kms:Decrypt and kms:GenerateDataKey on the key ${keys[MUMBAI]} to ${arn(writer)}.`,
      );
    });
  });

  test(
    "everything replicates again with the policies of the stack",
    async () => {
      expectStatus(await environment.stack.terraform("plan", "-detailed-exitcode"), 0);
      expect(await write("restored")).toEqual([]);
    },
    3 * MINUTES,
  );
});
