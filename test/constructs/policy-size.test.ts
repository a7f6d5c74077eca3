import { App } from "cdktf";
import { policyBytes } from "../../constructs/policy-size";
import { PlainStack } from "../support/synth";
import { accessPoint, TWO_REGIONS } from "./support";

const stack = new PlainStack(new App(), TWO_REGIONS);
const { accessPoint: point, buckets } = accessPoint(stack);

const statement = {
  sid: "Read",
  principals: [{ type: "AWS", identifiers: ["123456789012"] }],
  actions: ["s3:GetObject", "s3:PutObject"],
  resources: ["arn:aws:s3:::bucket/*"],
  condition: [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-abcdefghij"] }],
};

test("is the size of the policy as the data source writes it, without whitespace", () => {
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Read",
        Effect: "Allow",
        Principal: { AWS: "123456789012" },
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: "arn:aws:s3:::bucket/*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      },
      { Sid: "No", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" },
      {
        Sid: "Others",
        Effect: "Deny",
        NotPrincipal: { AWS: ["123456789012", "arn:aws:iam::123456789012:role/reader"] },
        NotAction: "s3:GetObject",
        NotResource: "arn:aws:s3:::bucket/public/*",
      },
    ],
  };
  const everyone = {
    sid: "No",
    effect: "Deny",
    principals: [{ type: "*", identifiers: ["*"] }],
    actions: ["s3:*"],
    resources: ["*"],
  };
  const others = {
    sid: "Others",
    effect: "Deny",
    notPrincipals: [{ type: "AWS", identifiers: ["123456789012", "arn:aws:iam::123456789012:role/reader"] }],
    notActions: ["s3:GetObject"],
    notResources: ["arn:aws:s3:::bucket/public/*"],
  };
  expect(policyBytes(stack, [statement, everyone, others])).toBe(JSON.stringify(policy).length);
});

test("counts the ARNs of buckets and of the access point with their real length", () => {
  const withResources = (resources: string[]) => policyBytes(stack, [{ ...statement, resources }]);
  expect(withResources([buckets[0]!.arn, point.objectsArn])).toBe(
    withResources([
      "arn:aws:s3:::bucket-in-eu-west-1",
      "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap/object/*",
    ]),
  );
});
