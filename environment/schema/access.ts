/** Access to the access point. */
import { DEFAULTS } from "../../constructs/defaults";
import { flagOr, listOr, section, textOrNull } from "../fields";
import { distributionRule } from "../rules/arn";
import { administratorRule, principalRule } from "../rules/iam";
import { organizationRule } from "../rules/names";

const { onlyThroughAccessPoint, onlyFromEndpoints } = DEFAULTS.access;

export const access = section(
  {
    readers: listOr(principalRule, "ARNs of the principals that may read through the access point."),
    writers: listOr(
      principalRule,
      "ARNs of the principals that may read and write through the access point.",
    ),
    organization: textOrNull(
      organizationRule,
      "ID of an AWS organization: the access point denies requests from principals outside it.",
      "null, which means no restriction",
    ),
    onlyThroughAccessPoint: flagOr(
      onlyThroughAccessPoint,
      "The buckets deny object requests that do not come through the access point.",
    ),
    onlyFromEndpoints: flagOr(
      onlyFromEndpoints,
      "The access point denies requests that do not come through the VPC endpoints in this file.",
    ),
    administrators: listOr(
      administratorRule,
      "ARNs of the principals that are exempt from both Deny statements, in addition to the roles of this stack.",
    ),
    cloudfront: listOr(
      distributionRule,
      "ARNs of the CloudFront distributions that may read through the access point, with an origin access control of the type sigv4a.",
    ),
  },
  "The principals that may use the access point, and the networks that they may use.",
);
