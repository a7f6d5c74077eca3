/**
 * The record of the adopted buckets and of the adopted access point: NAME.adopted.yaml beside the environment file. `mrap adopt` writes it, and the user
 * commits it. Synth reads what the buckets had before the adoption from it, without a network. It contains no secrets.
 */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import type { ExistingAccessPoint } from "../constructs/existing-access-point";
import type { ExistingBucket, ExistingPublicAccessBlock } from "../constructs/existing-bucket";
import { placeOfError } from "./adopted-schema";
import { asGroup } from "./data";
import { environmentId } from "./find";
import type { PlacedMistake } from "./rules/rule";
import type { Environment } from "./schema";

/** A bucket, and the configuration that it had before the adoption. */
export interface AdoptedBucket extends ExistingBucket {
  readonly region: string;
}

/** An access point, and what cannot be changed in it. */
export interface AdoptedAccessPoint extends ExistingAccessPoint {
  readonly name: string;
  /** The names of its buckets, by Region. */
  readonly regions: Readonly<Record<string, string>>;
  readonly publicAccessBlock: ExistingPublicAccessBlock;
}

/** The buckets of a record, by name, and the access point if it is adopted, too. */
export interface AdoptedRecord {
  readonly buckets: Readonly<Record<string, AdoptedBucket>>;
  readonly accessPoint?: AdoptedAccessPoint;
}

/** The parts that the record adds to an environment. */
export interface AdoptedParts {
  /** The earlier configuration of each adopted bucket, by Region. */
  readonly existing?: Readonly<Record<string, ExistingBucket>>;
  /** Regions whose adopted bucket is no longer in the file. */
  readonly formerlyAdopted?: readonly string[];
  /** The access point as it was before its adoption. */
  readonly existingAccessPoint?: ExistingAccessPoint;
}

const FORMAT = 1;

/** How the adoption of an environment ends. Undefined if it does not end. All adopted buckets of a file have the same value. */
export function endOf({ regions }: Pick<Environment, "regions">): "restore" | "forget" | undefined {
  const values = Object.values(regions).map(({ adopt }) => adopt);
  if (values.includes("restore")) return "restore";
  return values.includes("forget") ? "forget" : undefined;
}

/** The path of the record of an environment file. */
export function adoptedFile(file: string): string {
  return join(dirname(file), `${environmentId(file)}.adopted.yaml`);
}

/** Reads the record of an environment file. Undefined if there is none. */
export function readAdopted(file: string): AdoptedRecord | PlacedMistake | undefined {
  const record = adoptedFile(file);
  const broken = (reason: string): PlacedMistake => ({
    path: [],
    message: `has a broken record of adopted buckets: ${basename(record)} ${reason}`,
    fix: `restore ${basename(record)} from version control, or delete it and run mrap adopt ${environmentId(file)}`,
  });
  let text: string;
  try {
    text = readFileSync(record, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return broken(`cannot be read: ${(error as Error).message}`);
  }
  let data: unknown;
  try {
    data = parse(text, { maxAliasCount: 0 });
  } catch {
    return broken("is not valid YAML");
  }
  if (asGroup(data)?.["format"] !== FORMAT) return broken(`does not have format: ${FORMAT}`);
  const place = placeOfError(data);
  if (place !== undefined) return broken(`has a missing or wrong value at ${place}`);
  const { buckets, accessPoint } = data as AdoptedRecord;
  return { buckets, ...(accessPoint !== undefined && { accessPoint }) };
}

export function isAdopted(found: AdoptedRecord | PlacedMistake | undefined): found is AdoptedRecord {
  return found !== undefined && !("message" in found);
}

/** The text of a record. Keys are sorted, and two runs with the same result write the same text. */
export function adoptedText({ buckets, accessPoint }: AdoptedRecord): string {
  const record = {
    format: FORMAT,
    ...(accessPoint && { accessPoint: sorted(accessPoint) }),
    buckets: sorted(buckets),
  };
  return `${COMMENT}${stringify(record, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

const COMMENT = `# Written by mrap adopt: the configuration of each adopted bucket before the adoption. Synth reads this file.
# Commit it together with the environment file. See docs/adopt.md.
`;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  const group = asGroup(value);
  if (group === undefined) return value;
  return Object.fromEntries(
    Object.entries(group)
      .filter(([, one]) => one !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

/** Returns the parts that a record adds to an environment. */
export function adoptedParts(environment: Environment, record: AdoptedRecord | undefined): AdoptedParts {
  if (record === undefined) return {};
  const regions = Object.entries(environment.regions);
  const existing = regions.flatMap(([region, { bucket, adopt }]) => {
    const found = adopt ? record.buckets[bucket] : undefined;
    if (found === undefined) return [];
    const { region: _, ...configuration } = found;
    return [[region, configuration] as const];
  });
  const inFile = new Set(regions.map(([, { bucket }]) => bucket));
  const occupied = new Set(regions.map(([region]) => region));
  const former = Object.entries(record.buckets)
    .filter(([bucket, { region }]) => !inFile.has(bucket) && !occupied.has(region))
    .map(([, { region }]) => region);
  const { accessPoint } = record;
  return {
    ...(environment.accessPoint && accessPoint && { existingAccessPoint: existingIn(accessPoint) }),
    ...(existing.length > 0 && { existing: Object.fromEntries(existing) }),
    ...(former.length > 0 && { formerlyAdopted: former.sort() }),
  };
}

function existingIn({ account, alias, policy }: AdoptedAccessPoint): ExistingAccessPoint {
  return { account, alias, ...(policy && { policy }) };
}
