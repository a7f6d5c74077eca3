import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { DataAwsVpcEndpoint } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App } from "cdktf";
import { knownText } from "../../constructs/known-text";
import { PlainStack } from "../support/synth";

const stack = new PlainStack(new App(), ["eu-west-1"]);
const bucket = stack.bucket("eu-west-1");
const role = (id: string, config: { name?: string; path?: string }) =>
  new IamRole(stack, id, { assumeRolePolicy: "{}", ...config }).arn;

test.each([
  ["the ARN of a bucket", bucket.arn, "arn:aws:s3:::bucket-in-eu-west-1"],
  ["the name of a bucket", bucket.name, "bucket-in-eu-west-1"],
  ["an account id", stack.accountId, "000000000000"],
  ["a role", role("plain", { name: "app" }), "arn:aws:iam::000000000000:role/app"],
  [
    "a role with a path",
    role("path", { name: "app", path: "/team/" }),
    "arn:aws:iam::000000000000:role/team/app",
  ],
  ["a VPC endpoint", new DataAwsVpcEndpoint(stack, "endpoint", {}).id, "vpce-00000000000000000"],
  ["a role whose name Terraform generates", role("generated", {}), "x".repeat(80)],
  ["a reference of another kind", new DataAwsRegion(stack, "region", {}).name, "x".repeat(80)],
  ["text that Terraform must not evaluate", "a$${b}", "a${b}"],
])("stands for %s", (_what, value, text) => {
  expect(knownText(stack, { value: [`<${value}>`] })).toBe(`{"value":["<${text}>"]}`);
});
