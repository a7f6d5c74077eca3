import { Resolver, lookup as systemLookup, type LookupAddress, type LookupOptions } from "node:dns";
import { readFileSync } from "node:fs";

type Callback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** How long an answer for IPv6 may still take after the one for IPv4, in milliseconds. */
const secondFamilyMs = 50;

let resolver: Resolver | undefined;
let hosts: ReadonlyMap<string, LookupAddress[]> | undefined;

/**
 * Resolves names of AWS without getaddrinfo. Its lookups share four threads with all file access, so the names of one
 * Region that never resolve would hold up every other name, and the end of the process.
 */
export function lookup(hostname: string, options: LookupOptions, callback: Callback): void {
  if (!/\.amazonaws\.com(\.cn)?$/i.test(hostname)) return systemLookup(hostname, options, callback);
  const done = (found: readonly LookupAddress[]): void => {
    const first = found[0]!;
    if (options.all) callback(null, [...found]);
    else callback(null, first.address, first.family);
  };
  const listed = hostsFile().get(hostname.toLowerCase());
  if (listed) return void process.nextTick(done, listed);
  resolver ??= new Resolver({ timeout: 1500, tries: 3 });
  const query = (family: 4 | 6): Promise<LookupAddress[]> =>
    new Promise((resolve, reject) => {
      const end = (error: NodeJS.ErrnoException | null, found: string[] = []): void =>
        error ? reject(error) : resolve(found.map((address) => ({ address, family })));
      if (family === 4) resolver!.resolve4(hostname, end);
      else resolver!.resolve6(hostname, end);
    });
  const [four, six] = [query(4), query(6)];
  six.catch(() => undefined);
  four
    .then(async (found) => [...found, ...(await within(secondFamilyMs, six))])
    .catch((error: NodeJS.ErrnoException) =>
      six.catch(() => {
        throw error;
      }),
    )
    .then(done, (error: NodeJS.ErrnoException) => {
      // No answer at all: asking the system would block one of its threads for as long.
      if (error.code === "ETIMEOUT" || error.code === "ECANCELLED")
        callback(Object.assign(error, { code: "EAI_AGAIN", hostname }), "");
      else systemLookup(hostname, options, callback);
    });
}

function within(milliseconds: number, found: Promise<LookupAddress[]>): Promise<LookupAddress[]> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve([]), milliseconds);
    const end = (addresses: LookupAddress[]): void => {
      clearTimeout(timer);
      resolve(addresses);
    };
    found.then(end, () => end([]));
  });
}

function hostsFile(): ReadonlyMap<string, LookupAddress[]> {
  if (hosts) return hosts;
  const found = new Map<string, LookupAddress[]>();
  for (const line of read("/etc/hosts").split("\n")) {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    for (const name of names) {
      const entry = { address, family: address.includes(":") ? 6 : 4 };
      found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), entry]);
    }
  }
  return (hosts = found);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
