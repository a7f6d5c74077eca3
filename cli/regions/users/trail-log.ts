/** CloudTrail data events of S3. Three fields tell that a request came through an access point. Ledger: log-host */
import type { Use } from "./use";

interface Event {
  readonly eventTime?: string;
  readonly eventSource?: string;
  readonly eventName?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly userIdentity?: { readonly arn?: string; readonly invokedBy?: string; readonly type?: string };
  readonly requestParameters?: { readonly Host?: unknown } | null;
  readonly tlsDetails?: { readonly clientProvidedHostHeader?: string };
  readonly resources?: ReadonlyArray<{ readonly ARN?: string }> | null;
}

/**
 * The requests through an access point in one log file.
 * @throws SyntaxError if the file is not JSON
 */
export function usesInFile(json: string, host: string, arn: string): Use[] {
  const { Records = [] } = JSON.parse(json) as { Records?: readonly Event[] };
  return Records.flatMap((event): Use[] => {
    const { eventTime, eventSource, eventName, userIdentity } = event;
    if (eventSource !== "s3.amazonaws.com" || !isThrough(event, host, arn)) return [];
    const caller = userIdentity?.arn ?? userIdentity?.invokedBy ?? userIdentity?.type;
    const time = new Date(eventTime ?? "");
    if (Number.isNaN(time.getTime())) return [];
    return [
      {
        time,
        caller: caller ?? "-",
        operation: eventName ?? "-",
        address: event.sourceIPAddress ?? "-",
        agent: event.userAgent?.replace(/^\[|\]$/g, "") ?? "-",
      },
    ];
  });
}

function isThrough({ requestParameters, tlsDetails, resources }: Event, host: string, arn: string): boolean {
  // CloudTrail writes an array if a header came twice.
  const hosts = [requestParameters?.Host].flat().concat(tlsDetails?.clientProvidedHostHeader);
  if (hosts.some((one) => typeof one === "string" && one.toLowerCase() === host)) return true;
  return resources?.some(({ ARN }) => ARN === arn || ARN?.startsWith(`${arn}/`)) ?? false;
}

/** The folder of one day, for a trail of an account or of an organization. */
export function dayPrefix(
  { prefix, account, organization }: { prefix?: string; account: string; organization?: string },
  region: string,
  day: Date,
): string {
  const [year, month, date] = day.toISOString().slice(0, 10).split("-");
  return [
    ...(prefix ? [prefix] : []),
    "AWSLogs",
    ...(organization === undefined ? [] : [organization]),
    account,
    "CloudTrail",
    region,
    year,
    month,
    date,
    "",
  ].join("/");
}
