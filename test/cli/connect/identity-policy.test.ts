import { identityPolicy } from "../../../cli/connect/identity-policy";
import { ApplicationPolicy } from "../../../constructs/application-policy";
import { MultiRegionAccessPoint } from "../../../constructs/access-point";
import { synthPlain } from "../../support/synth";
import { connectionTo } from "./support";

const regions = ["eu-west-1", "us-east-1"];

test.each([
  ["read", false],
  ["write", true],
] as const)("the policy for %s equals the output of a deploy", (access, write) => {
  const stack = synthPlain(regions, (plain) => {
    const buckets = plain.buckets();
    const accessPoint = new MultiRegionAccessPoint(plain, "AccessPoint", { name: "photos", buckets });
    new ApplicationPolicy(plain, "policy", { accessPoint, buckets, write });
  });
  const [document] = Object.values(stack.data("aws_iam_policy_document"));
  const deployed = (document!.statement as any[]).map(({ sid, actions, resources, condition }) => ({
    sid,
    actions: [...actions].sort(),
    // The references to the access point and to a bucket end like their ARNs.
    resources: resources.map((one: string) => /(\/object\/\*|\/\*)?$/.exec(one)![0]),
    condition: (condition ?? []).map((one: any) => [one.test, one.variable]),
  }));
  const printed = identityPolicy(connectionTo("photos", regions), access).Statement.map((statement) => ({
    sid: statement.Sid,
    actions: [...statement.Action].sort(),
    resources: statement.Resource.map((one) => /(\/object\/\*|\/\*)?$/.exec(one)![0]),
    condition: Object.entries(statement.Condition ?? {}).flatMap(([test, values]) =>
      Object.keys(values).map((variable) => [test, variable]),
    ),
  }));
  expect(printed).toEqual(deployed);
});

test("allows the buckets only through the access point", () => {
  const arn = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
  const [objects, listing, bucketObjects, bucketListing] = identityPolicy(
    connectionTo("photos", regions),
    "read",
  ).Statement;
  expect(objects).toMatchObject({ Resource: [`${arn}/object/*`] });
  expect(listing).toMatchObject({ Action: ["s3:ListBucket"], Resource: [arn] });
  const Condition = { StringEquals: { "s3:DataAccessPointArn": arn } };
  expect(bucketObjects).toMatchObject({
    Resource: ["arn:aws:s3:::photos-eu-west-1/*", "arn:aws:s3:::photos-us-east-1/*"],
    Condition,
  });
  expect(bucketListing).toMatchObject({
    Resource: ["arn:aws:s3:::photos-eu-west-1", "arn:aws:s3:::photos-us-east-1"],
    Condition,
  });
});

test("allows writes only on request", () => {
  const actions = (access: "read" | "write") =>
    identityPolicy(connectionTo("photos", regions), access).Statement.flatMap(({ Action }) => Action);
  expect(actions("read").filter((action) => /Put|Delete|Abort/.test(action))).toEqual([]);
  expect(actions("write")).toEqual(expect.arrayContaining(["s3:PutObject", "s3:DeleteObject"]));
});
