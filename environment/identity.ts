/**
 * The identity record of an environment: NAME.identity.json beside the environment file. Synth writes it, and the user
 * commits it. It tells a renamed environment from a new one without a network. See docs/decisions/0012-identity-record.md.
 */
import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { AdoptedParts } from "./adopted";
import { asGroup, textsOf } from "./data";
import { environmentId } from "./find";
import { requestedCommand } from "./requested-stacks";
import { bucketsOf, generationsAfter, generationsKnown, retiredAfter } from "./generations";
import type { PlacedMistake } from "./rules/rule";
import { completedState } from "./schema/state-defaults";
import type { Environment } from "./schema";

/** Set to `off` to stop synth from writing identity records, for a synth that never deploys to AWS. */
export const IDENTITY_VARIABLE = "MRAP_IDENTITY_RECORD";

/** An access point, and its buckets by Region. */
export interface RecordedAccessPoint {
  readonly name: string;
  readonly regions: Readonly<Record<string, string>>;
}

/** The facts about an environment from earlier runs. */
export interface Identity {
  /** The name of the access point. */
  readonly name: string;
  /** The first name of the environment. The default place of the state follows it. */
  readonly stateName: string;
  /** The buckets by Region. */
  readonly regions: Readonly<Record<string, string>>;
  /** The access point that clients still use, while the Regions are changed. */
  readonly previous?: RecordedAccessPoint;
  /**
   * The names of all access points since the first change of Regions, the present one last. Undefined if there was no such
   * change. The first one is in the names of the environment's other resources.
   */
  readonly generations?: readonly string[];
  /** Buckets of Regions that were removed, by Region. Terraform forgot them. Delete an entry together with its bucket. */
  readonly retired?: Readonly<Record<string, string>>;
  /** Every Region that had a provider. Terraform needs the provider until the Region's resources are destroyed. */
  readonly providers: readonly string[];
  /** `protect` at the last `cdktf deploy`. Undefined if no deploy was seen. */
  readonly protect?: boolean;
  /** True if a `cdktf deploy` with `objectLock` was seen. AWS cannot disable Object Lock. */
  readonly objectLock?: true;
  /** The names of the access points at the last `cdktf deploy` since the first change of Regions. */
  readonly deployed?: readonly string[];
}

/** An environment, with what its identity record adds. */
export type IdentifiedEnvironment = Environment &
  AdoptedParts & {
    /** The first name of the environment, if its access point has another one. */
    readonly environmentName?: string;
    /** True if the environment ever had a previous access point. */
    readonly hadGenerations?: boolean;
    /** Buckets of Regions that were removed, by Region. */
    readonly retired?: Readonly<Record<string, string>>;
    /** Regions that keep their provider although no key needs it. */
    readonly keepProviders?: readonly string[];
  };

/** The path of an environment's identity record. */
export function identityFile(file: string): string {
  return join(dirname(file), `${environmentId(file)}.identity.json`);
}

/** Reads the identity record of an environment file. Undefined if there is none. */
export function readIdentity(file: string): Identity | PlacedMistake | undefined {
  const record = identityFile(file);
  let text: string;
  try {
    text = readFileSync(record, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return broken(record, `cannot be read: ${(error as Error).message}`);
  }
  try {
    return identityFrom(JSON.parse(text)) ?? broken(record, "is not an identity record");
  } catch {
    return broken(record, "is not valid JSON");
  }
}

export function isIdentity(found: Identity | PlacedMistake | undefined): found is Identity {
  return found !== undefined && !("message" in found);
}

function broken(record: string, reason: string): PlacedMistake {
  return {
    path: [],
    message: `has a broken identity record: ${basename(record)} ${reason}`,
    fix: `restore ${basename(record)} from version control`,
  };
}

function identityFrom(value: unknown): Identity | undefined {
  const {
    name,
    stateName,
    regions,
    previous,
    generations,
    retired,
    providers,
    protect,
    objectLock,
    deployed,
  } = asGroup(value) ?? {};
  if (typeof name !== "string") return undefined;
  const { name: previousName, regions: previousRegions } = asGroup(previous) ?? {};
  const names = textsOf(generations).map(([text]) => text);
  const retiredBuckets = bucketsIn(retired);
  return {
    name,
    stateName: typeof stateName === "string" ? stateName : name,
    regions: bucketsIn(regions),
    ...(typeof previousName === "string" && {
      previous: { name: previousName, regions: bucketsIn(previousRegions) },
    }),
    ...(names.length > 0 && { generations: names }),
    ...(Object.keys(retiredBuckets).length > 0 && { retired: retiredBuckets }),
    providers: textsOf(providers).flatMap(([text]) => (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text) ? [text] : [])),
    ...(typeof protect === "boolean" && { protect }),
    ...(objectLock === true && { objectLock }),
    ...(Array.isArray(deployed) && { deployed: textsOf(deployed).map(([text]) => text) }),
  };
}

/** The buckets of a record, by Region. */
function bucketsIn(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asGroup(value) ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

/**
 * Whether the file still describes the recorded environment. With another name and other buckets it describes a new one,
 * unless the recorded one was deployed.
 */
export function isSame(record: Identity, environment: Pick<Environment, "name" | "regions">): boolean {
  return (
    record.name === environment.name ||
    record.protect !== undefined ||
    record.generations !== undefined ||
    Object.values(environment.regions).some(({ bucket }) => Object.values(record.regions).includes(bucket))
  );
}

/** The mistake of a protected environment with a new name. */
export function renameMistake(file: string, record: Identity, environment: Environment): PlacedMistake[] {
  const { name, protect } = environment;
  if (record.name === name || !protect || !isSame(record, environment)) return [];
  // checks/previous.ts judges a change with a previous access point. Without it, the change was given up.
  if (environment.previous !== undefined || record.previous?.name === name) return [];
  const old = record.name;
  return [
    {
      path: ["name"],
      message: `renames the environment ${old}. AWS cannot rename an access point: a deploy would create a second one, and ${old} would have no environment file`,
      got: name,
      allowed: old,
      fix: `write name: ${old}. docs/change.md describes how to move to another name. If ${old} was never deployed, or is destroyed, write {"name": "${name}"} to ${basename(identityFile(file))}`,
    },
  ];
}

/** The mistake of a destroy before `protect: false` was deployed. The state would keep the objects, and lose the rest. */
export function destroyMistake(id: string, record: Identity, environment: Environment): PlacedMistake[] {
  if (environment.protect || record.protect !== true) return [];
  const command = requestedCommand();
  if (command?.name !== "destroy" || !(command.stacks?.includes(id) ?? true)) return [];
  return [
    {
      path: ["protect"],
      aboutKey: true,
      message:
        "is not deployed yet. A destroy would delete the access point and the policies, and then stop at the first bucket that is not empty",
      got: "false",
      fix: `run npx cdktf deploy ${id} first, then npx cdktf destroy ${id}`,
    },
  ];
}

/**
 * The mistake of an environment whose Object Lock is removed. The buckets would keep it, and the replication roles could no
 * longer read the retention: locked objects would fail to replicate. Ledger: object-lock-existing
 */
export function objectLockMistake(file: string, record: Identity, environment: Environment): PlacedMistake[] {
  if (record.objectLock !== true || environment.objectLock || !isSame(record, environment)) return [];
  return [
    {
      path: ["objectLock"],
      aboutKey: true,
      message:
        "is off, and it was deployed. AWS cannot disable Object Lock, and locked objects would no longer replicate",
      allowed: "true, or a group of the keys mode, days, years",
      fix: `write objectLock: true to have no default retention. If the buckets are destroyed, delete objectLock from ${basename(identityFile(file))}`,
    },
  ];
}

/** The environment with the state and the providers of its earlier runs. @param written the data of the file */
export function identified(
  environment: Environment,
  written: unknown,
  record: Identity,
): IdentifiedEnvironment {
  if (!isSame(record, environment)) return environment;
  const state = asGroup(written)?.["state"];
  return {
    ...environment,
    ...(record.stateName !== environment.name && {
      state: completedState(state as Parameters<typeof completedState>[0], record.stateName),
    }),
    ...(record.providers.length > 0 && { keepProviders: record.providers }),
    ...generationsKnown(environment, record),
  };
}

/** The record after a synth. @param providers the Regions that have a provider now */
export function nextIdentity(
  record: Identity | undefined,
  environment: Environment,
  providers: readonly string[],
  deploying: boolean,
): Identity {
  const known = record && isSame(record, environment) ? record : undefined;
  const protect = deploying ? environment.protect : known?.protect;
  const objectLock = (deploying && Boolean(environment.objectLock)) || known?.objectLock;
  const { previous } = environment;
  const generations = known && generationsAfter(known, environment);
  const retired = known ? retiredAfter(known, environment) : {};
  const present = [environment.name, ...(previous ? [previous.name] : [])];
  const deployed = generations && (deploying ? present : (known?.deployed ?? deployedBefore(known)));
  return {
    name: environment.name,
    stateName: known?.stateName ?? environment.name,
    regions: bucketsOf(environment.regions),
    ...(previous && { previous: { name: previous.name, regions: bucketsOf(previous.regions) } }),
    ...(generations && { generations }),
    ...(Object.keys(retired).length > 0 && { retired }),
    providers: [...new Set([...(known?.providers ?? []), ...providers])].sort(),
    ...(protect !== undefined && { protect }),
    ...(objectLock && { objectLock }),
    ...(deployed && { deployed }),
  };
}

/** Before the first change of Regions, a deploy that was seen was one of the only access point. */
function deployedBefore(record: Identity | undefined): string[] | undefined {
  return record?.protect !== undefined && record.generations === undefined ? [record.name] : undefined;
}

/** Writes a record in one step, if it changed. Returns the reason if it cannot be written. */
export function writeIdentity(file: string, identity: Identity): string | undefined {
  if (process.env[IDENTITY_VARIABLE] === "off") return undefined;
  const record = identityFile(file);
  const text = `${JSON.stringify({ "//": COMMENT, ...identity }, undefined, 2)}\n`;
  const beside = `${record}.${randomBytes(4).toString("hex")}`;
  try {
    if (current(record) === text) return undefined;
    writeFileSync(beside, text);
    renameSync(beside, record);
    return undefined;
  } catch (error) {
    rmSync(beside, { force: true });
    return `${record} cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown error"}). A later change of the name will not be recognized.`;
  }
}

function current(record: string): string | undefined {
  try {
    return readFileSync(record, "utf8");
  } catch {
    return undefined;
  }
}

const COMMENT = "Written by synth. Commit this file together with the environment file. See docs/change.md.";
