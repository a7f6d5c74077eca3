/** Simulation of the policies of a principal: `local-aws/server/access/simulate.py`. */
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { startLocalAws, type LocalAws } from "../../../../local-aws";
import { accountId } from "../../../../local-aws/credentials";
import { errorOf } from "../../support";

let aws: LocalAws;
let iam: IAMClient;
const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const through = { StringEquals: { "s3:DataAccessPointArn": "arn:aws:s3::123456789012:accesspoint/m.mrap" } };
const read = { Effect: "Allow", Action: ["s3:Get*"], Resource: ["arn:aws:s3:::photos/*"] };

beforeAll(async () => {
  aws = await startLocalAws();
  iam = new IAMClient(aws.clientConfig("us-east-1"));
});
afterAll(() => aws.stop());

async function createRole(RoleName: string, document: string, PermissionsBoundary?: string): Promise<void> {
  const AssumeRolePolicyDocument = policy();
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument,
      ...(PermissionsBoundary && { PermissionsBoundary }),
    }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "inline", PolicyDocument: document }));
}

async function managed(PolicyName: string, PolicyDocument: string): Promise<string> {
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  return Policy!.Arn!;
}

async function decisions(
  arn: string,
  actions: string[],
  resource?: string,
  accessPoint?: string,
): Promise<string[]> {
  const { EvaluationResults = [] } = await iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: arn,
      ActionNames: actions,
      ...(resource !== undefined && { ResourceArns: [resource] }),
      ...(accessPoint !== undefined && {
        ContextEntries: [
          {
            ContextKeyName: "s3:DataAccessPointArn",
            ContextKeyType: "string",
            ContextKeyValues: [accessPoint],
          },
        ],
      }),
    }),
  );
  return EvaluationResults.map(({ EvalActionName, EvalDecision }) => `${EvalActionName} ${EvalDecision}`);
}

test("an action is allowed, denied, or not mentioned", async () => {
  const deny = { Effect: "Deny", Action: "s3:GetObjectVersion", Resource: "*" };
  await createRole("reader", policy(read, deny));
  const actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"];
  expect(await decisions(role("reader"), actions, "arn:aws:s3:::photos/a")).toEqual([
    "s3:GetObject allowed",
    "s3:GetObjectVersion explicitDeny",
    "s3:PutObject implicitDeny",
  ]);
  expect(await decisions(role("reader"), ["s3:GetObject"], "arn:aws:s3:::other/a")).toEqual([
    "s3:GetObject implicitDeny",
  ]);
  expect(await decisions(role("reader"), ["s3:GetObject"])).toEqual(["s3:GetObject implicitDeny"]);
});

test("a condition holds only for the context of the request", async () => {
  await createRole("through", policy({ ...read, Condition: through }));
  const resource = "arn:aws:s3:::photos/a";
  const [right, wrong] = ["m.mrap", "other.mrap"].map((one) => `arn:aws:s3::123456789012:accesspoint/${one}`);
  expect(await decisions(role("through"), ["s3:GetObject"], resource, right)).toEqual([
    "s3:GetObject allowed",
  ]);
  expect(await decisions(role("through"), ["s3:GetObject"], resource, wrong)).toEqual([
    "s3:GetObject implicitDeny",
  ]);
  expect(await decisions(role("through"), ["s3:GetObject"], resource)).toEqual(["s3:GetObject implicitDeny"]);
});

test("a condition key without a value is named", async () => {
  await createRole(
    "private",
    policy({ ...read, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }),
  );
  const { EvaluationResults = [] } = await iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: role("private"),
      ActionNames: ["s3:GetObject"],
      ResourceArns: ["arn:aws:s3:::photos/a"],
    }),
  );
  expect(EvaluationResults.map((one) => [one.EvalDecision, one.MissingContextValues])).toEqual([
    ["implicitDeny", ["aws:sourcevpce"]],
  ]);
});

test("managed policies count, and the permissions boundary limits them", async () => {
  const write = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
  await createRole("writer", policy(read), await managed("boundary", policy(read)));
  await iam.send(
    new AttachRolePolicyCommand({ RoleName: "writer", PolicyArn: await managed("write", policy(write)) }),
  );
  await createRole("unbounded", policy({ Effect: "Allow", Action: "sqs:*", Resource: "*" }));
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: "unbounded",
      PolicyArn: `arn:aws:iam::${accountId}:policy/write`,
    }),
  );
  const actions = ["s3:GetObject", "s3:PutObject"];
  expect(await decisions(role("writer"), actions, "arn:aws:s3:::photos/a")).toEqual([
    "s3:GetObject allowed",
    "s3:PutObject implicitDeny",
  ]);
  expect(await decisions(role("unbounded"), actions, "arn:aws:s3:::photos/a")).toEqual([
    "s3:GetObject implicitDeny",
    "s3:PutObject allowed",
  ]);
});

test("a user has the policies of its groups", async () => {
  await iam.send(new CreateUserCommand({ UserName: "someone" }));
  await iam.send(new CreateGroupCommand({ GroupName: "readers" }));
  await iam.send(
    new PutGroupPolicyCommand({ GroupName: "readers", PolicyName: "read", PolicyDocument: policy(read) }),
  );
  const arn = `arn:aws:iam::${accountId}:user/someone`;
  const before = await decisions(arn, ["s3:GetObject"], "arn:aws:s3:::photos/a");
  await iam.send(new AddUserToGroupCommand({ GroupName: "readers", UserName: "someone" }));
  const after = await decisions(arn, ["s3:GetObject"], "arn:aws:s3:::photos/a");
  expect([before, after]).toEqual([["s3:GetObject implicitDeny"], ["s3:GetObject allowed"]]);
});

test("a principal that does not exist is rejected", async () => {
  expect(await errorOf(decisions(role("nobody"), ["s3:GetObject"]))).toBe("NoSuchEntityException 404");
});
