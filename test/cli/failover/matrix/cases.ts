/** The runs of the matrix: every kind of fault, at each control Region alone and at pairs of them. */
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

const emergency = ["--yes", "--force", "--no-wait", "--request-timeout", "2"];
const waiting = ["--yes", "--force", "--timeout", "12", "--request-timeout", "2"];
/** A preflight on a busy machine may miss an answer and stop the run: the oracle judges what it says then. */
const doneOrStopped = [0, 1];
const planned = ["--yes", "--timeout", "12", "--request-timeout", "2"];

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

/** Everything that one control Region can do wrong. */
export const behaviors: ReadonlyArray<readonly [string, Behavior]> = [
  ...Object.entries(unclear).map(([text, submit]) => [`update: ${text}`, { submit }] as const),
  ...Object.entries(unread).map(([text, read]) => [`reading: ${text}`, { read }] as const),
  ...Object.entries(connection).map(([text, one]) => [`connection: ${text}`, one] as const),
];

const lags = [1, 5, 30, Infinity];

function lag(seconds: number, regions: readonly string[]): Record<string, number> {
  return Object.fromEntries(regions.map((region) => [region, seconds]));
}

const every = (behavior: Behavior): Record<string, Behavior> =>
  Object.fromEntries(controlRegions.map((region) => [region, behavior]));

/** One control Region at fault, which changes with each case; the first that is asked, the second, and so on. */
function single(flags: readonly string[], offset: number): Case[] {
  return behaviors.map(([text, behavior], index) => {
    const region = controlRegions[(index + offset) % controlRegions.length]!;
    return { name: `${region}: ${text}`, behaviors: { [region]: behavior }, flags };
  });
}

/** The first Region that is asked at fault: it carries the update. */
function first(flags: readonly string[]): Case[] {
  return Object.entries(unclear).map(([text, submit]) => ({
    name: `the first to be asked: ${text}`,
    behaviors: { "us-east-1": { submit } },
    flags,
  }));
}

function pairs(flags: readonly string[], step: number): Case[] {
  return behaviors.map(([text, behavior], index) => {
    const [other, with_] = behaviors[(index * step + 11) % behaviors.length]!;
    const a = controlRegions[index % 5]!;
    const b = controlRegions[(index + 1 + (index % 4)) % 5]!;
    return {
      name: `${a}: ${text}; ${b}: ${other}`,
      behaviors: { [a]: behavior, [b]: with_ },
      flags,
    };
  });
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
      })),
  );
}

const special: readonly Case[] = [
  { name: "nothing at fault, in an emergency", flags: emergency, status: [0] },
  { name: "nothing at fault, with a wait", flags: waiting, status: [0] },
  { name: "nothing at fault, with a preflight", flags: planned, status: doneOrStopped },
  { name: "nothing at fault, as JSON", flags: [...planned, "--json"], status: doneOrStopped },
  { name: "nothing to do", history: ["ap-south-1", "us-east-1"], flags: planned, status: doneOrStopped },
  {
    name: "nothing to do, say four; one does not answer",
    history: ["ap-south-1", "us-east-1"],
    behaviors: { "eu-west-1": { read: { silent: true } } },
    flags: planned,
    status: doneOrStopped,
  },
  ...controlRegions.map((region): Case => ({
    name: `nothing to do, says ${region}, which is out of date`,
    history: ["us-east-1", "ap-south-1"],
    lagSeconds: { [region]: Infinity },
    flags: planned,
    status: doneOrStopped,
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
      read: { reply: { status: 503, code: "SlowDown" }, count: 3 },
      submit: { reply: { status: 503, code: "SlowDown" }, effectSeconds: "never", count: 3 },
    }),
    flags: emergency,
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
    status: doneOrStopped,
  },
  {
    name: "CloudWatch and the buckets forbidden",
    data: {
      reply: (host) =>
        /^monitoring\.|\.s3\./.test(host) ? { status: 403, code: "AccessDenied" } : undefined,
    },
    flags: planned,
    status: doneOrStopped,
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
  ...first(emergency),
  ...first(waiting),
  ...single(emergency, 0),
  ...lagging(emergency),
  ...lagging(waiting),
  ...pairs(emergency, 7),
  ...single(planned, 2),
  ...pairs(waiting, 13),
  ...single(emergency, 3),
].slice(0, 400);

/** The runs of `npm test`: 60 of them, each kind of fault at least once. */
export const short: readonly Case[] = [
  ...special.filter(({ data }) => data?.delaySeconds !== 4).slice(0, 40),
  ...every_(first(emergency), 7),
  ...every_(single(emergency, 1), 8),
  ...every_(lagging(emergency), 5),
].slice(0, 60);

function every_(cases: readonly Case[], nth: number): Case[] {
  return cases.filter((_, index) => index % nth === 0);
}
