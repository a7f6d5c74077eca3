import { account, arn, members, type Routing } from "./world";
import type { Cut, OddBody, Reply } from "./behavior";

const declaration = `<?xml version="1.0" encoding="UTF-8"?>\n`;

export const html = "<!DOCTYPE html><html><head><title>Blocked</title></head><body><p>Not here</body></html>";

/** The routes as AWS reports them, or an odd form of them. */
export function routesBody(routing: Routing, odd?: OddBody): string {
  const active = routing.split(",");
  const p = odd === "namespace prefix" ? "s3:" : "";
  const dial = (region: string): string =>
    odd === "all passive"
      ? "0"
      : odd === "a dial without a number"
        ? ""
        : active.includes(region)
          ? "100"
          : "0";
  const regions = Object.keys(members);
  const listed =
    odd === "a route left out"
      ? regions.slice(0, -1)
      : odd === "a Region twice"
        ? [...regions, regions[0]!]
        : regions;
  const routes = listed.map(
    (region) =>
      `<${p}Route><${p}Bucket>${members[region]}</${p}Bucket><${p}Region>${region}</${p}Region>` +
      (odd === "no dial" ? "" : `<${p}TrafficDialPercentage>${dial(region)}</${p}TrafficDialPercentage>`) +
      `</${p}Route>`,
  );
  const namespace = `xmlns${p && ":s3"}="http://awss3control.amazonaws.com/doc/2018-08-20/"`;
  return (
    `${declaration}<${p}GetMultiRegionAccessPointRoutesResult ${namespace}><${p}Mrap>${arn}</${p}Mrap>` +
    `<${p}Routes>${routes.join("")}</${p}Routes></${p}GetMultiRegionAccessPointRoutesResult>`
  );
}

export function cut(body: string, where: Cut): string {
  const from = (text: string, after = 0, nth = 1): string => {
    let index = -1;
    for (let n = 0; n < nth; n++) index = body.indexOf(text, index + 1);
    return body.slice(0, index + after);
  };
  switch (where) {
    case "nothing":
      return "";
    case "in the declaration":
      return body.slice(0, 12);
    case "in the root element":
      return from("<GetMulti", 12);
    case "before the first route":
      return from("<Route>");
    case "in a Region":
      return from("<Region>", 11, 2);
    case "in a dial":
      return from("<TrafficDialPercentage>", 24, 1);
    case "after the second route":
      return from("</Route>", "</Route>".length, 2);
    case "after the routes":
      return from("</Routes>", "</Routes>".length);
    case "before the last character":
      return body.slice(0, -1);
  }
}

export function errorBody({ form = "aws", code = "InternalError", message = "An error." }: Reply): string {
  if (form === "html") return html;
  if (form === "empty") return "";
  return `${declaration}<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error><RequestId>R</RequestId></ErrorResponse>`;
}

export function accessPointBody(): string {
  const regions = Object.entries(members).map(
    ([region, bucket]) =>
      `<Region><Bucket>${bucket}</Bucket><Region>${region}</Region><BucketAccountId>${account}</BucketAccountId></Region>`,
  );
  return (
    `${declaration}<GetMultiRegionAccessPointResult><AccessPoint><Name>shop</Name><Alias>${arn.split("/")[1]}</Alias>` +
    `<Status>READY</Status><Regions>${regions.join("")}</Regions></AccessPoint></GetMultiRegionAccessPointResult>`
  );
}
