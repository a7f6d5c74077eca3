import type { Aws } from "./aws";
import { escapeXml } from "../../text/xml";
import { unescapeXml } from "../../text/xml";
import type { Failure } from "../../access-point/failover-controls-types";
import { UserError } from "../../errors";
import { kindOf, TransportError } from "./errors";
import type { Route, RoutesApi } from "../../access-point/routing";

/** The routing of one access point, as each control Region serves it. */
export function routesApi(
  aws: Aws,
  accessPoint: { readonly account: string; readonly arn: string },
): RoutesApi {
  const request = (region: string) => ({
    service: "s3" as const,
    md5: true,
    region,
    host: `${accessPoint.account}.s3-control.${region}.amazonaws.com`,
    path: `/v20180820/mrap/instances/${accessPoint.arn.split("/").map(encodeURIComponent).join("/")}/routes`,
    headers: { "x-amz-account-id": accessPoint.account },
  });
  return {
    async read(region, signal) {
      const reply = await aws.send({ ...request(region), method: "GET" }, signal);
      return parseRoutes(reply.body);
    },
    async submit(region, routes, signal) {
      const { headers, ...rest } = request(region);
      await aws.send(
        {
          ...rest,
          method: "PATCH",
          headers: { ...headers, "content-type": "application/xml" },
          body: submission(routes),
        },
        signal,
      );
    },
  };
}

/** All routes in one update: there is no moment without an active Region. */
export function submission(routes: readonly Route[]): string {
  const route = ({ bucket, region, active }: Route): string =>
    `<Route><TrafficDialPercentage>${active ? 100 : 0}</TrafficDialPercentage>` +
    `<Bucket>${escapeXml(bucket)}</Bucket><Region>${escapeXml(region)}</Region></Route>`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>` +
    `<SubmitMultiRegionAccessPointRoutesRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">` +
    `<RouteUpdates>${routes.map(route).join("")}</RouteUpdates></SubmitMultiRegionAccessPointRoutesRequest>`
  );
}

/** @throws where the answer holds no routes: an answer that is not understood must not pass for a routing */
export function parseRoutes(xml: string): Route[] {
  const routes = [...xml.matchAll(/<Route>([\s\S]*?)<\/Route>/g)].map(([, route = ""]) => ({
    bucket: field(route, "Bucket"),
    region: field(route, "Region"),
    active: Number(field(route, "TrafficDialPercentage")) > 0,
  }));
  if (routes.length === 0) throw new Error("the answer holds no routes");
  return routes.sort((a, b) => a.region.localeCompare(b.region));
}

function field(xml: string, name: string): string {
  const value = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  if (value === undefined) throw new Error(`the answer holds a route without ${name}`);
  return unescapeXml(value);
}

/** How a failure at a control Region is to be taken, by its kind. */
export function judge(error: unknown): Failure {
  if (error instanceof UserError) return "final";
  switch (kindOf(error)) {
    case "throttled":
    case "server":
      return "later";
    case "conflict":
      return "conflict";
    case "credentials":
    case "missing":
    case "refused":
      return "final";
    case "denied":
      // A Region that an organization's policy closes is closed; the others may be open.
      return "elsewhere";
    case "unreachable":
      return error instanceof TransportError && error.sent ? "unclear" : "elsewhere";
  }
}
