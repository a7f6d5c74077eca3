import { Construct } from "constructs";
import type { MultiRegionAccessPoint } from "../constructs/access-point";
import type { RegionalBucket } from "../constructs/bucket";
import { AccessPointEndpoint } from "../constructs/endpoint";
import { ExistingEndpoint } from "../constructs/existing-endpoint";
import type { RegionalProviders } from "../constructs/providers";
import type { ComposedProps } from "./props";

/** The VPC endpoint in a Region, created by the stack or existing. */
export interface EndpointInRegion {
  readonly endpointId: string;
  /** The availability zones in which a new endpoint has no subnet. Undefined if the environment names the subnets. */
  readonly zonesLeftOut?: string[];
}

export interface EndpointsParts {
  readonly environment: ComposedProps;
  readonly accessPoint: MultiRegionAccessPoint;
  readonly otherAccessPoints: readonly MultiRegionAccessPoint[];
  readonly buckets: readonly RegionalBucket[];
  readonly providers: RegionalProviders;
}

/** The VPC endpoints of an environment, by Region. */
export class Endpoints extends Construct {
  readonly byRegion: ReadonlyMap<string, EndpointInRegion>;

  constructor(
    scope: Construct,
    id: string,
    { environment, accessPoint, otherAccessPoints, buckets, providers }: EndpointsParts,
  ) {
    super(scope, id);
    const endpoints = new Map<string, EndpointInRegion>();
    for (const [region, { network }] of Object.entries(environment.regions)) {
      if (!network) continue;
      const provider = providers.in(region);
      const { vpc, endpoint, ...options } = network;
      if (endpoint !== undefined) {
        endpoints.set(region, new ExistingEndpoint(this, region, { endpoint, provider }));
      } else if (vpc !== undefined) {
        endpoints.set(
          region,
          new AccessPointEndpoint(this, region, {
            accessPoint,
            otherAccessPoints,
            buckets,
            name: `${environment.name}-endpoint`,
            provider,
            organization: environment.access?.organization ?? undefined,
            vpc,
            ...options,
          }),
        );
      }
    }
    this.byRegion = endpoints;
  }
}
