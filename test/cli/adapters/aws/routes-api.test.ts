import { kindOf, ServiceError, TransportError } from "../../../../cli/adapters/aws/errors";
import { judge, parseRoutes, submission } from "../../../../cli/adapters/aws/routes-api";
import { UserError } from "../../../../cli/errors";
import { cuts, type OddBody } from "../../failover/matrix/behavior";
import { cut, routesBody } from "../../failover/matrix/bodies";

const whole = routesBody("ap-south-1");

test("a submission names each bucket and its dial, and no Region", () => {
  const routes = [
    { region: "ap-south-1", bucket: "a&b", active: false },
    { region: "us-east-1", bucket: "b", active: true },
  ];
  expect(submission(routes)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>' +
      '<SubmitMultiRegionAccessPointRoutesRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">' +
      "<RouteUpdates>" +
      "<Route><TrafficDialPercentage>0</TrafficDialPercentage><Bucket>a&amp;b</Bucket></Route>" +
      "<Route><TrafficDialPercentage>100</TrafficDialPercentage><Bucket>b</Bucket></Route>" +
      "</RouteUpdates></SubmitMultiRegionAccessPointRoutesRequest>",
  );
});

test.each(["namespace prefix", undefined] as const)("a complete answer is read (%s)", (odd) => {
  expect(parseRoutes(routesBody("ap-south-1", odd)).map(({ region, active }) => [region, active])).toEqual([
    ["ap-south-1", true],
    ["eu-west-1", false],
    ["us-east-1", false],
  ]);
});

test.each(cuts)("an answer that is cut off %s is no routing", (where) => {
  expect(() => parseRoutes(cut(whole, where))).toThrow(ServiceError);
});

test("an answer that is cut off at any byte is no routing", () => {
  for (let length = 0; length < whole.length; length++)
    expect(() => parseRoutes(whole.slice(0, length))).toThrow(ServiceError);
});

test.each<OddBody>(["all passive", "no dial", "a dial without a number", "a Region twice"])(
  "an odd answer is no routing: %s",
  (odd) => {
    expect(() => parseRoutes(routesBody("ap-south-1", odd))).toThrow(ServiceError);
  },
);

test.each<[unknown, string, string]>([
  [new ServiceError(500, "InternalError", ""), "server", "unclear"],
  [new ServiceError(503, "ServiceUnavailable", ""), "server", "unclear"],
  [new ServiceError(503, "SlowDown", ""), "throttled", "later"],
  [new ServiceError(503, "HTTP503", "", false), "foreign", "unclear"],
  [new ServiceError(404, "NoSuchMultiRegionAccessPoint", ""), "missing", "refused"],
  [new ServiceError(404, "HTTP404", "", false), "foreign", "unclear"],
  [new ServiceError(302, "HTTP302", "", false), "foreign", "unclear"],
  [new ServiceError(409, "OperationAborted", ""), "conflict", "conflict"],
  [new ServiceError(403, "AccessDenied", ""), "denied", "refused"],
  [new ServiceError(403, "RequestTimeTooSkewed", ""), "clock", "refused"],
  [new ServiceError(403, "ExpiredToken", ""), "credentials", "final"],
  [new TransportError("broken", "ECONNRESET", true), "unreachable", "unclear"],
  [new TransportError("refused", "ECONNREFUSED", false), "unreachable", "elsewhere"],
])("%s is %s, and %s for an update", (error, kind, failure) => {
  expect([kindOf(error), judge(error)]).toEqual([kind, failure]);
});

test("missing credentials end it", () => {
  expect(judge(new UserError("There are no AWS credentials."))).toBe("final");
});
