import type { Aws } from "./aws";
import { jsonApi } from "./json-api";

/** A trail that records events of a Region. */
export interface Trail {
  readonly Name: string;
  readonly TrailARN: string;
  readonly HomeRegion: string;
  readonly IsMultiRegionTrail?: boolean;
}

interface Selector {
  readonly ReadWriteType?: string;
  readonly IncludeManagementEvents?: boolean;
}

interface FieldSelector {
  readonly Field: string;
  readonly Equals?: readonly string[];
  readonly NotEquals?: readonly string[];
}

/** The events that a trail records. */
export interface Selectors {
  readonly EventSelectors?: readonly Selector[];
  readonly AdvancedEventSelectors?: ReadonlyArray<{ readonly FieldSelectors?: readonly FieldSelector[] }>;
}

/** The trails that cover a Region, also those whose home is another one. */
export async function trailsOf(aws: Aws, region: string, signal: AbortSignal): Promise<readonly Trail[]> {
  const answer = await jsonApi<{ trailList?: readonly Trail[] }>(
    aws,
    "cloudtrail",
    region,
    "DescribeTrails",
    {},
    signal,
  );
  return (answer.trailList ?? []).filter((one) => one.IsMultiRegionTrail || one.HomeRegion === region);
}

export async function isLogging(aws: Aws, trail: Trail, signal: AbortSignal): Promise<boolean> {
  const parameters = { Name: trail.TrailARN };
  const { HomeRegion } = trail;
  const answer = await jsonApi<{ IsLogging?: boolean }>(
    aws,
    "cloudtrail",
    HomeRegion,
    "GetTrailStatus",
    parameters,
    signal,
  );
  return answer.IsLogging === true;
}

export async function selectorsOf(aws: Aws, trail: Trail, signal: AbortSignal): Promise<Selectors> {
  const parameters = { TrailName: trail.TrailARN };
  return jsonApi(aws, "cloudtrail", trail.HomeRegion, "GetEventSelectors", parameters, signal);
}

/** Whether write management events of S3 are recorded. A trail without selectors records all management events. */
export function recordsManagementWrites({ EventSelectors, AdvancedEventSelectors }: Selectors): boolean {
  if (AdvancedEventSelectors?.length) {
    return AdvancedEventSelectors.some(({ FieldSelectors = [] }) => {
      const of = (field: string) => FieldSelectors.find(({ Field }) => Field === field);
      if (!of("eventCategory")?.Equals?.includes("Management")) return false;
      const readOnly = of("readOnly");
      if (readOnly?.Equals && !readOnly.Equals.includes("false")) return false;
      return !of("eventSource")?.NotEquals?.includes("s3.amazonaws.com");
    });
  }
  if (!EventSelectors?.length) return true;
  return EventSelectors.some(
    ({ IncludeManagementEvents = true, ReadWriteType = "All" }) =>
      IncludeManagementEvents && (ReadWriteType === "All" || ReadWriteType === "WriteOnly"),
  );
}
