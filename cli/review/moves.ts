import type { Change } from "./change";
import type { Resolver } from "./resolve";
import { UNKNOWN, at, text } from "./values";

/** The attribute that names the target of an attachment, by type. */
const OWNERS: readonly (readonly [type: RegExp, attribute: string])[] = [
  [/^aws_s3_bucket_/, "bucket"],
  [/^aws_iam_role_policy$/, "role"],
  [/^aws_iam_role_policy_attachment$/, "role"],
  [/^aws_sns_topic_policy$/, "arn"],
  [/^aws_sns_topic_subscription$/, "topic_arn"],
  [/^aws_sqs_queue_policy$/, "queue_url"],
  [/^aws_kms_key_policy$/, "key_id"],
  [/^aws_vpc_endpoint_policy$/, "vpc_endpoint_id"],
  [/^aws_vpc_security_group_(in|e)gress_rule$|^aws_security_group_rule$/, "security_group_id"],
];

const owners = new Map<string, string | undefined>();

/** The attribute that names what an attachment belongs to. A plan has few types and many resources. */
export function ownerOf(type: string): string | undefined {
  if (!owners.has(type)) owners.set(type, OWNERS.find(([pattern]) => pattern.test(type))?.[1]);
  return owners.get(type);
}

/** The part of a plan's context that tells a move. */
interface MoveContext {
  readonly resolver: Resolver;
  isGone(identity: string): boolean;
}

/** Whether a replacement takes an attachment off an object that continues to exist. */
export function isMove(change: Change, context: MoveContext): boolean {
  const attribute = change.action === "replace" ? ownerOf(change.type) : undefined;
  if (attribute === undefined) return false;
  const before = text(at(change.before, attribute));
  if (before === undefined || context.isGone(before)) return false;
  const after = context.resolver.attribute(change, [attribute]);
  return after === UNKNOWN || (text(after) ?? "") !== before;
}

/** An attachment that moves is deleted in one place and created in another one. */
export const splitMoves = (change: Change, context: MoveContext): readonly Change[] =>
  isMove(change, context) ? [change.half("delete"), change.half("create")] : [change];
