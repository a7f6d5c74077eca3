/** Faults of roles, the runbook, VPC endpoints and the permissions of readers and writers. */
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
  RevokeSecurityGroupIngressCommand,
  type VpcEndpoint,
} from "@aws-sdk/client-ec2";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  GetDocumentCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from "@aws-sdk/client-ssm";
import { SERVICE_NAME } from "../../../../constructs/endpoint";
import { iam, MUMBAI, RESTORE, role, VIRGINIA, without, type Fault, type World } from "./fault";

/** Changes an inline policy of a role. No text deletes it. */
function policyFault(
  name: string,
  on: { readonly RoleName: string; readonly PolicyName: string },
  change: (policy: string) => string | undefined,
  more: Pick<Fault, "causes" | "fix" | "level">,
): Fault {
  return {
    name,
    ...more,
    async make(world) {
      const { PolicyDocument = "" } = await iam(world).send(new GetRolePolicyCommand(on));
      const before = decodeURIComponent(PolicyDocument);
      const put = (document: string) =>
        iam(world).send(new PutRolePolicyCommand({ ...on, PolicyDocument: document }));
      const changed = change(before);
      await (changed === undefined ? iam(world).send(new DeleteRolePolicyCommand(on)) : put(changed));
      return () => put(before);
    },
  };
}

const replication = { RoleName: `faults-replication-${MUMBAI}`, PolicyName: "replication" };
const ofReplication = { causes: [`replication-role ${MUMBAI}`], fix: RESTORE };

const roleFaults: readonly Fault[] = [
  policyFault(
    "a replication role may not replicate delete markers",
    replication,
    (policy) => policy.replace(/,?"s3:ReplicateDelete"/, ""),
    ofReplication,
  ),
  policyFault(
    "a replication role may not write replicas",
    replication,
    (policy) => without(policy, "WriteReplicas"),
    ofReplication,
  ),
  policyFault("the policy of a replication role is deleted", replication, () => undefined, ofReplication),
  policyFault(
    "a replication role may do more",
    replication,
    (policy) => {
      const parsed = JSON.parse(policy) as { Statement: object[] };
      parsed.Statement.push({ Sid: "More", Effect: "Allow", Action: "s3:*", Resource: "*" });
      return JSON.stringify(parsed);
    },
    { ...ofReplication, level: "warning" },
  ),
  {
    name: "a replication role has a permissions boundary",
    ...ofReplication,
    async make(world) {
      const { RoleName } = replication;
      const PermissionsBoundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
      await iam(world).send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
      return () => iam(world).send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    },
  },
  {
    name: "a replication role does not trust S3",
    ...ofReplication,
    canary: true,
    async make(world) {
      const { RoleName } = replication;
      const { Role } = await iam(world).send(new GetRoleCommand({ RoleName }));
      const before = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
      const put = (PolicyDocument: string) =>
        iam(world).send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
      await put(before.replace("s3.amazonaws.com", "batchoperations.s3.amazonaws.com"));
      return () => put(before);
    },
  },
  policyFault(
    "the role of the runbook may not change the routing",
    { RoleName: "faults-failover", PolicyName: "routing" },
    (policy) =>
      policy.replaceAll("s3:SubmitMultiRegionAccessPointRoutes", "s3:GetMultiRegionAccessPointRoutes"),
    { causes: ["runbook-role"], fix: RESTORE },
  ),
  policyFault(
    "the role that forwards routing changes has no policy",
    { RoleName: "faults-routing-forwarding", PolicyName: "forwarding" },
    () => undefined,
    { causes: ["forwarding-role"], fix: RESTORE },
  ),
];

const permission = (who: string) => ({ causes: [`permissions ${role(`faults-${who}`)}`] });
const grant = (statement: object) => (policy: string) => {
  const parsed = JSON.parse(policy) as { Statement: object[] };
  parsed.Statement.push(statement);
  return JSON.stringify(parsed);
};

const permissionFaults: readonly Fault[] = [
  policyFault(
    "the policy of a reader is removed",
    { RoleName: "faults-reader", PolicyName: "access" },
    () => undefined,
    {
      ...permission("reader"),
      fix: "terraform output -raw reader_policy",
    },
  ),
  policyFault(
    "the policy of a writer allows the access point but no bucket",
    { RoleName: "faults-writer", PolicyName: "access" },
    (policy) => without(policy, "BucketObjectsThroughAccessPoint"),
    { ...permission("writer"), fix: "terraform output -raw writer_policy" },
  ),
  policyFault(
    "a policy of a writer denies deletions",
    { RoleName: "faults-writer", PolicyName: "access" },
    grant({ Sid: "NoDelete", Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" }),
    { ...permission("writer"), fix: "Remove the Deny statement" },
  ),
  policyFault(
    "a reader may write",
    { RoleName: "faults-reader", PolicyName: "access" },
    grant({ Sid: "Write", Effect: "Allow", Action: "s3:PutObject", Resource: "*" }),
    { ...permission("reader"), level: "warning", fix: "access.writers" },
  ),
  {
    name: "a reader does not exist",
    ...permission("reader"),
    fix: "Create it, or remove it from access.readers.",
    async make(world) {
      const on = { RoleName: "faults-reader", PolicyName: "access" };
      const { PolicyDocument = "" } = await iam(world).send(new GetRolePolicyCommand(on));
      const { Role } = await iam(world).send(new GetRoleCommand(on));
      await iam(world).send(new DeleteRolePolicyCommand(on));
      await iam(world).send(new DeleteRoleCommand(on));
      return async () => {
        const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
        await iam(world).send(new CreateRoleCommand({ ...on, AssumeRolePolicyDocument: trust }));
        await iam(world).send(
          new PutRolePolicyCommand({ ...on, PolicyDocument: decodeURIComponent(PolicyDocument) }),
        );
      };
    },
  },
];

const DOCUMENT = "faults-failover";

const runbookFaults: readonly Fault[] = [
  {
    name: "the runbook in the second Region is deleted",
    causes: [`runbook ${VIRGINIA}`],
    fix: RESTORE,
    async make({ deployed }) {
      const ssm = deployed.ssm(VIRGINIA);
      const { Content } = await ssm.send(new GetDocumentCommand({ Name: DOCUMENT }));
      await ssm.send(new DeleteDocumentCommand({ Name: DOCUMENT }));
      return () =>
        ssm.send(
          new CreateDocumentCommand({
            Name: DOCUMENT,
            Content,
            DocumentType: "Automation",
            DocumentFormat: "JSON",
          }),
        );
    },
  },
  {
    name: "the runbook in the second Region is changed",
    causes: [`runbook ${VIRGINIA}`],
    fix: RESTORE,
    async make({ deployed }) {
      const ssm = deployed.ssm(VIRGINIA);
      const { Content = "" } = await ssm.send(new GetDocumentCommand({ Name: DOCUMENT }));
      const put = async (content: string) => {
        const { DocumentDescription } = await ssm.send(
          new UpdateDocumentCommand({
            Name: DOCUMENT,
            Content: content,
            DocumentVersion: "$LATEST",
            DocumentFormat: "JSON",
          }),
        );
        const { DocumentVersion } = DocumentDescription!;
        await ssm.send(new UpdateDocumentDefaultVersionCommand({ Name: DOCUMENT, DocumentVersion }));
      };
      await put(Content.replace("GetMultiRegionAccessPointRoutes", "ListMultiRegionAccessPoints"));
      return () => put(`${Content} `);
    },
  },
];

async function endpoint({ deployed }: World): Promise<VpcEndpoint> {
  const { VpcEndpoints = [] } = await deployed
    .ec2(MUMBAI)
    .send(new DescribeVpcEndpointsCommand({ Filters: [{ Name: "service-name", Values: [SERVICE_NAME] }] }));
  return VpcEndpoints.find(({ State }) => !/^delet/i.test(State ?? ""))!;
}

async function createEndpoint(
  { deployed }: World,
  like: VpcEndpoint,
  PrivateDnsEnabled = true,
): Promise<void> {
  await deployed.ec2(MUMBAI).send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: "Interface",
      ServiceName: SERVICE_NAME,
      VpcId: like.VpcId,
      SubnetIds: like.SubnetIds,
      SecurityGroupIds: like.Groups?.map(({ GroupId }) => GroupId!),
      PolicyDocument: like.PolicyDocument,
      PrivateDnsEnabled,
    }),
  );
}

async function deleteEndpoint(world: World): Promise<void> {
  const { VpcEndpointId } = await endpoint(world);
  await world.deployed.ec2(MUMBAI).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId!] }));
}

async function clientRule(world: World) {
  const { Groups = [] } = await endpoint(world);
  const GroupId = Groups[0]!.GroupId!;
  const { SecurityGroupRules = [] } = await world.deployed
    .ec2(MUMBAI)
    .send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: [GroupId] }] }));
  const rule = SecurityGroupRules.find(({ IsEgress }) => !IsEgress)!;
  return { GroupId, CidrIp: rule.CidrIpv4! };
}

const https = (CidrIp: string) => ({ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp }] });

const endpointFaults: readonly Fault[] = [
  {
    name: "an endpoint is deleted",
    causes: [`endpoint ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const before = await endpoint(world);
      await deleteEndpoint(world);
      return () => createEndpoint(world, before);
    },
  },
  {
    name: "an endpoint has no private DNS",
    causes: [`endpoint ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const before = await endpoint(world);
      await deleteEndpoint(world);
      await createEndpoint(world, before, false);
      return async () => {
        await deleteEndpoint(world);
        await createEndpoint(world, before);
      };
    },
  },
  {
    name: "the policy of an endpoint does not allow the access point",
    causes: [`endpoint-policy ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { VpcEndpointId, PolicyDocument = "" } = await endpoint(world);
      const put = (policy: string) =>
        world.deployed
          .ec2(MUMBAI)
          .send(new ModifyVpcEndpointCommand({ VpcEndpointId, PolicyDocument: policy }));
      await put(without(PolicyDocument, "ObjectsOfTheAccessPoint"));
      return () => put(PolicyDocument);
    },
  },
  {
    name: "an endpoint has no subnet in a zone",
    causes: [`endpoint-subnets ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { VpcEndpointId, SubnetIds = [] } = await endpoint(world);
      const ec2 = world.deployed.ec2(MUMBAI);
      const subnet = [SubnetIds[0]!];
      await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, RemoveSubnetIds: subnet }));
      return () => ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, AddSubnetIds: subnet }));
    },
  },
  {
    name: "the rule of a security group is removed",
    causes: [`endpoint-security-group ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { GroupId, CidrIp } = await clientRule(world);
      const rule = { GroupId, IpPermissions: [https(CidrIp)] };
      await world.deployed.ec2(MUMBAI).send(new RevokeSecurityGroupIngressCommand(rule));
      return () => world.deployed.ec2(MUMBAI).send(new AuthorizeSecurityGroupIngressCommand(rule));
    },
  },
  {
    name: "a security group is open to the internet",
    causes: [`endpoint-security-group ${MUMBAI}`],
    level: "warning",
    fix: "Remove the rules that you do not need.",
    async make(world) {
      const { GroupId } = await clientRule(world);
      const rule = { GroupId, IpPermissions: [https("0.0.0.0/0")] };
      await world.deployed.ec2(MUMBAI).send(new AuthorizeSecurityGroupIngressCommand(rule));
      return () => world.deployed.ec2(MUMBAI).send(new RevokeSecurityGroupIngressCommand(rule));
    },
  },
];

export const accessFaults: readonly Fault[] = [
  ...roleFaults,
  ...permissionFaults,
  ...runbookFaults,
  ...endpointFaults,
];
