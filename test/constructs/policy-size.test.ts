import { policyBytes } from "../../constructs/policy-size";

const statement = {
  sid: "Read",
  principals: [{ type: "AWS", identifiers: ["123456789012"] }],
  actions: ["s3:GetObject"],
  resources: ["arn:aws:s3:::bucket/*"],
  condition: [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-abcdefghij"] }],
};

test("is the size of the policy as JSON", () => {
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Read",
        Effect: "Allow",
        Principal: { AWS: ["123456789012"] },
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::bucket/*"],
        Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-abcdefghij"] } },
      },
    ],
  };
  expect(policyBytes([statement])).toBe(JSON.stringify(policy).length);
});

test("counts 80 bytes for a value that only Terraform knows", () => {
  const known = policyBytes([{ ...statement, resources: [""] }]);
  expect(policyBytes([{ ...statement, resources: ["${Token[TOKEN.12]}"] }])).toBe(known + 80);
});
