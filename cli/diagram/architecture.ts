import { DEFAULTS } from "../../constructs/defaults";
import { CONTROL_PLANE_REGION, ROUTES_REGIONS } from "../../constructs/limits";
import {
  addressOf,
  type Configuration,
  type Element,
  type Json,
  type JsonObject,
} from "../synthesized/configuration";
import { lockOf, type LockOfBucket } from "./object-lock";

/** One Region of an environment, as its stack makes it. */
export interface ArchitectureRegion {
  readonly region: string;
  readonly bucket: string;
  /** Where routing starts: the environment's, for the stack does not know it. */
  readonly routing: "active" | "passive";
  readonly endpoint: boolean;
  readonly alarms: number;
  readonly topic: boolean;
  /** The queue that names the objects which failed to replicate or were late. */
  readonly queue: boolean;
  /** The KMS key that encrypts the objects. Undefined with S3 managed keys. */
  readonly key?: "created" | "existing";
  /** Undefined without Object Lock. */
  readonly objectLock?: LockOfBucket;
  /** Terraform imported the bucket, and never deletes it. */
  readonly adopted?: true;
  /** The stack has a bucket for the manifests and reports of jobs. */
  readonly jobs?: true;
}

export interface Replication {
  readonly from: string;
  readonly to: string;
  readonly rules: number;
}

interface StateBucket {
  readonly bucket: string;
  readonly region: string;
}

interface StateOutsideAws {
  readonly service: string;
  readonly place: string;
}

/** The two lines about the state in a picture. */
export function stateLines(state: StateBucket | StateOutsideAws): [string, string] {
  return "bucket" in state ? [state.bucket, state.region] : [state.place, state.service];
}

interface Announcement {
  /** The Region of the topic. */
  readonly topic: string;
  readonly from: readonly string[];
}

export function eventRules({ from }: Announcement): string {
  return from.length === 1 ? `event rule in ${from[0]}` : `event rules in ${from.length} Regions`;
}

export function distributions(count: number): string {
  return count === 1 ? "1 distribution" : `${count} distributions`;
}

/** The content of a picture of an environment. */
export interface Architecture {
  readonly name: string;
  /** The access point existed before the environment. */
  readonly adopted?: boolean;
  /** The Regions of all access points. */
  readonly regions: readonly ArchitectureRegion[];
  /** While the Regions are changed: the Regions of the new access point, and the one that clients still use. */
  readonly change?: {
    readonly members: readonly string[];
    readonly previous: { readonly name: string; readonly members: readonly string[] };
  };
  readonly replication: readonly Replication[];
  /** The state's bucket, or its service outside AWS; nothing if the state is a local file. */
  readonly state?: StateBucket | StateOutsideAws;
  readonly dashboard: boolean;
  /** The access point denies requests that do not use its VPC endpoints. */
  readonly onlyFromEndpoints: boolean;
  /** Where the failover runbook is; empty where there is none. */
  readonly runbook: readonly string[];
  /** The topic that receives routing changes, and the Regions whose event rules send them. */
  readonly announcement?: Announcement;
  /** The number of CloudFront distributions that may read. */
  readonly cloudFront: number;
  readonly controlPlane: string;
  readonly controlRegions: readonly string[];
}

/**
 * Reads the architecture from a synthesized stack.
 *
 * @param routing where each Region starts
 * @param adoptedLock whether the record of an adopted bucket says that it has Object Lock
 */
export function architectureOf(
  { elements, providers, backend, statements }: Configuration,
  routing: (region: string) => "active" | "passive" | undefined,
  adoptedLock: (region: string) => boolean = () => false,
): Architecture {
  const regionByProvider = new Map(
    providers.map(({ body }): [string, string] => [
      body.alias === undefined ? "aws" : `aws.${text(body.alias)}`,
      text(body.region),
    ]),
  );
  const regionOf = ({ body }: Element): string => regionByProvider.get(text(body.provider)) ?? "";
  const all = (type: string): Element[] =>
    elements.filter((element) => element.kind === "resource" && element.type === type);
  const buckets = new Map(all("aws_s3_bucket").map((bucket) => [bucket.label, bucket]));
  const referred = (value: Json | undefined): Element | undefined =>
    buckets.get(/aws_s3_bucket\.(\w+)\./.exec(text(value))?.[1] ?? "");
  const count = (type: string, region: string): number =>
    all(type).filter((element) => regionOf(element) === region).length;

  // The new access point is first.
  const [newest, old] = all("aws_s3control_multi_region_access_point").map(({ body }) => {
    const details = only(body.details);
    const members = list(details?.region).flatMap((member) => referred(member.bucket) ?? []);
    return { name: text(details?.name), members };
  });
  const members = [...new Set([...(newest?.members ?? []), ...(old?.members ?? [])])];
  const rules = all("aws_s3_bucket_replication_configuration").flatMap(({ body }) => {
    const source = referred(body.bucket);
    return list(body.rule).flatMap((rule) => {
      const destination = referred(only(rule.destination)?.bucket);
      return source && destination && rule.status === "Enabled"
        ? [{ from: regionOf(source), to: regionOf(destination) }]
        : [];
    });
  });
  // An existing endpoint is a data source.
  const imported = new Set(
    statements.flatMap(({ type, body }) => (type === "import" ? [text(body.to)] : [])),
  );
  const endpoints = new Set(elements.filter(({ type }) => type === "aws_vpc_endpoint").map(regionOf));
  const locks = all("aws_s3_bucket_object_lock_configuration");
  const encryptions = all("aws_s3_bucket_server_side_encryption_configuration");
  return {
    name: newest?.name ?? "",
    ...(elements.some(
      ({ kind, type }) => kind === "data" && type === "aws_s3control_multi_region_access_point",
    ) && {
      adopted: true,
    }),
    ...(newest &&
      old && {
        change: {
          members: newest.members.map(regionOf),
          previous: { name: old.name, members: old.members.map(regionOf) },
        },
      }),
    regions: members.map((bucket) => {
      const region = regionOf(bucket);
      const adopted = imported.has(addressOf(bucket));
      const lock = locks.find((one) => referred(one.body.bucket) === bucket);
      const locked = lock !== undefined || (adopted && adoptedLock(region));
      return {
        region,
        bucket: text(bucket.body.bucket),
        routing: routing(region) ?? DEFAULTS.routing,
        endpoint: endpoints.has(region),
        alarms: count("aws_cloudwatch_metric_alarm", region),
        topic: count("aws_sns_topic", region) > 0,
        queue: count("aws_sqs_queue", region) > 0,
        ...keyOf(encryptions.find((one) => referred(one.body.bucket) === bucket)),
        ...(locked && { objectLock: lockOf(only(only(lock?.body.rule)?.default_retention)) }),
        ...(adopted && { adopted: true as const }),
        ...(all("aws_s3_bucket").some((one) => regionOf(one) === region && !members.includes(one)) && {
          jobs: true as const,
        }),
      };
    }),
    replication: together(rules),
    ...stateOf(backend),
    dashboard: all("aws_cloudwatch_dashboard").length > 0,
    onlyFromEndpoints: deniesOtherPaths(elements),
    runbook: all("aws_ssm_document").map(regionOf),
    ...announcementOf([...new Set(all("aws_cloudwatch_event_rule").map(regionOf))]),
    cloudFront: cloudFrontDistributions(elements),
    controlPlane: CONTROL_PLANE_REGION,
    controlRegions: ROUTES_REGIONS,
  };
}

/** The key of a default encryption. An existing key is a data source. */
function keyOf(encryption: Element | undefined): Pick<ArchitectureRegion, "key"> {
  const rule = only(only(encryption?.body.rule)?.apply_server_side_encryption_by_default);
  const key = text(rule?.kms_master_key_id);
  if (key === "") return {};
  return { key: key.includes("aws_kms_key.") && !key.includes("data.") ? "created" : "existing" };
}

function stateOf({ name, body }: Configuration["backend"]): Pick<Architecture, "state"> {
  switch (name) {
    case "s3":
      return { state: { bucket: text(body.bucket), region: text(body.region) } };
    case "cloud":
      return {
        state: {
          service: "HCP Terraform",
          place: `${text(body.organization)}/${text((body.workspaces as JsonObject | undefined)?.name)}`,
        },
      };
    case "http":
      return { state: { service: "HTTP backend", place: new URL(text(body.address)).host } };
    case "gcs":
      return { state: { service: "Google Cloud Storage", place: text(body.bucket) } };
    case "azurerm":
      return {
        state: {
          service: "Azure Blob Storage",
          place: `${text(body.storage_account_name)}/${text(body.container_name)}`,
        },
      };
    default:
      return {};
  }
}

/** The pairs of Regions with replication, each once, and whether it is two-way. */
export function pairsOf({
  replication,
}: Architecture): Array<{ readonly from: string; readonly to: string; readonly both: boolean }> {
  const goes = new Set(replication.map(({ from, to }) => `${from} ${to}`));
  return replication
    .map(({ from, to }) => ({ from, to, both: goes.has(`${to} ${from}`) }))
    .filter(
      ({ from, to, both }, index, all) =>
        !both || all.findIndex((one) => one.from === to && one.to === from) > index,
    );
}

/** Does every bucket replicate to every other one? */
export function isFullMesh({ regions, replication }: Architecture): boolean {
  return replication.length === regions.length * (regions.length - 1);
}

/** The environment in one line. */
export function summary(architecture: Architecture): string {
  const { regions, replication, dashboard } = architecture;
  const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
  const many = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
  const endpoints = regions.filter(({ endpoint }) => endpoint).length;
  const keys = regions.filter(({ key }) => key !== undefined).length;
  const adopted = regions.filter((one) => one.adopted).length;
  const locked = regions.some(({ objectLock }) => objectLock);
  return [
    architecture.change
      ? `Two Multi-Region Access Points over ${many(regions.length, "Region")}`
      : `Multi-Region Access Point over ${many(regions.length, "Region")}`,
    many(sum(replication.map(({ rules }) => rules)), "replication rule"),
    ...(endpoints > 0 ? [many(endpoints, "VPC endpoint")] : []),
    ...(keys > 0 ? [many(keys, "KMS key")] : []),
    ...(adopted > 0 ? [many(adopted, "adopted bucket")] : []),
    ...(locked ? ["Object Lock"] : []),
    many(sum(regions.map(({ alarms }) => alarms)), "alarm"),
    ...(dashboard ? ["one dashboard"] : []),
  ].join(" · ");
}

/** The rules of other Regions forward to the rule in the control plane's Region, which sends to the topic. */
function announcementOf(from: readonly string[]): Pick<Architecture, "announcement"> {
  return from.includes(CONTROL_PLANE_REGION) ? { announcement: { topic: CONTROL_PLANE_REGION, from } } : {};
}

function cloudFrontDistributions(elements: readonly Element[]): number {
  const arns = accessPointStatements(elements)
    .filter((statement) => list(statement.principals).some(isCloudFront))
    .flatMap(({ condition }) => list(condition))
    .filter(({ variable }) => /^aws:SourceArn$/i.test(text(variable)))
    .flatMap(({ values }) => (Array.isArray(values) ? values : [values]));
  return new Set(arns).size;
}

function isCloudFront({ identifiers }: JsonObject): boolean {
  return Array.isArray(identifiers) && identifiers.includes("cloudfront.amazonaws.com");
}

/** Whether the policy of the access point has the Deny statement for requests that bypass the VPC endpoints. */
function deniesOtherPaths(elements: readonly Element[]): boolean {
  return accessPointStatements(elements).some(
    ({ effect, condition }) =>
      effect === "Deny" && list(condition).some(({ variable }) => variable === "aws:SourceVpce"),
  );
}

/** The statements in the policy of the access point. */
function accessPointStatements(elements: readonly Element[]): JsonObject[] {
  const policy = elements.find(({ type }) => type === "aws_s3control_multi_region_access_point_policy");
  const label = /data\.aws_iam_policy_document\.(\w+)\.json/.exec(JSON.stringify(policy?.body ?? {}))?.[1];
  const document = elements.find(
    (element) =>
      element.kind === "data" && element.type === "aws_iam_policy_document" && element.label === label,
  );
  return list(document?.body.statement);
}

function together(rules: ReadonlyArray<{ readonly from: string; readonly to: string }>): Replication[] {
  const found = new Map<string, Replication>();
  for (const { from, to } of rules) {
    const key = `${from} ${to}`;
    found.set(key, { from, to, rules: (found.get(key)?.rules ?? 0) + 1 });
  }
  return [...found.values()];
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A block that may stand alone or in a list. */
function list(value: Json | undefined): JsonObject[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as JsonObject[];
}

function only(value: Json | undefined): JsonObject | undefined {
  return list(value)[0];
}
