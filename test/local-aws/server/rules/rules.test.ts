/** Requests that AWS rejects and moto accepts: `local-aws/server/rules`, one description for each file. */
import { CreateSecurityGroupCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateSubnetCommand,
  CreateVpcEndpointCommand,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { DescribeVpcEndpointServicesCommand } from "@aws-sdk/client-ec2";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import { PutMultiRegionAccessPointPolicyCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { CreateDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import { startLocalAws, type LocalAws } from "../../../../local-aws";
import { accountId } from "../../../../local-aws/credentials";
import { replicationRule, versionedBucket } from "../../../support/buckets";
import { accessPoint, errorOf, type AccessPoint } from "../../support";

const REGION = "us-east-1";
const SERVICE = "com.amazonaws.s3-global.accesspoint";
let aws: LocalAws;
let s3: S3Client;
let ec2: EC2Client;

beforeAll(async () => {
  aws = await startLocalAws();
  ec2 = new EC2Client(aws.clientConfig(REGION));
  s3 = await versionedBucket(aws, REGION, "source");
  await versionedBucket(aws, REGION, "target");
  await s3.send(new CreateBucketCommand({ Bucket: "plain" }));
});
afterAll(() => aws.stop());

describe("a replication configuration", () => {
  const put = (Bucket: string, to: string, change: Partial<ReplicationRule["Destination"]> = {}) => {
    const rule = replicationRule("rule", 1, to);
    const Destination = { ...rule.Destination!, ...change } as ReplicationRule["Destination"];
    const Role = `arn:aws:iam::${accountId}:role/replication`;
    const ReplicationConfiguration = { Role, Rules: [{ ...rule, Destination }] };
    return errorOf(s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration })));
  };

  test("needs versioning on both buckets", async () => {
    expect(await put("source", "target")).toBe("no error");
    expect(await put("plain", "target")).toBe("InvalidRequest 400");
    expect(await put("source", "plain")).toBe("InvalidRequest 400");
  });

  test("needs metrics if it has Replication Time Control", async () => {
    expect(await put("source", "target", { Metrics: undefined })).toBe("InvalidRequest 400");
    expect(await put("source", "target", { Metrics: { Status: "Disabled" } })).toBe("InvalidRequest 400");
    expect(
      await put("source", "target", { Metrics: { Status: "Enabled" }, ReplicationTime: undefined }),
    ).toBe("no error");
    expect(await put("source", "target", { Metrics: undefined, ReplicationTime: undefined })).toBe(
      "no error",
    );
  });
});

describe("a size", () => {
  const configuration = (Rules: ReplicationRule[]) =>
    errorOf(
      s3.send(
        new PutBucketReplicationCommand({
          Bucket: "source",
          ReplicationConfiguration: { Role: `arn:aws:iam::${accountId}:role/replication`, Rules },
        }),
      ),
    );
  const rules = (count: number, prefix = "") =>
    Array.from({ length: count }, (_, index) => ({
      ...replicationRule(`rule-${index}`, index + 1, "target"),
      Filter: { Prefix: `${index}${prefix}` },
    }));

  test("of a replication configuration is at most 1,000 rules and 2 MB", async () => {
    expect(await configuration(rules(1000))).toBe("no error");
    expect(await configuration(rules(1001))).toBe("InvalidRequest 400");
    expect(await configuration(rules(450, '"'.repeat(1020)))).toBe("InvalidRequest 400");
  });

  test("of a Systems Manager document is at most 64 KB", async () => {
    const ssm = new SSMClient(aws.clientConfig(REGION));
    const document = (Name: string, bytes: number) => {
      const empty = JSON.stringify({ schemaVersion: "0.3", description: "", mainSteps: [] });
      const description = "d".repeat(bytes - empty.length);
      const Content = JSON.stringify({ schemaVersion: "0.3", description, mainSteps: [] });
      return errorOf(
        ssm.send(
          new CreateDocumentCommand({ Name, Content, DocumentType: "Automation", DocumentFormat: "JSON" }),
        ),
      );
    };
    expect(await document("largest", 65_536)).toBe("no error");
    expect(await document("too-large", 65_537)).toBe("MaxDocumentSizeExceeded 400");
  });
});

describe("a name", () => {
  test.each([
    ["aws-failover", "ValidationException 400"],
    ["Amazon-failover", "ValidationException 400"],
    ["amzn-failover", "ValidationException 400"],
    ["my-aws-failover", "no error"],
  ])("of a Systems Manager document: %s", async (Name, outcome) => {
    const ssm = new SSMClient(aws.clientConfig(REGION));
    const Content = JSON.stringify({
      schemaVersion: "0.3",
      mainSteps: [{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1S" } }],
    });
    const document = { Name, Content, DocumentType: "Automation", DocumentFormat: "JSON" } as const;
    expect(await errorOf(ssm.send(new CreateDocumentCommand(document)))).toBe(outcome);
  });

  test("of a security group does not start with sg-", async () => {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
    const create = (GroupName: string) =>
      errorOf(ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: "d", VpcId: Vpc?.VpcId })));
    expect(await create("sg-clients")).toBe("InvalidParameterValue 400");
    expect(await create("clients-sg-1")).toBe("no error");
  });
});

describe("a VPC endpoint", () => {
  let VpcId: string;
  let subnets: string[];

  beforeAll(async () => {
    VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: "10.8.0.0/16" }))).Vpc!.VpcId!;
    for (const setting of [{ EnableDnsSupport: { Value: true } }, { EnableDnsHostnames: { Value: true } }])
      await ec2.send(new ModifyVpcAttributeCommand({ VpcId, ...setting }));
    subnets = [];
    for (const [index, zone] of ["a", "b", "b"].entries()) {
      const place = { CidrBlock: `10.8.${index}.0/24`, AvailabilityZone: `${REGION}${zone}` };
      subnets.push((await ec2.send(new CreateSubnetCommand({ VpcId, ...place }))).Subnet!.SubnetId!);
    }
  });

  const create = (SubnetIds: string[], PrivateDnsEnabled = false, ServiceName = SERVICE) =>
    errorOf(
      ec2.send(
        new CreateVpcEndpointCommand({
          VpcId,
          ServiceName,
          VpcEndpointType: "Interface",
          SubnetIds,
          PrivateDnsEnabled,
        }),
      ),
    );

  test("has subnets only in zones that its service supports", async () => {
    await aws.control.setEndpointZones(REGION, [`${REGION}a`]);
    const { ServiceDetails } = await ec2.send(
      new DescribeVpcEndpointServicesCommand({ ServiceNames: [SERVICE] }),
    );
    expect(ServiceDetails?.[0]?.AvailabilityZones).toEqual([`${REGION}a`]);
    expect(await create([subnets[0]!, subnets[1]!])).toBe("InvalidParameter 400");
    expect(await create([subnets[0]!])).toBe("no error");
    await aws.control.setEndpointZones(REGION, undefined);
    expect(await create([subnets[0]!, subnets[1]!])).toBe("no error");
  });

  test("has one subnet in each zone", async () => {
    expect(await create([subnets[1]!, subnets[2]!])).toBe("DuplicateSubnetsInSameZone 400");
  });

  test("has private DNS only if no other endpoint of the VPC has it for the service", async () => {
    expect(await create([subnets[0]!], true)).toBe("no error");
    expect(await create([subnets[1]!], true)).toBe("InvalidParameter 400");
    expect(await create([subnets[1]!], false)).toBe("no error");
    expect(await create([subnets[1]!], true, `com.amazonaws.${REGION}.sqs`)).toBe("no error");
  });
});

describe("a policy", () => {
  let point: AccessPoint;

  beforeAll(async () => {
    await versionedBucket(aws, REGION, "member");
    point = await accessPoint(aws, "orders", ["member"]);
  });

  const everyone = (Condition?: object, Resource = "arn:aws:s3:::target/*") => ({
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource,
    Condition,
  });
  const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const putOnBucket = (Policy: string, Bucket = "target") =>
    errorOf(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })));
  const putOnAccessPoint = (Policy: string) => {
    const control = new S3ControlClient(aws.clientConfig("us-west-2"));
    const Details = { Name: "orders", Policy };
    const request = { AccountId: accountId, ClientToken: "policy", Details };
    return errorOf(control.send(new PutMultiRegionAccessPointPolicyCommand(request)));
  };

  test("of a bucket with Block Public Access is not public", async () => {
    expect(await putOnBucket(document(everyone()))).toBe("no error");
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: "target",
        PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
      }),
    );
    const fixed = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
    expect(await putOnBucket(document(everyone()))).toBe("AccessDenied 403");
    expect(await putOnBucket(document(everyone(fixed)))).toBe("no error");
    expect(await putOnBucket(document({ ...everyone(), Effect: "Deny" }))).toBe("no error");
  });

  test.each([
    ["no condition", undefined, "AccessDenied 403"],
    ["a fixed organization", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, "no error"],
    ["a wildcard", { StringLike: { "aws:PrincipalOrgID": "o-*" } }, "AccessDenied 403"],
    ["a negated operator", { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, "AccessDenied 403"],
    ["IfExists", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, "AccessDenied 403"],
    ["a key that anyone can send", { StringEquals: { "aws:UserAgent": "mine" } }, "AccessDenied 403"],
  ])("of an access point that allows everyone with %s", async (_, condition, outcome) => {
    expect(await putOnAccessPoint(document(everyone(condition, `${point.arn}/object/*`)))).toBe(outcome);
  });

  test("of a bucket or an access point has at most 20 KB", async () => {
    const padded = (bytes: number, Resource: string) => {
      const text = document({ ...everyone(undefined, Resource), Effect: "Deny" });
      return text + " ".repeat(bytes - text.length);
    };
    expect(await putOnBucket(padded(20_480, "arn:aws:s3:::target/*"))).toBe("no error");
    expect(await putOnBucket(padded(20_481, "arn:aws:s3:::target/*"))).toBe("PolicyTooLarge 400");
    expect(await putOnAccessPoint(padded(20_480, `${point.arn}/object/never/*`))).toBe("no error");
    expect(await putOnAccessPoint(padded(20_481, `${point.arn}/object/*`))).toBe("PolicyTooLarge 400");
  });

  test("of a role has at most 10,240 characters with the other inline policies", async () => {
    const iam = new IAMClient(aws.clientConfig(REGION));
    const trust = document({
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    await iam.send(new CreateRoleCommand({ RoleName: "large", AssumeRolePolicyDocument: trust }));
    const put = (PolicyName: string, keys: number) => {
      const Resource = Array.from({ length: keys }, () => `arn:aws:s3:::bucket/${"k".repeat(79)}`);
      const PolicyDocument = document({ Effect: "Allow", Action: "s3:GetObject", Resource });
      return errorOf(iam.send(new PutRolePolicyCommand({ RoleName: "large", PolicyName, PolicyDocument })));
    };
    expect(await put("first", 90)).toBe("no error");
    expect(await put("first", 91)).toBe("no error");
    expect(await put("second", 10)).toBe("LimitExceededException 409");
    expect(await put("first", 120)).toBe("LimitExceededException 409");
  });
});
