import { routingChangeRule } from "../../constructs/routing-change-rule";
import { synthPlain } from "../support/synth";

test("matches the calls that submit routes, as CloudTrail records them", () => {
  const stack = synthPlain(["eu-west-1"], (plain) => {
    routingChangeRule(plain, { name: "my-mrap-routing" });
  });
  const [, pattern] = /^\$\{jsonencode\((.*)\)\}$/.exec(
    stack.resource("aws_cloudwatch_event_rule").event_pattern,
  )!;
  // An object expression of Terraform: the keys are quoted, and the assignments are JSON apart from that.
  expect(JSON.parse(pattern!.replaceAll('" = ', '": '))).toEqual({
    source: ["aws.s3"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: ["s3.amazonaws.com"], eventName: ["SubmitMultiRegionAccessPointRoutes"] },
  });
});
