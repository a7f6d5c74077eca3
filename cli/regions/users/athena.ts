/** Queries for Amazon Athena that find requests through an access point. */

export interface QueryTarget {
  readonly host: string;
  readonly arn: string;
  readonly since: Date;
}

const CALLERS = 100;

/** For the table that the CloudTrail console creates ("Create Athena table"). */
export function trailQuery({ host, arn, since }: QueryTarget, table = "cloudtrail_logs"): string {
  return `SELECT useridentity.arn AS caller, eventname, sourceipaddress, useragent, count(*) AS requests, max(eventtime) AS last
FROM ${table}
WHERE eventsource = 's3.amazonaws.com'
  AND eventtime >= '${iso(since)}'
  AND (json_extract_scalar(requestparameters, '$.Host') = '${host}'
    OR tlsdetails.clientprovidedhostheader = '${host}'
    OR any_match(resources, r -> r.arn = '${arn}'))
GROUP BY useridentity.arn, eventname, sourceipaddress, useragent
ORDER BY last DESC
LIMIT ${CALLERS}`;
}

/** For the table of the Amazon S3 User Guide, "Querying access logs for requests by using Amazon Athena". */
export function accessLogQuery(
  { host, since }: QueryTarget,
  table = "s3_access_logs_db.mybucket_logs",
): string {
  return `SELECT requester AS caller, operation, remoteip, useragent, count(*) AS requests, max(parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')) AS last
FROM ${table}
WHERE endpoint = '${host}'
  AND parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z') >= from_iso8601_timestamp('${iso(since)}')
GROUP BY requester, operation, remoteip, useragent
ORDER BY last DESC
LIMIT ${CALLERS}`;
}

function iso(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
