/** One Region of an access point, and whether traffic is routed to it. */
export interface Route {
  readonly region: string;
  readonly bucket: string;
  readonly active: boolean;
}

/** The routing of one access point at any of the control Regions. */
export interface RoutesApi {
  read(controlRegion: string, signal: AbortSignal): Promise<Route[]>;
  /** @param onSent called as soon as the request may reach AWS: from then on it may take effect */
  submit(
    controlRegion: string,
    routes: readonly Route[],
    signal: AbortSignal,
    onSent?: () => void,
  ): Promise<void>;
}

/** The routing that makes exactly these Regions active. */
export function withActive(routes: readonly Route[], active: readonly string[]): Route[] {
  return routes.map((route) => ({ ...route, active: active.includes(route.region) }));
}

export function sameRouting(a: readonly Route[], b: readonly Route[]): boolean {
  const key = (routes: readonly Route[]): string =>
    routes
      .map(({ region, active }) => `${region}=${active}`)
      .sort()
      .join();
  return key(a) === key(b);
}

/** Both list the same members, whatever their routing. */
export function sameMembers(a: readonly Route[], b: readonly Route[]): boolean {
  const key = (routes: readonly Route[]): string =>
    routes
      .map(({ region, bucket }) => `${region}=${bucket}`)
      .sort()
      .join();
  return key(a) === key(b);
}

export function activeRegions(routes: readonly Route[]): string[] {
  return routes.filter((route) => route.active).map((route) => route.region);
}

export function passiveRegions(routes: readonly Route[]): string[] {
  return routes.filter((route) => !route.active).map((route) => route.region);
}

/** The Regions whose routing differs, with what it becomes. */
export function changes(from: readonly Route[], to: readonly Route[]): Route[] {
  return to.filter((route) => from.find(({ region }) => region === route.region)?.active !== route.active);
}

/** For people: `us-east-1 active, ap-south-1 passive`. */
export function describeRouting(routes: readonly Route[]): string {
  const active = activeRegions(routes).map((region) => `${region} active`);
  const passive = passiveRegions(routes).map((region) => `${region} passive`);
  return [...active, ...passive].join(", ");
}

/** The initial routing that an environment file declares, for the members that the access point has. */
export function initialRouting(
  environment: { readonly regions: Readonly<Record<string, { readonly routing?: string }>> },
  routes: readonly Route[],
): Route[] {
  return routes.map((route) => ({
    ...route,
    active: environment.regions[route.region]?.routing === "active",
  }));
}
