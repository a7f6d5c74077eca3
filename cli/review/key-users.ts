import { bucketEncryptions, switchesToKms } from "./bucket-encryption";
import type { Context } from "./context";
import { bucketsOfPoint } from "./kms-switch";
import type { PolicyChange } from "./policy-changes";
import type { AccessStep } from "./policy/access";
import { parsePolicy } from "./policy/document";
import { Part, named } from "./policy/part";
import { at } from "./values";

/** The action on objects that needs an action on their key. */
const OBJECT_ACTIONS: ReadonlyMap<string, string> = new Map([
  ["kms:decrypt", "s3:GetObject"],
  ["kms:generatedatakey", "s3:PutObject"],
]);

/**
 * Does the policy of a new key only allow a principal what it does already? The key replaces S3 managed keys, which everyone
 * uses who may read or write the objects. It may be used through S3 and for the objects of its bucket only, and the policy
 * of the access point already allows the principal to read them, or to write them.
 */
export function usesObjectsAlready(
  context: Context,
  { change }: PolicyChange,
  step: AccessStep,
  who: string,
): boolean {
  const { kind, what, statement } = step;
  const encryption = [...bucketEncryptions(context).values()].find(
    (each) => switchesToKms(each) && each.key?.change === change,
  );
  if (!encryption || kind !== "grant" || what.not) return false;
  const limited = (key: string, value: string): boolean =>
    statement.conditions.some(
      (each) =>
        !each.ifExists &&
        each.operator.toLowerCase() === "stringequals" &&
        each.key.toLowerCase() === key &&
        each.values.every((one) => one === value),
    );
  if (!limited("kms:viaservice", `s3.${encryption.region}.amazonaws.com`)) return false;
  if (!limited("kms:encryptioncontext:aws:s3:arn", encryption.arn)) return false;
  const policies = context
    .of("aws_s3control_multi_region_access_point_policy")
    .filter((each) => bucketsOfPoint(context, each).includes(encryption.bucket))
    .flatMap((each) => parsePolicy(at(each.before, "details", "policy"))?.statements ?? []);
  return what.values.every((action) => {
    const needed = OBJECT_ACTIONS.get(action.toLowerCase());
    return (
      needed !== undefined &&
      policies.some(
        (each) =>
          each.effect === "Allow" &&
          each.conditions.length === 0 &&
          new Part("Principal", named(each, "Principal")).covers({ not: false, values: [who] }) &&
          new Part("Action", named(each, "Action")).covers({ not: false, values: [needed] }),
      )
    );
  });
}
