/** An environment with KMS keys, deployed by the real Terraform on a local AWS. Its file changes between the applies. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
  type CreateKeyCommandInput,
} from "@aws-sdk/client-kms";
import { HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { readPlan } from "../../cli/review/plan";
import { review } from "../../cli/review/review";
import { startLocalAws, type LocalAws } from "../../local-aws";
import type { LedgerEntry } from "../../local-aws/control";
import { until } from "../local-aws/support";
import { expectStatus, RealStack } from "../support/terraform";

export const ACCOUNT = "123456789012";

export interface Planned {
  /** The addresses that the plan deletes or replaces. */
  readonly deletions: readonly string[];
  /** The findings of `mrap review` about the plan, as `severity id address`. */
  readonly findings: readonly string[];
}

export class KmsEnvironment {
  private constructor(
    readonly aws: LocalAws,
    readonly name: string,
    readonly regions: readonly string[],
    readonly file: string,
    readonly stack: RealStack,
  ) {}

  static async start(name: string, regions: readonly string[]): Promise<KmsEnvironment> {
    const aws = await startLocalAws();
    const file = join(aws.directory, `${name}.yaml`);
    writeFileSync(file, text(name, regions, "", false));
    return new KmsEnvironment(aws, name, regions, file, RealStack.on(aws, file));
  }

  stop(): Promise<void> {
    return this.aws.stop();
  }

  bucket(region: string): string {
    return bucketName(this.name, region);
  }

  s3(region: string): S3Client {
    return new S3Client(this.aws.clientConfig(region));
  }

  kms(region: string): KMSClient {
    return new KMSClient(this.aws.clientConfig(region));
  }

  /** Creates a key outside Terraform, and returns its ARN. */
  async createKey(region: string, input: CreateKeyCommandInput = {}): Promise<string> {
    const { KeyMetadata } = await this.kms(region).send(new CreateKeyCommand(input));
    return KeyMetadata?.Arn ?? "";
  }

  async keyState(arn: string): Promise<string | undefined> {
    const region = arn.split(":")[3]!;
    return (await this.kms(region).send(new DescribeKeyCommand({ KeyId: arn }))).KeyMetadata?.KeyState;
  }

  /** Writes the file with these lines at its end, and synthesizes it. */
  async write(lines: string, protect = false): Promise<void> {
    writeFileSync(this.file, text(this.name, this.regions, lines, protect));
    expectStatus(await this.stack.synth(), 0);
  }

  async apply(): Promise<void> {
    expectStatus(await this.stack.terraform("apply", "-auto-approve"), 0);
  }

  /** Plans into the file `plan`. */
  async plan(): Promise<Planned> {
    expectStatus(await this.stack.terraform("plan", "-out=plan"), 0);
    const { output } = await this.stack.terraform("show", "-json", "plan");
    const text = output.split("\n").find((line) => line.startsWith("{"))!;
    const { resource_changes = [] } = JSON.parse(text) as {
      resource_changes?: { address: string; change: { actions: string[] } }[];
    };
    const { findings, notJudged } = review(readPlan(text, this.name), {
      hash: "0",
      hashOf: "the plan's JSON",
    });
    return {
      deletions: resource_changes
        .filter(({ change }) => change.actions.includes("delete"))
        .map(({ address }) => address),
      findings: [
        ...notJudged.map((one) => `not judged ${JSON.stringify(one)}`),
        ...findings.map(({ severity, family, address }) => `${severity} ${family.id} ${address}`),
      ],
    };
  }

  async put(region: string, key: string, more: object = {}): Promise<void> {
    const Bucket = this.bucket(region);
    await this.s3(region).send(
      new PutObjectCommand({ Bucket, Key: key, Body: `written to ${region}`, ...more }),
    );
  }

  head(region: string, key: string) {
    return this.s3(region).send(new HeadObjectCommand({ Bucket: this.bucket(region), Key: key }));
  }

  async replicated(): Promise<void> {
    await until("nothing is pending", async () => (await this.aws.control.pending()).length === 0);
  }

  ledger(region: string): Promise<LedgerEntry[]> {
    return this.aws.control.ledger(this.bucket(region));
  }

  /** Writes to every Region in turn until it is stopped, and returns how many objects it wrote. */
  startWriting(prefix: string): { stop(): Promise<number> } {
    let stopped = false;
    let written = 0;
    const clients = new Map(this.regions.map((region) => [region, this.s3(region)]));
    const run = async (region: string): Promise<void> => {
      while (!stopped) {
        const Key = `${prefix}/${region}/${written++}`;
        await clients
          .get(region)!
          .send(new PutObjectCommand({ Bucket: this.bucket(region), Key, Body: Key }));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const runs = Promise.all(this.regions.map(run));
    return {
      async stop() {
        stopped = true;
        await runs;
        return written;
      },
    };
  }
}

/** The ID of a key. moto does not find a key by its ARN in every call. */
export function keyId(arn: string): string {
  return arn.split("/")[1]!;
}

function bucketName(name: string, region: string): string {
  return `${name}-${region}`;
}

function text(name: string, regions: readonly string[], lines: string, protect: boolean): string {
  const members = regions.map((region) => `  ${region}: { bucket: ${bucketName(name, region)} }\n`);
  return `name: ${name}
regions:
${members.join("")}state: local
access: { onlyThroughAccessPoint: false }
monitoring: { dashboard: false, requestMetrics: false }
failover: { runbook: false, announceChanges: false }
repair: { batchReplication: false }
protect: ${protect}
${lines}`;
}
