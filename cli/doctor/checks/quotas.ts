import {
  ALARM_QUERIES_PER_REGION,
  CONTROL_PLANE_REGION,
  ACCESS_POINTS_PER_ACCOUNT,
} from "../../../constructs/limits";
import { listAccessPoints } from "../../adapters/aws/access-point";
import { findEndpoints, findSecurityGroups, defaultVpc } from "../../adapters/aws/ec2";
import { accountSummary } from "../../adapters/aws/iam";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { allRegions } from "../../synthesized/access-points";
import { awsCheck, isAdopted, type Examination } from "../examination";
import { quota } from "../service-quotas";
import { alarmQueries, bucketCount, ruleCount } from "../usage";

/** The use of a quota: how many there are, and how many there may be. */
export interface Usage {
  readonly used: number;
  readonly quota: number;
}

/** Each quota that a deploy can exceed, against what the stack creates. */
export function quotaChecks(examination: Examination): Check[] {
  const { aws, environment, stack } = examination;
  const check = (
    noun: string,
    type: string,
    region: string | undefined,
    action: string,
    usage: (signal: AbortSignal, account: string) => Promise<Usage>,
  ): Check[] => {
    const addresses = stack
      .resources(type)
      .filter((one) => (region === undefined || one.region === region) && !isAdopted(environment, one))
      .map(({ address }) => address);
    if (addresses.length === 0) return [];
    return [
      awsCheck(examination, {
        id: `quota-${noun.replaceAll(" ", "-")}`,
        ...(region !== undefined && { subject: region }),
        title: `Quota of ${noun}`,
        ledger: ["service-quotas"],
        call: { action, resource: region ?? "the account" },
        // The access points of an account are listed by their control plane.
        ...(noun === "access points" && { consequenceOf: [`control-plane ${CONTROL_PLANE_REGION}`] }),
        async run({ account }, signal) {
          const found = await usage(signal, account);
          const state = await examination.state();
          const own = await Promise.all(addresses.map((one) => examination.isOwn(one)));
          const wanted = own.filter((one) => one !== true).length;
          return quotaOutcome(noun, wanted, found, "addresses" in state);
        },
      }),
    ];
  };
  const regions = stack.providerRegions().sort();
  return [
    ...check(
      "buckets",
      "aws_s3_bucket",
      undefined,
      "servicequotas:GetServiceQuota and s3:ListAllMyBuckets",
      async (signal) => {
        const [used, most] = await Promise.all([
          bucketCount(aws, signal),
          quota(aws, "s3", "L-DC2B2D3D", "us-east-1", signal),
        ]);
        return { used, quota: most };
      },
    ),
    ...check(
      "access points",
      "aws_s3control_multi_region_access_point",
      undefined,
      `s3:ListMultiRegionAccessPoints in ${CONTROL_PLANE_REGION}`,
      async (signal, account) => ({
        used: (await listAccessPoints(aws, account, signal)).length,
        quota: ACCESS_POINTS_PER_ACCOUNT,
      }),
    ),
    ...check("roles", "aws_iam_role", undefined, "iam:GetAccountSummary", async (signal) => {
      const summary = await accountSummary(aws, signal);
      return { used: summary.get("Roles") ?? 0, quota: summary.get("RolesQuota") ?? 0 };
    }),
    ...regions.flatMap((region) => [
      ...check(
        "event rules",
        "aws_cloudwatch_event_rule",
        region,
        "servicequotas:GetServiceQuota and events:ListRules",
        async (signal) => {
          const [used, most] = await Promise.all([
            ruleCount(aws, region, signal),
            quota(aws, "events", "L-244521F2", region, signal),
          ]);
          return { used, quota: most };
        },
      ),
      ...check(
        "alarms with queries",
        "aws_cloudwatch_metric_alarm",
        region,
        "cloudwatch:DescribeAlarms",
        async (signal) => ({
          used: await alarmQueries(aws, region, signal),
          quota: ALARM_QUERIES_PER_REGION,
        }),
      ),
      ...check(
        "VPC endpoints",
        "aws_vpc_endpoint",
        region,
        "servicequotas:GetServiceQuota and ec2:DescribeVpcEndpoints",
        async (signal) => {
          const { vpc = "default" } = allRegions(environment)[region]?.network ?? {};
          const id = vpc === "default" ? await defaultVpc(aws, region, signal) : vpc;
          const [endpoints, most] = await Promise.all([
            id === undefined ? [] : findEndpoints(aws, region, { "vpc-id": [id] }, signal),
            quota(aws, "vpc", "L-29B6F2EB", region, signal),
          ]);
          return { used: endpoints.filter(({ type }) => type === "Interface").length, quota: most };
        },
      ),
      ...check(
        "security groups",
        "aws_security_group",
        region,
        "servicequotas:GetServiceQuota and ec2:DescribeSecurityGroups",
        async (signal) => {
          const [groups, most] = await Promise.all([
            findSecurityGroups(aws, region, {}, signal),
            quota(aws, "vpc", "L-E79EC296", region, signal),
          ]);
          return { used: groups.length, quota: most };
        },
      ),
    ]),
  ];
}

/** A warning if less than this remains after the deploy. */
const SPARE = 0.05;

/** @param wanted how many a deploy creates. At most so many if `exact` is false, because the state is not known. */
export function quotaOutcome(
  noun: string,
  wanted: number,
  { used, quota: most }: Usage,
  exact: boolean,
): CheckOutcome {
  const now = `The account has ${used} of ${most} ${noun}`;
  const creates = `a deploy creates ${exact ? "" : "at most "}${wanted}`;
  if (used + wanted > most) {
    if (!exact)
      return notKnown(
        `${now}, and ${creates}. Whether that is too many is not known, because Terraform's state cannot be read.`,
        "Use credentials that can read the state of Terraform.",
      );
    return error(
      `${now}, and ${creates}. That is ${used + wanted - most} too many.`,
      `Delete ${noun} that are no longer used, or request a higher quota in Service Quotas.`,
    );
  }
  if (wanted > 0 && most - used - wanted < most * SPARE)
    return warning(
      `${now}, and ${creates}. ${most - used - wanted} remain.`,
      "Request a higher quota in Service Quotas before you add Regions.",
    );
  return ok(`${now}, and ${creates}.`);
}
