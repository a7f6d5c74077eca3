import { environmentFile } from "../../../cli/access-point/argument";
import { ExpectedStack } from "../../../cli/checks/expected";
import { exempts, principalArn } from "../../../cli/verify/exempt";

const account = "123456789012";
let stack: ExpectedStack;
beforeAll(async () => {
  const { environment } = await environmentFile("environments/demo.yaml");
  const administrators = [
    `arn:aws:iam::${account}:role/storage-admin`,
    `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*`,
  ];
  stack = new ExpectedStack(
    "demo",
    { ...environment, access: { ...environment.access, administrators } },
    { account, accessPointArn: `arn:aws:s3::${account}:accesspoint/mabc.mrap` },
  );
});

test.each([
  [`arn:aws:iam::${account}:role/storage-admin`, true],
  [`arn:aws:sts::${account}:assumed-role/storage-admin/session`, true],
  [`arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin_0123/jane`, true],
  [`arn:aws:sts::${account}:assumed-role/storage-admin-2/session`, false],
  [`arn:aws:sts::210987654321:assumed-role/storage-admin/session`, false],
  [`arn:aws:iam::${account}:root`, false],
])("%s may bypass the access point: %s", (arn, expected) => {
  expect(exempts(stack, arn)).toBe(expected);
});

test("the principal of a session is its role", () => {
  expect(principalArn(`arn:aws:sts::${account}:assumed-role/a/b`)).toBe(`arn:aws:iam::${account}:role/a`);
  expect(principalArn(`arn:aws:iam::${account}:user/x/jane`)).toBe(`arn:aws:iam::${account}:user/x/jane`);
});
