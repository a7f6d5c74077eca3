import type { Deployed } from "../access-point/set-changes";

/** The environment in Terraform's state. */
export interface InState {
  /** Undefined if the state has no access point. While the Regions are changed: the new one, if the state has it. */
  readonly deployed?: Deployed;
  /** The account of the access point. */
  readonly account?: string;
  /** The number of managed resources. */
  readonly resources: number;
  /** The Regions whose aliased provider a resource needs. */
  readonly providers: readonly string[];
}

interface StateResource {
  readonly mode?: string;
  readonly type?: string;
  readonly provider?: string;
  readonly instances?: ReadonlyArray<{ readonly attributes?: Readonly<Record<string, unknown>> }>;
}

/**
 * Reads the output of `terraform state pull`. It is empty if there is no state.
 * @param name the access point of the environment file, if the state has several
 */
export function inState(json: string, name?: string): InState {
  if (json.trim() === "") return { resources: 0, providers: [] };
  const { resources = [] } = JSON.parse(json) as { readonly resources?: readonly StateResource[] };
  const managed = resources.filter(({ mode }) => mode === "managed");
  const attributesOf = (type: string): Readonly<Record<string, unknown>>[] =>
    managed
      .filter((one) => one.type === type)
      .flatMap(({ instances = [] }) => instances.map(({ attributes = {} }) => attributes));
  const providers = managed.flatMap(({ provider = "" }) => /\]\.([a-z0-9_]+)$/.exec(provider)?.[1] ?? []);
  const buckets = attributesOf("aws_s3_bucket");
  const accessPoints = attributesOf("aws_s3control_multi_region_access_point");
  const accessPoint = accessPoints.find((one) => deployedFrom(one, buckets).name === name) ?? accessPoints[0];
  return {
    resources: managed.length,
    providers: [...new Set(providers.map((alias) => alias.replaceAll("_", "-")))].sort(),
    ...(accessPoint && { deployed: deployedFrom(accessPoint, buckets) }),
    ...(typeof accessPoint?.["account_id"] === "string" && { account: accessPoint["account_id"] }),
  };
}

function deployedFrom(
  accessPoint: Readonly<Record<string, unknown>>,
  buckets: ReadonlyArray<Readonly<Record<string, unknown>>>,
): Deployed {
  const [details] = (accessPoint["details"] ?? []) as Array<{
    readonly name?: string;
    readonly region?: ReadonlyArray<{ readonly bucket?: string; readonly region?: string }>;
  }>;
  const regionOf = (bucket: string): string | undefined =>
    buckets.find((one) => one["bucket"] === bucket)?.["region"] as string | undefined;
  return {
    name: details?.name ?? "",
    alias: text(accessPoint["alias"]),
    regions: Object.fromEntries(
      (details?.region ?? []).flatMap(({ bucket = "", region }): [string, string][] => {
        const place = region || regionOf(bucket);
        return place ? [[place, bucket]] : [];
      }),
    ),
    heldBuckets: buckets.filter((one) => one["force_destroy"] !== true).map((one) => text(one["bucket"])),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
