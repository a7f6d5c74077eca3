import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Fn, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";

/**
 * Creates an EventBridge rule that matches every call that submits routes, whether it succeeds or fails. EventBridge
 * receives these calls only if a CloudTrail trail records write management events in the Region of the call. The event
 * history of CloudTrail is not enough.
 */
export function routingChangeRule(
  scope: Construct,
  props: { readonly name: string; readonly provider?: TerraformProvider },
): CloudwatchEventRule {
  return new CloudwatchEventRule(scope, "Rule", {
    ...props,
    description: "Calls that change the routing of a Multi-Region Access Point",
    eventPattern: Fn.jsonencode({
      source: ["aws.s3"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["s3.amazonaws.com"],
        eventName: ["SubmitMultiRegionAccessPointRoutes"],
      },
    }),
  });
}
