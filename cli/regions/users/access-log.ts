/** Server access logs of S3. The Host header of a request through an access point is the host of its alias. Ledger: log-host */
import type { Use } from "./use";

/** A field: in brackets, in quotes, or up to the next space. S3 writes a quote within a field as it came. */
const FIELD = /\[[^\]]*\]|"(?:[^"\\]|\\.)*"(?= |$)|[^ ]+/g;

/** The positions of the fields. Source: Amazon S3 User Guide, "Amazon S3 server access log format". */
const AT = { time: 2, address: 3, requester: 4, operation: 6, agent: 16, host: 22 };

/** The request of a line, if it came through the host. */
export function useInLine(line: string, host: string): Use | undefined {
  // Most lines belong to other hosts.
  if (!line.includes(host)) return undefined;
  const fields = line.match(FIELD) ?? [];
  const time = timeOf(fields[AT.time] ?? "");
  if (time === undefined || fields[AT.host]?.toLowerCase() !== host) return undefined;
  const of = (index: number): string => (fields[index] ?? "-").replace(/^"|"$/g, "");
  return {
    time,
    caller: of(AT.requester),
    operation: of(AT.operation),
    address: of(AT.address),
    agent: of(AT.agent),
  };
}

/** `[06/Feb/2026:00:00:38 +0000]` */
function timeOf(field: string): Date | undefined {
  const found = /^\[(\d{2})\/(\w{3})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})\]$/.exec(field);
  if (found === null) return undefined;
  const [, day, month, year, clock, zone] = found;
  const time = new Date(`${day} ${month} ${year} ${clock} ${zone}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** The hour of a log object, from its key: `PREFIX2026-02-06-00-00-38-ID`. */
export function timeOfKey(key: string, prefix: string): Date | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})-(\d{2})-/.exec(key.slice(prefix.length));
  if (found === null) return undefined;
  const time = new Date(`${found[1]}T${found[2]}:${found[3]}:${found[4]}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
