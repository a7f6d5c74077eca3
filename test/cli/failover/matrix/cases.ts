/** The runs of the matrix: every group of faults at each control Region alone, and every pair of groups. */
import { controlRegions } from "../../../../cli/access-point/control-regions";
import { cuts, type Behavior, type OddBody, type Reply } from "./behavior";
import type { DataPlane } from "./data-plane";
import type { Routing } from "./world";

export interface Case {
  readonly name: string;
  /** The routings so far, the oldest first. @default ap-south-1 */
  readonly history?: readonly Routing[];
  readonly behaviors?: Readonly<Record<string, Behavior>>;
  readonly lagSeconds?: Readonly<Record<string, number>>;
  readonly stepSeconds?: Readonly<Record<string, number>>;
  readonly data?: DataPlane;
  readonly command?: "failover" | "failback" | "routes";
  /** The active Region that is asked for. @default us-east-1 */
  readonly to?: Routing;
  readonly flags: readonly string[];
  /** A signal as soon as standard error or standard output contains this text. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly at: string };
  /** Somebody else sets this routing as soon as an update has arrived, this many seconds later. */
  readonly elsewhere?: { readonly routing: Routing; readonly afterSeconds: number };
  /** Called with everything that the process has printed so far. */
  readonly onOutput?: (heard: string) => void;
  /** Exit statuses that are right. @default any that the oracle lets pass */
  readonly status?: readonly number[];
}

const emergency = ["--yes", "--force", "--no-wait", "--request-timeout", "3"];
/** Long enough for a busy machine. */
const waiting = ["--yes", "--force", "--timeout", "60", "--request-timeout", "3"];
const planned = ["--yes", "--timeout", "60", "--request-timeout", "3"];
/** For a Region that lags behind forever. */
const briefly = (flags: readonly string[]): readonly string[] =>
  flags.includes("--timeout") ? [...flags, "--timeout", "12"] : flags;

const replies: Readonly<Record<string, Reply>> = {
  "500": { status: 500, code: "InternalError" },
  "502 as HTML": { status: 502, form: "html" },
  "503 without a code": { status: 503, form: "empty" },
  "503 ServiceUnavailable": { status: 503, code: "ServiceUnavailable" },
  "504 as HTML": { status: 504, form: "html" },
  "200 as HTML": { status: 200, form: "html" },
  "403 as HTML": { status: 403, form: "html" },
};

/** An update that has no clear answer. */
const unclear: Record<string, NonNullable<Behavior["submit"]>> = {};
for (const [text, reply] of Object.entries(replies))
  for (const effectSeconds of [0, 1, 2, 5, "never"] as const)
    unclear[`${text}, in effect after ${effectSeconds} s`] = { reply, effectSeconds };
for (const effectSeconds of [0, 1, 3, 5, "never"] as const) {
  unclear[`no answer, in effect after ${effectSeconds} s`] = { silent: true, effectSeconds };
  unclear[`the connection broken, in effect after ${effectSeconds} s`] = { broken: true, effectSeconds };
}
for (const seconds of [1, 1.5, 3, 4])
  unclear[`answered and in effect after ${seconds} s`] = { delaySeconds: seconds, effectSeconds: seconds };
for (const effectSeconds of [0, 1, 5])
  unclear[`repeated by a gateway, in effect after ${effectSeconds} s`] = { repeated: true, effectSeconds };

const odd: readonly OddBody[] = [
  "namespace prefix",
  "all passive",
  "a route left out",
  "no dial",
  "a dial without a number",
  "a Region twice",
];

/** A reading that is no answer, or no complete one. */
const unread: Record<string, NonNullable<Behavior["read"]>> = {};
for (const cut of cuts) unread[`cut: ${cut}`] = { cut };
for (const one of odd) unread[`odd: ${one}`] = { odd: one };
for (const status of [301, 302, 307])
  unread[`redirected (${status})`] = { reply: { status, form: "html", location: "https://portal.example/" } };
for (const status of [400, 403, 404, 409, 500, 502, 503])
  unread[`${status} as HTML`] = { reply: { status, form: "html" } };
unread["404 as AWS says it"] = {
  reply: { status: 404, code: "NoSuchMultiRegionAccessPoint", message: "No such one." },
};
unread["400 as AWS says it"] = { reply: { status: 400, code: "InvalidRequest" } };
unread["409 as AWS says it"] = { reply: { status: 409, code: "OperationAborted" } };
unread["200 as HTML"] = { reply: { status: 200, form: "html" } };
unread["no answer"] = { silent: true };

const connection: Record<string, Behavior> = {
  silent: { connection: "silent" },
  refused: { connection: "refused" },
  "ending in the handshake": { connection: "broken handshake" },
  "slow by 0.6 s": { delaySeconds: 0.6 },
};

const lags = [1, 5, 30, Infinity];

/** One thing that a control Region can do wrong. */
interface Fault {
  readonly text: string;
  readonly behavior: Behavior;
  readonly lagSeconds?: number;
}

function group(part: "update" | "reading", pattern: RegExp): Fault[] {
  const named = (text: string): string => `${part}: ${text}`;
  return part === "update"
    ? Object.entries(unclear)
        .filter(([text]) => pattern.test(text))
        .map(([text, submit]) => ({ text: named(text), behavior: { submit } }))
    : Object.entries(unread)
        .filter(([text]) => pattern.test(text))
        .map(([text, read]) => ({ text: named(text), behavior: { read } }));
}

/** Everything that one control Region can do wrong, by what the program has to make of it. */
export const groups: ReadonlyArray<readonly Fault[]> = [
  group("update", /^50/),
  group("update", /^[24]/),
  group("update", /^no answer/),
  group("update", /^the connection/),
  group("update", /^answered/),
  group("update", /^repeated/),
  group("reading", /^cut/),
  group("reading", /^odd/),
  group("reading", /^redirected/),
  group("reading", /as HTML$/),
  group("reading", /as AWS says it$/),
  group("reading", /^no answer/),
  ...Object.entries(connection).map(([text, behavior]) => [{ text: `connection: ${text}`, behavior }]),
  lags.map((lagSeconds) => ({ text: `${lagSeconds} s behind`, behavior: {}, lagSeconds })),
];

function lag(seconds: number, regions: readonly string[]): Record<string, number> {
  return Object.fromEntries(regions.map((region) => [region, seconds]));
}

const every = (behavior: Behavior): Record<string, Behavior> =>
  Object.fromEntries(controlRegions.map((region) => [region, behavior]));

/** An update is sent to the Region that answered most quickly: the other Regions take their time. */
function askedInThisOrder(...faults: ReadonlyArray<readonly [string, Fault]>): Record<string, Behavior> {
  const updating = faults.filter(([, { behavior }]) => behavior.submit).map(([region]) => region);
  const delay = (region: string): Behavior => {
    const place = updating.indexOf(region);
    const delaySeconds = updating.length === 0 ? 0 : 0.25 * (place < 0 ? updating.length : place);
    return delaySeconds > 0 ? { delaySeconds } : {};
  };
  const own = new Map(faults);
  return Object.fromEntries(
    controlRegions.map((region) => [region, { ...delay(region), ...own.get(region)?.behavior }]),
  );
}

function faulty(flags: readonly string[], ...faults: ReadonlyArray<readonly [string, Fault]>): Case {
  const late = faults.filter(([, { lagSeconds }]) => lagSeconds !== undefined);
  return {
    name: faults.map(([region, { text }]) => `${region}: ${text}`).join("; "),
    history: ["eu-west-1", "ap-south-1"],
    behaviors: askedInThisOrder(...faults),
    lagSeconds: Object.fromEntries(late.map(([region, { lagSeconds }]) => [region, lagSeconds!])),
    flags: late.length > 0 ? briefly(flags) : flags,
    // At least three control Regions do what they are asked.
    status: [0],
  };
}

const kinds = [emergency, waiting, emergency, planned];

/** Every group at each control Region, and every fault of it at one. */
const singles: readonly Case[] = groups.flatMap((faults, nth) =>
  Array.from({ length: Math.max(faults.length, controlRegions.length) }, (_, index) =>
    faulty(kinds[(nth + index) % kinds.length]!, [
      controlRegions[(nth + index) % controlRegions.length]!,
      faults[index % faults.length]!,
    ]),
  ),
);

const places = controlRegions.flatMap((a) =>
  controlRegions.filter((b) => b !== a).map((b) => [a, b] as const),
);

/** Every group with every group, at two control Regions that change with each case. */
const pairs: readonly Case[] = groups
  .flatMap((one, nth) => groups.slice(nth).map((other) => [one, other] as const))
  .map(([one, other], index) => {
    const [a, b] = places[(index * 7) % places.length]!;
    return faulty(
      kinds[index % kinds.length]!,
      [a, one[index % one.length]!],
      [b, other[(index * 3 + 1) % other.length]!],
    );
  });

/** The first Region that is asked at fault: it carries the update. */
function first(flags: readonly string[]): Case[] {
  return Object.entries(unclear).map(([text, submit]) => ({
    name: `the first to be asked: ${text}`,
    behaviors: { "us-east-1": { submit } },
    flags,
    status: [0],
  }));
}

function lagging(flags: readonly string[]): Case[] {
  const sets = [
    ...controlRegions.map((one) => [one]),
    ["us-east-1", "eu-west-1"],
    ["us-west-2", "us-east-1"],
  ];
  return lags.flatMap((seconds, n) =>
    sets
      .filter((_, index) => flags === emergency || index % 3 === n % 3)
      .map((regions) => ({
        name: `${regions.join(" and ")} ${seconds} s behind`,
        history: ["eu-west-1", "ap-south-1"],
        lagSeconds: lag(seconds, regions),
        flags,
        status: [0],
      })),
  );
}

const special: readonly Case[] = [
  { name: "nothing at fault, in an emergency", flags: emergency, status: [0] },
  { name: "nothing at fault, with a wait", flags: waiting, status: [0] },
  { name: "nothing at fault, with a preflight", flags: planned, status: [0] },
  { name: "nothing at fault, as JSON", flags: [...planned, "--json"], status: [0] },
  { name: "nothing to do", history: ["ap-south-1", "us-east-1"], flags: planned, status: [0] },
  {
    name: "nothing to do, say four; one does not answer",
    history: ["ap-south-1", "us-east-1"],
    behaviors: { "eu-west-1": { read: { silent: true } } },
    flags: planned,
    status: [0],
  },
  ...controlRegions.map((region): Case => ({
    name: `nothing to do, says ${region}, which is out of date`,
    history: ["us-east-1", "ap-south-1"],
    lagSeconds: { [region]: Infinity },
    flags: briefly(planned),
    status: [0],
  })),
  { name: "nothing to do, forced", history: ["ap-south-1", "us-east-1"], flags: waiting, status: [0] },
  {
    name: "dials become visible one by one",
    stepSeconds: lag(1, controlRegions),
    flags: waiting,
    status: [0],
  },
  {
    name: "dials become visible one by one, without a wait",
    stepSeconds: lag(3, controlRegions),
    flags: emergency,
  },
  {
    name: "throttled for a while",
    behaviors: every({
      read: { reply: { status: 503, code: "SlowDown" }, seconds: 2.5 },
      submit: { reply: { status: 503, code: "SlowDown" }, effectSeconds: "never", seconds: 4.5 },
    }),
    flags: emergency,
    status: [0],
  },
  ...[1, 3].map((effectSeconds): Case => ({
    name: `repeated by a gateway, in effect ${effectSeconds} s later, while somebody else changes the routing`,
    behaviors: { "us-east-1": { submit: { repeated: true, effectSeconds, meanwhile: "eu-west-1" } } },
    flags: emergency,
    status: [0],
  })),
  {
    name: "throttled for a while; one does not answer",
    behaviors: {
      ...every({ read: { reply: { status: 503, code: "SlowDown" }, seconds: 2.5 } }),
      "us-east-1": { connection: "silent" },
    },
    flags: [...emergency, "--request-timeout", "10"],
    status: [0],
  },
  ...(["silent", "refused", "broken handshake"] as const).map((connection): Case => ({
    name: `no way to AWS for 1 s (${connection})`,
    behaviors: every({ connection, connectionSeconds: 1 }),
    flags: emergency,
    ...(connection !== "silent" && { status: [0] }),
  })),
  {
    name: "all control Regions answer with HTML",
    behaviors: every({ read: { reply: { status: 200, form: "html" } } }),
    flags: emergency,
    status: [1],
  },
  {
    name: "all updates answered with 500, and not carried out",
    behaviors: every({ submit: { reply: { status: 500, code: "InternalError" }, effectSeconds: "never" } }),
    flags: emergency,
    status: [3],
  },
  {
    name: "all updates refused",
    behaviors: every({ submit: { reply: { status: 403, code: "AccessDenied" }, effectSeconds: "never" } }),
    flags: emergency,
    status: [1],
  },
  {
    name: "somebody else changes it after the update",
    elsewhere: { routing: "eu-west-1", afterSeconds: 0.2 },
    data: { delaySeconds: 0.5 },
    flags: waiting,
    status: [3],
  },
  {
    name: "no permission to list versions",
    data: { listing: { status: 403, code: "AccessDenied" } },
    flags: waiting,
    status: [0],
  },
  {
    name: "the data plane takes 4 s for each answer",
    data: { delaySeconds: 4 },
    flags: [...waiting, "--timeout", "30"],
    status: [0],
  },
  {
    name: "replication faster than the listing",
    data: { replicationSeconds: 0 },
    flags: waiting,
    status: [0],
  },
  {
    name: "the canary's deletion is never answered",
    data: { silentDelete: true },
    flags: waiting,
    status: [0],
  },
  {
    name: "CloudWatch throttled",
    data: {
      reply: (host) =>
        host.startsWith("monitoring.") ? { status: 400, code: "ThrottlingException" } : undefined,
    },
    flags: planned,
    status: [0],
  },
  {
    name: "CloudWatch and the buckets forbidden",
    data: {
      reply: (host) =>
        /^monitoring\.|\.s3\./.test(host) ? { status: 403, code: "AccessDenied" } : undefined,
    },
    flags: planned,
    status: [0],
  },
  {
    name: "the name's lookup redirected",
    data: { nameLookup: { status: 302, form: "html", location: "https://portal.example/" } },
    flags: emergency,
    status: [0],
  },
  {
    name: "the name's lookup as HTML",
    data: { nameLookup: { status: 200, form: "html" } },
    flags: emergency,
    status: [0],
  },
  {
    name: "the name's lookup forbidden",
    data: { nameLookup: { status: 403, code: "AccessDenied" } },
    flags: emergency,
    status: [0],
  },
  ...(["SIGINT", "SIGTERM", "SIGHUP"] as const).flatMap((name): Case[] => [
    { name: `${name} at once`, signal: { name, at: "Looking for" }, flags: planned },
    {
      name: `${name} in the preflight`,
      signal: { name, at: "before anything is changed" },
      data: { delaySeconds: 1 },
      flags: planned,
      status: [1],
    },
    {
      name: `${name} while the update is out`,
      signal: { name, at: "Submitting" },
      behaviors: every({ submit: { silent: true, effectSeconds: 1 } }),
      flags: emergency,
    },
    {
      name: `${name} after the confirmation`,
      signal: { name, at: "does no harm" },
      data: { delaySeconds: 1.5 },
      flags: waiting,
      status: [0],
    },
  ]),
];

/** The runs of `npm run test:long`: 400 of them. */
export const long: readonly Case[] = [
  ...special,
  ...singles,
  ...pairs,
  ...lagging(emergency),
  ...lagging(briefly(waiting)),
  ...first(waiting),
].slice(0, 400);

/** The runs of `npm test`: 60 of them, each kind of fault at least once. */
export const short: readonly Case[] = [
  ...special
    .filter(({ name, data, signal }) => !signal && data?.delaySeconds !== 4 && !/says [ae]/.test(name))
    .slice(0, 27),
  ...every_(
    special.filter(({ signal }) => signal),
    5,
  ),
  ...every_(singles, 8),
  ...every_(lagging(emergency), 6),
  ...every_(pairs, 11),
].slice(0, 60);

function every_(cases: readonly Case[], nth: number): Case[] {
  return cases.filter((_, index) => index % nth === 0);
}
