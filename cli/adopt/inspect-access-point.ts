import {
  GetMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointPolicyCommand,
  type MultiRegionAccessPointReport,
} from "@aws-sdk/client-s3-control";
import type { ExistingPolicy } from "../../constructs/existing-access-point";
import type { ExistingStatement } from "../../constructs/existing-bucket";
import type { Environment } from "../../environment/load";
import { partitionOf } from "../access-point/partition";
import { orderControlRegions } from "../access-point/control-regions";
import { FailoverControls } from "../access-point/failover-controls";
import type { Route } from "../access-point/routing";
import type { Aws } from "../adapters/aws/aws";
import { details, explain, kindOf } from "../adapters/aws/errors";
import { judge, routesApi } from "../adapters/aws/routes-api";
import { accessPointControl } from "../adapters/aws/s3-control";
import { arnsInBucketPolicies } from "../live/member-policies";
import type { AccessPointInspection, FoundAccessPoint } from "./access-point-inspection";

/** How long the policies of the buckets may take. */
const POLICIES_TIMEOUT_MS = 20_000;

/** Reads an access point, its policy and its routing. It changes nothing. */
export async function inspectAccessPoint(
  aws: Aws,
  account: string,
  environment: Pick<Environment, "name" | "regions">,
): Promise<AccessPointInspection> {
  const { name } = environment;
  const unread: string[] = [];
  const read = async <T>(
    action: string,
    resource: string,
    answer: () => Promise<T>,
  ): Promise<T | undefined> => {
    try {
      return await answer();
    } catch (error) {
      if (["credentials", "clock"].includes(kindOf(error))) throw error;
      // The account has no access point of that name, or the access point has no policy.
      const { status, code } = details(error);
      if (status === 404 || code === "NoSuchMultiRegionAccessPointPolicy") return undefined;
      unread.push(explain(error, { action, resource }));
      return undefined;
    }
  };
  const control = await accessPointControl(aws);
  const input = { AccountId: account, Name: name };
  const answer = await read("s3:GetMultiRegionAccessPoint", name, () =>
    control.send(new GetMultiRegionAccessPointCommand(input)),
  );
  const report = answer?.AccessPoint;
  if (report?.Alias === undefined) return { name, account, unread };
  const arn = `arn:${partitionOf(report.Regions?.[0]?.Region ?? "")}:s3::${account}:accesspoint/${report.Alias}`;
  const [policies, routing, delegatesTo] = await Promise.all([
    read("s3:GetMultiRegionAccessPointPolicy", arn, () =>
      control.send(new GetMultiRegionAccessPointPolicyCommand(input)),
    ),
    read("s3:GetMultiRegionAccessPointRoutes", arn, () => routingOf(aws, account, arn)),
    arnsInBucketPolicies(aws, environment, AbortSignal.timeout(POLICIES_TIMEOUT_MS)),
  ]);
  const policy = policyOf(policies?.Policy?.Established?.Policy);
  const proposed = policyOf(policies?.Policy?.Proposed?.Policy);
  return {
    name,
    account,
    found: {
      ...partsOf(report),
      arn,
      alias: report.Alias,
      ...(policy && { policy }),
      ...(proposed && { proposed }),
      ...(routing && { routing }),
      delegatesTo,
    },
    unread,
  };
}

function partsOf({
  Status,
  Regions = [],
  PublicAccessBlock = {},
}: MultiRegionAccessPointReport): Pick<FoundAccessPoint, "status" | "members" | "publicAccessBlock"> {
  return {
    status: Status ?? "UNKNOWN",
    members: Regions.map(({ Region = "", Bucket = "", BucketAccountId }) => ({
      region: Region,
      bucket: Bucket,
      ...(BucketAccountId && { account: BucketAccountId }),
    })).sort((one, other) => one.region.localeCompare(other.region)),
    publicAccessBlock: {
      blockPublicAcls: PublicAccessBlock.BlockPublicAcls === true,
      blockPublicPolicy: PublicAccessBlock.BlockPublicPolicy === true,
      ignorePublicAcls: PublicAccessBlock.IgnorePublicAcls === true,
      restrictPublicBuckets: PublicAccessBlock.RestrictPublicBuckets === true,
    },
  };
}

async function routingOf(aws: Aws, account: string, arn: string): Promise<Route[]> {
  const controls = new FailoverControls(routesApi(aws, { account, arn }), orderControlRegions([], []), {
    judge,
  });
  try {
    return (await controls.read()).routes;
  } finally {
    controls.close();
  }
}

/** Undefined if there is no policy. */
function policyOf(text: string | undefined): ExistingPolicy | undefined {
  if (!text) return undefined;
  const { Statement = [], ...rest } = JSON.parse(text) as {
    Statement?: ExistingStatement | ExistingStatement[];
  };
  return { ...rest, Statement: Array.isArray(Statement) ? Statement : [Statement] };
}
