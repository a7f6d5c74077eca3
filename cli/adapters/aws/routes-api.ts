import type { Failure } from "../../access-point/failover-controls-types";
import type { Route, RoutesApi } from "../../access-point/routing";
import { UserError } from "../../errors";
import { escapeXml } from "../../text/xml";
import type { Aws } from "./aws";
import { kindOf, ServiceError, TransportError } from "./errors";
import { child, childText, parseXml, type XmlElement } from "./xml-answer";

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
      const reply = await aws.send({ ...request(region), method: "GET" }, { signal });
      return parseRoutes(reply.body);
    },
    async submit(region, routes, signal, onSent) {
      const { headers, ...rest } = request(region);
      const reply = await aws.send(
        {
          ...rest,
          method: "PATCH",
          headers: { ...headers, "content-type": "application/xml" },
          body: submission(routes),
        },
        { signal, ...(onSent && { onSent }) },
      );
      // AWS answers without a body. A page of a proxy does not say that the update was accepted.
      if (
        reply.body.trim() !== "" &&
        !parseXml(reply.body)?.name.startsWith("SubmitMultiRegionAccessPointRoutes")
      )
        throw notFromAws();
    },
  };
}

/**
 * All routes in one update: there is no moment without an active Region. Each route names its bucket alone, as in
 * AWS's own examples: the endpoint does not accept a Region beside it.
 */
export function submission(routes: readonly Route[]): string {
  const route = ({ bucket, active }: Route): string =>
    `<Route><TrafficDialPercentage>${active ? 100 : 0}</TrafficDialPercentage>` +
    `<Bucket>${escapeXml(bucket)}</Bucket></Route>`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>` +
    `<SubmitMultiRegionAccessPointRoutesRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">` +
    `<RouteUpdates>${routes.map(route).join("")}</RouteUpdates></SubmitMultiRegionAccessPointRoutesRequest>`
  );
}

/**
 * Reads a routing.
 * @throws ServiceError for anything but a complete answer: one that is cut off, or that leaves out a field, or in
 * which no Region is active
 */
export function parseRoutes(xml: string): Route[] {
  const root = parseXml(xml);
  const routes = root && child(root, "Routes")?.children.map(parseRoute);
  const whole =
    routes !== undefined &&
    routes.every((route) => route !== undefined) &&
    new Set(routes.map(({ region }) => region)).size === routes.length &&
    routes.some(({ active }) => active);
  if (!whole) throw notFromAws();
  return routes.sort((a, b) => a.region.localeCompare(b.region));
}

function parseRoute(element: XmlElement): Route | undefined {
  const [bucket, region, dial] = ["Bucket", "Region", "TrafficDialPercentage"].map((name) =>
    childText(element, name),
  );
  if (element.name !== "Route" || !bucket || !region || !/^\d{1,3}$/.test(dial ?? "")) return undefined;
  return { bucket, region, active: Number(dial) > 0 };
}

function notFromAws(): ServiceError {
  return new ServiceError(200, "HTTP200", "", false);
}

/** How a failure at a control Region is to be taken, by its kind. */
export function judge(error: unknown): Failure {
  if (error instanceof UserError) return "final";
  switch (kindOf(error)) {
    case "credentials":
      return "final";
    case "throttled":
      return "later";
    case "conflict":
      return "conflict";
    case "clock":
    case "denied":
    case "missing":
    case "refused":
      return "refused";
    case "server":
    case "foreign":
      // AWS, or what stands between, failed after it had the request.
      return "unclear";
    case "unreachable":
      return error instanceof TransportError && error.sent ? "unclear" : "elsewhere";
  }
}
