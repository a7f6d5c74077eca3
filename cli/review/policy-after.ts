import type { Change } from "./change";
import type { Context } from "./context";
import { isEmpty, kind, next } from "./policy-changes";
import type { PolicyDocument } from "./policy/document";
import { UNKNOWN, at, text } from "./values";

const KEY_POLICY = kind("key policy", "resource");

/**
 * The policy that a key will have: that of a resource of its own, or that of the key. `default` is the policy of KMS, which
 * lets the policies of the account decide. Undefined if the plan does not tell.
 */
export function policyAfter(context: Context, key: Change): PolicyDocument | "default" | undefined {
  const ids = [
    at(key.before, "key_id"),
    at(key.before, "arn"),
    ...KEY_NAMES.map((each) => context.resolver.unborn(key, each)),
  ];
  const apart = context
    .of("aws_kms_key_policy")
    .find((each) => each.action !== "delete" && ids.includes(context.resolver.symbol(each, ["key_id"])));
  const owner = apart ?? key;
  const value = context.resolver.attribute(owner, KEY_POLICY.path);
  if (isEmpty(value) || (value === UNKNOWN && !context.isConfigured(owner, KEY_POLICY.path)))
    return "default";
  const { document, inexact } = next(owner, KEY_POLICY, context);
  return inexact ? undefined : document;
}

const BUCKET_POLICY = kind("bucket policy", "resource");

/** The policy that a bucket will have, if the plan tells. */
export function bucketPolicyAfter(context: Context, bucket: string): PolicyDocument | undefined {
  const change = context
    .of("aws_s3_bucket_policy")
    .find(
      (each) => each.action !== "delete" && text(context.resolver.attribute(each, ["bucket"])) === bucket,
    );
  const { document, inexact } = change ? next(change, BUCKET_POLICY, context) : {};
  return inexact ? undefined : document;
}

const KEY_NAMES = ["key_id", "arn", "id"];
