import type { Change } from "./change";
import type { Context } from "./context";
import { isEmpty, kind, next } from "./policy-changes";
import type { PolicyDocument } from "./policy/document";
import { firstBy, table } from "./tables";
import { UNKNOWN, at, text, type Value } from "./values";

const KEY_POLICY = kind("key policy", "resource");

/** The key policies that are a resource of their own, by the key, in the order of the plan. */
const keyPolicies = table((context) => {
  const all = context.of("aws_kms_key_policy").filter(({ action }) => action !== "delete");
  return firstBy<Value, readonly [number, Change]>(
    all.map((each, i) => [i, each] as const),
    ([, each]) => [context.resolver.symbol(each, ["key_id"])],
  );
});

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
  const own = ids.flatMap((id) => {
    const found = keyPolicies(context).get(id);
    return found ? [found] : [];
  });
  const [, apart] = own.sort(([a], [b]) => a - b)[0] ?? [];
  const owner = apart ?? key;
  const value = context.resolver.attribute(owner, KEY_POLICY.path);
  if (isEmpty(value) || (value === UNKNOWN && !context.isConfigured(owner, KEY_POLICY.path)))
    return "default";
  const { document, inexact } = next(owner, KEY_POLICY, context);
  return inexact ? undefined : document;
}

const BUCKET_POLICY = kind("bucket policy", "resource");

/** The policy of each bucket, by the name of the bucket. */
const bucketPolicies = table((context) =>
  firstBy(
    context.of("aws_s3_bucket_policy").filter(({ action }) => action !== "delete"),
    (each) => [text(context.resolver.attribute(each, ["bucket"]))],
  ),
);

/** The policy that a bucket will have, if the plan tells. */
export function bucketPolicyAfter(context: Context, bucket: string): PolicyDocument | undefined {
  const change = bucketPolicies(context).get(bucket);
  const { document, inexact } = change ? next(change, BUCKET_POLICY, context) : {};
  return inexact ? undefined : document;
}

const KEY_NAMES = ["key_id", "arn", "id"];
