/**
 * How S3 decides on requests.
 *
 * A request to a bucket is one decision on the bucket or the object.
 *
 * A request through a Multi-Region Access Point is two decisions: one on the access point and one on the bucket that S3
 * routes the request to. Both must allow it. The same identity policies apply to both, and the key
 * `s3:DataAccessPointArn` is present in both. The policy of a VPC endpoint must allow both.
 *
 * In each decision, the rules of IAM apply. A request from another account needs the policy of the access point, the
 * policy of the bucket and an identity policy. For a request from the same account, an identity policy is enough.
 * Sources: Amazon S3 User Guide, "Permissions" of Multi-Region Access Points, and "Configuring a Multi-Region Access
 * Point for use with AWS PrivateLink".
 *
 * S3 does not accept anonymous requests through a Multi-Region Access Point. Source: Amazon S3 User Guide,
 * "Multi-Region Access Point restrictions and limitations".
 *
 * Block Public Access and ACLs are not modeled. Both can only deny more: the stack turns on all four settings of Block
 * Public Access, and it disables ACLs.
 */
import type { Check } from "./policy/authorize";
import { accountOf, Context, type Principal } from "./policy/request";
import type { Policy } from "./policy/statement";

export interface S3Request {
  readonly principal: Principal;
  readonly identity: readonly Policy[];
  readonly action: string;
  /** @default the request is for the bucket or the access point itself */
  readonly key?: string;
  /** Condition keys besides `s3:DataAccessPointArn`. */
  readonly keys: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The policy of the VPC endpoint. @default the request uses no endpoint, or one that allows all */
  readonly endpoint?: Policy;
}

export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly policy?: Policy;
}

export interface AccessPoint {
  readonly arn: string;
  readonly policy?: Policy;
}

/** The checks of a request to a bucket. */
export function directRequest(bucket: Bucket, request: S3Request): Check[] {
  return [onBucket(bucket, request, request.keys)];
}

/** The checks of a request through an access point that S3 routes to a bucket. */
export function requestThrough(accessPoint: AccessPoint, bucket: Bucket, request: S3Request): Check[] {
  // Without a check, nothing allows the request.
  if (request.principal.type === "anonymous") return [];
  const keys = { ...request.keys, "s3:DataAccessPointArn": accessPoint.arn };
  return [onAccessPoint(accessPoint, request, keys), onBucket(bucket, request, keys)];
}

/** The checks of a call whose resource is the access point, such as SubmitMultiRegionAccessPointRoutes. */
export function controlRequest(accessPoint: AccessPoint, request: S3Request): Check[] {
  return [onAccessPoint(accessPoint, { ...request, key: undefined }, request.keys)];
}

function onAccessPoint({ arn, policy }: AccessPoint, request: S3Request, keys: S3Request["keys"]): Check {
  const resource = request.key === undefined ? arn : `${arn}/object/${request.key}`;
  return check(policy, accountOf(arn), resource, request, keys);
}

function onBucket({ name, account, policy }: Bucket, request: S3Request, keys: S3Request["keys"]): Check {
  const arn = `arn:aws:s3:::${name}`;
  return check(policy, account, request.key === undefined ? arn : `${arn}/${request.key}`, request, keys);
}

function check(
  policy: Policy | undefined,
  resourceAccount: string,
  resource: string,
  { principal, identity, action, endpoint }: S3Request,
  keys: S3Request["keys"],
): Check {
  return {
    policies: { identity, resource: policy, resourceAccount, endpoint },
    request: { principal, action, resource, context: new Context(keys) },
  };
}
