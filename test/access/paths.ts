/** The requests of a case: one for each Region that can serve it. */
import { callerOf, type Caller } from "./callers";
import { ACCESS_POINT_ARN, ACCOUNT, ENDPOINT_REGIONS, REGIONS, STRANGER_ACCOUNT } from "./environments";
import type { Check } from "./policy/authorize";
import type { Policy } from "./policy/statement";
import {
  controlRequest,
  directRequest,
  requestThrough,
  type AccessPoint,
  type Bucket,
  type S3Request,
} from "./s3";
import { keyChecks, keyRequests } from "./key-paths";
import { serviceRequests } from "./service-paths";
import type { StackPolicies } from "./stack";
import { keysOf, type Case } from "./table";

/** One request of a case. */
export interface PlacedRequest {
  /** The Region that the request is sent to, and the Region that it comes from if that matters. */
  readonly place: string;
  readonly checks: readonly Check[];
}

const label = (region: string): string => region.replaceAll("-", "_");

const OPEN: Policy = { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };
/** An access point of the same account, and one of another organization, whose policy allows everything. */
const OTHER_ACCESS_POINT: AccessPoint = {
  arn: `arn:aws:s3::${ACCOUNT}:accesspoint/mother.mrap`,
};
const STRANGE_ACCESS_POINT: AccessPoint = {
  arn: `arn:aws:s3::${STRANGER_ACCOUNT}:accesspoint/mxyz.mrap`,
  policy: OPEN,
};
const OTHER_BUCKET: Bucket = { name: "other-bucket", account: ACCOUNT };

/** The id of the environment's endpoint in a Region, as the synthesized policies have it. */
const endpointId = (region: string): string => `\${aws_vpc_endpoint.${label(region)}.id}`;

/** The requests of a case. */
export function requestsOf(policies: StackPolicies, given: Case): PlacedRequest[] {
  const others = serviceRequests(policies, given) ?? keyRequests(policies, given);
  if (others !== undefined) return others;
  const accessPoint: AccessPoint = {
    arn: ACCESS_POINT_ARN,
    policy: policies.get("access point this"),
  };
  const bucket = (region: string): Bucket => ({
    name: `bucket-in-${region}`,
    account: ACCOUNT,
    policy: policies.get(`bucket ${label(region)}`),
  });
  const open = (region: string): Bucket => ({ ...bucket(region), policy: OPEN });

  return regionsOf(policies, given).flatMap((region): PlacedRequest[] => {
    const caller = callerOf(given.caller, policies, region);
    const request = s3Request(caller, given, policies.keys.get(region));
    const withKey = (to: string, checks: Check[]): Check[] => [
      ...checks,
      ...keyChecks(policies, caller, given, to),
    ];
    const at = (place: string, checks: Check[]): PlacedRequest => ({ place, checks });
    const fromEndpoints = (send: (request: S3Request) => Check[]): PlacedRequest[] =>
      ENDPOINT_REGIONS.map((from) => {
        const endpoint = policies.get(`endpoint ${label(from)}`);
        const keys = { ...request.keys, "aws:SourceVpce": endpointId(from) };
        return at(`${from} to ${region}`, send({ ...request, endpoint, keys }));
      });
    const elsewhere = { ...request, keys: { ...request.keys, "aws:SourceVpce": "vpce-0f0f0f0f0f0f0f0f0" } };

    switch (given.path) {
      case "access point":
        return [at(region, withKey(region, requestThrough(accessPoint, bucket(region), request)))];
      // A VPC endpoint of the environment, in each Region that has one.
      case "access point from endpoint":
        return fromEndpoints((one) => withKey(region, requestThrough(accessPoint, bucket(region), one)));
      case "access point from another endpoint":
        return [at(region, requestThrough(accessPoint, bucket(region), elsewhere))];
      // The policy of the access point alone: the bucket's policy allows everything.
      case "access point with an open bucket":
        return [at(region, requestThrough(accessPoint, open(region), request))];
      // The policy of the bucket alone: the access point's policy allows everything.
      case "open access point":
        return [at(region, requestThrough({ ...accessPoint, policy: OPEN }, bucket(region), request))];
      // The policy of the endpoint alone.
      case "open access point and bucket from endpoint":
        return fromEndpoints((one) => requestThrough({ ...accessPoint, policy: OPEN }, open(region), one));
      // Somebody else's access point that has the member bucket.
      case "access point of a stranger":
        return [at(region, requestThrough(STRANGE_ACCESS_POINT, bucket(region), request))];
      case "another access point from endpoint":
        return fromEndpoints((one) => requestThrough(OTHER_ACCESS_POINT, OTHER_BUCKET, one));
      case "another access point with the bucket":
        return [at(region, requestThrough({ ...OTHER_ACCESS_POINT, policy: OPEN }, bucket(region), request))];
      case "bucket":
        return [at(region, withKey(region, directRequest(bucket(region), request)))];
      case "bucket from another endpoint":
        return [at(region, directRequest(bucket(region), elsewhere))];
      // The buckets that the caller's Region replicates to.
      case "destination bucket":
        return REGIONS.filter((other) => other !== region).map((other) =>
          at(`${region} to ${other}`, withKey(other, directRequest(bucket(other), request))),
        );
      case "another bucket":
        return [at(region, directRequest(OTHER_BUCKET, request))];
      // The API of the access point itself. The calls do not use the endpoints of the environment.
      case "control plane":
        return [at("", controlRequest(accessPoint, request))];
      case "control plane of another access point":
        return [at("", controlRequest(OTHER_ACCESS_POINT, request))];
      default:
        throw new Error(`${given.path} is not a path.`);
    }
  });
}

/** Actions of S3 in the tables whose resource is a bucket or an access point. All others have an object. */
const BUCKET_ACTION =
  /^s3:(ListBucket\w*|(Get|Put|Delete|Create)Bucket\w*|\w*ReplicationConfiguration|\w*MultiRegionAccessPoint\w*|\w+Configuration)$/;

/** The Regions of a case. The details `created` and `existing` name the Regions with such a KMS key. */
function regionsOf({ all }: StackPolicies, { details }: Case): string[] {
  const isCreated = (region: string) => all.has(`key ${label(region)}`);
  return REGIONS.filter(
    (region) =>
      !(details.includes("created") && !isCreated(region)) &&
      !(details.includes("existing") && isCreated(region)),
  );
}

function s3Request(
  { principal, identity, keys }: Caller,
  { action, details }: Case,
  keyArn: string | undefined,
): S3Request {
  const encryption = details.find((one) => /^(AES256|aws:kms(:dsse)?)$/.test(one));
  return {
    principal,
    identity,
    action,
    key: BUCKET_ACTION.test(action) ? undefined : "photos/a.jpg",
    keys: {
      ...keys,
      ...keysOf(details),
      "aws:SecureTransport": String(!details.includes("http")),
      "s3:x-amz-server-side-encryption": encryption,
      "s3:x-amz-server-side-encryption-aws-kms-key-id": details.includes("bucket-key")
        ? keyArn
        : details.includes("other-key")
          ? `arn:aws:kms:eu-west-1:${ACCOUNT}:key/other`
          : undefined,
    },
  };
}
