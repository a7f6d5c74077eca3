import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { CONTROL_PLANE_REGION } from "../constructs/limits";
import type { Environment } from "../environment/load";
import type { LocalAws } from "../local-aws";

/** An environment and the SDK clients to check it, one for each service and Region. */
export class DeployedEnvironment {
  private readonly made = new Map<string, unknown>();
  readonly regions: readonly string[];

  constructor(
    readonly environment: Environment,
    private readonly aws: Pick<LocalAws, "clientConfig">,
    readonly accountId = "123456789012",
  ) {
    this.regions = Object.keys(environment.regions);
  }

  get name(): string {
    return this.environment.name;
  }

  bucket(region: string): string {
    return this.environment.regions[region]!.bucket;
  }

  /** All Regions but this one. */
  others(region: string): string[] {
    return this.regions.filter((other) => other !== region);
  }

  readonly s3 = (region: string) => this.client(S3Client, region);
  readonly ec2 = (region: string) => this.client(EC2Client, region);
  readonly cloudwatch = (region: string) => this.client(CloudWatchClient, region);
  readonly kms = (region: string) => this.client(KMSClient, region);
  readonly sns = (region: string) => this.client(SNSClient, region);
  readonly sqs = (region: string) => this.client(SQSClient, region);
  readonly ssm = (region: string) => this.client(SSMClient, region);
  readonly events = (region: string) => this.client(EventBridgeClient, region);
  /** The control plane of the access point. */
  readonly s3Control = (region: string = CONTROL_PLANE_REGION) => this.client(S3ControlClient, region);
  readonly iam = () => this.client(IAMClient, "us-east-1");

  private client<T>(type: new (config: ReturnType<LocalAws["clientConfig"]>) => T, region: string): T {
    const key = `${type.name} ${region}`;
    if (!this.made.has(key)) this.made.set(key, new type(this.aws.clientConfig(region)));
    return this.made.get(key) as T;
  }
}
