import { hostOf } from "../../../../cli/access-point/host";
import { timeOfKey, useInLine } from "../../../../cli/regions/users/access-log";
import { accessLogQuery, trailQuery } from "../../../../cli/regions/users/athena";
import { recordsObjects } from "../../../../cli/regions/users/search";
import { dayPrefix, usesInFile } from "../../../../cli/regions/users/trail-log";
import { Callers } from "../../../../cli/regions/users/use";

const alias = "mfzwi23gnjvgw.mrap";
const host = hostOf(alias);
const arn = `arn:aws:s3::123456789012:accesspoint/${alias}`;

/** In the format of the Amazon S3 User Guide. */
const line = (
  hostHeader: string,
  { agent = '"aws-sdk-js/3"', key = "a.jpg", uri = '"GET /a.jpg HTTP/1.1"' } = {},
) =>
  `79a59df900b949e5 photos-ireland [06/Feb/2026:00:00:38 +0000] 192.0.2.3 arn:aws:sts::123456789012:assumed-role/reader/session 3E57427F3EXAMPLE REST.GET.OBJECT ${key} ${uri} 200 - 113 113 7 6 "-" ${agent} - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4A ECDHE-RSA-AES128-GCM-SHA256 AuthHeader ${hostHeader} TLSv1.2 ${arn} Yes`;

test("a line of a server access log has its caller", () => {
  expect(useInLine(line(host), host)).toEqual({
    time: new Date("2026-02-06T00:00:38Z"),
    caller: "arn:aws:sts::123456789012:assumed-role/reader/session",
    operation: "REST.GET.OBJECT",
    address: "192.0.2.3",
    agent: "aws-sdk-js/3",
  });
});

test.each([
  ["a request to the bucket", line("photos-ireland.s3.eu-west-1.amazonaws.com")],
  ["the host in the key only", line("photos-ireland.s3.eu-west-1.amazonaws.com", { key: host })],
  ["another access point", line(hostOf("another.mrap"))],
  ["a line that is cut off", line(host).slice(0, 60)],
  ["an empty line", ""],
])("%s does not count", (_, text) => {
  expect(useInLine(text, host)).toBeUndefined();
});

test.each([
  ["quotes", '"a \\"quoted\\" agent"'],
  ["spaces", '"Mozilla/5.0 (X11; Linux) [en]"'],
  ["no agent", '"-"'],
])("an agent with %s does not shift the fields", (_, agent) => {
  expect(useInLine(line(host, { agent }), host)).toBeDefined();
});

test("the name of a log object has its time", () => {
  const key = "photos/eu-west-1/2026-02-06-00-17-42-5BF5C5A5C5A5C5A5";
  expect(timeOfKey(key, "photos/eu-west-1/")).toEqual(new Date("2026-02-06T00:17:42Z"));
  expect(timeOfKey("photos/eu-west-1/other.txt", "photos/eu-west-1/")).toBeUndefined();
});

const event = (more: object) => ({
  eventTime: "2026-02-06T00:00:38Z",
  eventSource: "s3.amazonaws.com",
  eventName: "GetObject",
  sourceIPAddress: "192.0.2.3",
  userAgent: "[aws-sdk-js/3]",
  userIdentity: { type: "AssumedRole", arn: "arn:aws:sts::123456789012:assumed-role/reader/session" },
  ...more,
});

test.each([
  ["the Host parameter", { requestParameters: { Host: host, key: "a" } }],
  ["two Host parameters", { requestParameters: { Host: [host, host] } }],
  ["the host of TLS", { requestParameters: null, tlsDetails: { clientProvidedHostHeader: host } }],
  ["the ARN", { resources: [{ ARN: "arn:aws:s3:::photos/a" }, { ARN: arn }] }],
  ["the ARN of an object", { resources: [{ ARN: `${arn}/object/a` }] }],
])("a CloudTrail event is recognized by %s", (_, more) => {
  const json = JSON.stringify({ Records: [event(more), event({ resources: null }), { eventSource: "ec2" }] });
  expect(usesInFile(json, host, arn)).toEqual([
    {
      time: new Date("2026-02-06T00:00:38Z"),
      caller: "arn:aws:sts::123456789012:assumed-role/reader/session",
      operation: "GetObject",
      address: "192.0.2.3",
      agent: "aws-sdk-js/3",
    },
  ]);
});

test("the folder of a day has the form of the trail", () => {
  const day = new Date("2026-02-06T23:59:59Z");
  expect(dayPrefix({ account: "123456789012" }, "eu-west-1", day)).toBe(
    "AWSLogs/123456789012/CloudTrail/eu-west-1/2026/02/06/",
  );
  expect(
    dayPrefix({ prefix: "logs", account: "123456789012", organization: "o-a1b2c3d4e5" }, "eu-west-1", day),
  ).toBe("logs/AWSLogs/o-a1b2c3d4e5/123456789012/CloudTrail/eu-west-1/2026/02/06/");
});

test("only a trail with data events of objects can be searched", () => {
  const objects = { Type: "AWS::S3::Object", Values: ["arn:aws:s3"] };
  expect(recordsObjects({ EventSelectors: [{ DataResources: [objects] }] } as never)).toBe(true);
  expect(recordsObjects({ EventSelectors: [{ IncludeManagementEvents: true }] })).toBe(false);
  const advanced = (Equals: string[]) => ({
    AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "resources.type", Equals }] }],
  });
  expect(recordsObjects(advanced(["AWS::S3::Object"]))).toBe(true);
  expect(recordsObjects(advanced(["AWS::Lambda::Function"]))).toBe(false);
});

test("callers are counted, the latest first", () => {
  const callers = new Callers();
  const use = { operation: "GetObject", address: "192.0.2.3", agent: "sdk" };
  callers.add({ ...use, caller: "old", time: new Date(1) });
  callers.add({ ...use, caller: "new", time: new Date(3) });
  callers.add({ ...use, caller: "old", time: new Date(2), operation: "PutObject", address: "192.0.2.4" });
  expect(callers.requests).toBe(3);
  expect(callers.list.map(({ caller, requests }) => [caller, requests])).toEqual([
    ["new", 1],
    ["old", 2],
  ]);
  expect(callers.list[1]).toMatchObject({ operations: ["GetObject", "PutObject"], address: "192.0.2.4" });
});

// Both were parsed with the Athena grammar of node-sql-parser. Parse them again after a change.
test("the queries for Athena name the fields of the tables in AWS's documentation", () => {
  const target = { host, arn, since: new Date("2026-02-05T12:00:00Z") };
  expect(trailQuery(target))
    .toBe(`SELECT useridentity.arn AS caller, eventname, sourceipaddress, useragent, count(*) AS requests, max(eventtime) AS last
FROM cloudtrail_logs
WHERE eventsource = 's3.amazonaws.com'
  AND eventtime >= '2026-02-05T12:00:00Z'
  AND (json_extract_scalar(requestparameters, '$.Host') = '${host}'
    OR tlsdetails.clientprovidedhostheader = '${host}'
    OR any_match(resources, r -> r.arn = '${arn}'))
GROUP BY useridentity.arn, eventname, sourceipaddress, useragent
ORDER BY last DESC
LIMIT 100`);
  expect(accessLogQuery(target)).toContain(`WHERE endpoint = '${host}'
  AND parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z') >= from_iso8601_timestamp('2026-02-05T12:00:00Z')`);
});
