/** Compares a change of Regions with the identity record: what is deployed, and which step is missing. */
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { nextName } from "./checks/previous";
import { printed } from "./data";
import { bucketsOf, isDeployed } from "./generations";
import { identityFile, type Identity } from "./identity";
import type { PlacedMistake } from "./rules/rule";
import type { Environment } from "./schema";

/**
 * The mistakes of a change of Regions that does not follow from the record.
 * @param record undefined if there is no identity record
 */
export function changeMistakes(
  file: string,
  record: Identity | undefined,
  environment: Environment,
): PlacedMistake[] {
  const { previous } = environment;
  if (previous === undefined) return record === undefined ? [] : notDeployedYet(file, record, environment);
  if (record === undefined) return missingRecord(file, previous.name);
  const mistakes = [
    ...otherPrevious(record, environment, previous.name),
    ...otherName(record, environment),
    ...usedName(record, environment, previous.name),
  ];
  return mistakes.length > 0 ? mistakes : otherSet(record, previous);
}

/**
 * The mistake of an environment whose Regions were changed earlier and that lost its record.
 * @param earlier the identity from the history of the file
 */
export function lostRecordMistake(file: string, earlier: Identity, { name }: Environment): PlacedMistake[] {
  if (earlier.previous === undefined) return [];
  const record = basename(identityFile(file));
  return [
    {
      path: ["name"],
      message: `belongs to an environment whose Regions were changed, according to the history of the file, but the identity record ${record} does not exist. A deploy without it could destroy an access point that clients use`,
      got: name,
      fix: `restore ${record} from version control`,
    },
  ];
}

type Previous = NonNullable<Environment["previous"]>;

function missingRecord(file: string, name: string): PlacedMistake[] {
  const record = basename(identityFile(file));
  return [
    {
      path: ["previous"],
      aboutKey: true,
      message: `needs the identity record ${record}, which does not exist. It holds the first name of the environment, from which the names of its resources and its state are made`,
      got: name,
      fix: `restore ${record} from version control. If the environment never had one, write the file as it is deployed, without previous, and run npx cdktf synth`,
    },
  ];
}

function otherPrevious(record: Identity, { name }: Environment, previous: string): PlacedMistake[] {
  const path = ["previous", "name"];
  const got = previous;
  if (record.previous !== undefined) {
    if (previous === record.previous.name) return [];
    if (previous !== record.name) return [notTheDeployed(path, got, record.previous.name)];
    return [
      {
        path,
        message: `is the new access point of a change that is not complete: ${record.previous.name} is not retired`,
        got,
        allowed: record.previous.name,
        fix: `complete that change first: remove previous, write name: ${record.name}, and run npx cdktf deploy. bin/mrap regions retire does this after its checks`,
      },
    ];
  }
  if (previous === record.name) return [];
  // A retirement that was not deployed can be undone.
  const generations = record.generations ?? [];
  const wasPrevious = name === record.name && generations.at(-2) === previous;
  if (!wasPrevious) return [notTheDeployed(path, got, record.name)];
  if (isDeployed(record, previous)) return [];
  return [
    {
      path,
      message: "is retired. Its alias is lost, and a new access point with its name would have another one",
      got,
      allowed: record.name,
      fix: `remove previous. To change the Regions again, write name: ${record.name} under previous, and a new name`,
    },
  ];
}

function notTheDeployed(path: readonly string[], got: string, deployed: string): PlacedMistake {
  return {
    path,
    message: `is not the access point that is deployed. That is ${deployed}, according to the identity record`,
    got,
    allowed: deployed,
    fix: `write name: ${deployed} under previous, with its Regions and buckets`,
  };
}

/** Another name in the middle of a change would destroy the new access point. */
function otherName(record: Identity, { name, previous }: Environment): PlacedMistake[] {
  if (record.previous === undefined || record.previous.name !== previous?.name) return [];
  if (record.name === name || !isDeployed(record, record.name)) return [];
  return [
    {
      path: ["name"],
      message: `differs from ${record.name}, the new access point of the change that has begun. A deploy would destroy ${record.name}`,
      got: name,
      allowed: record.name,
      fix: `write name: ${record.name}. For another new access point, go back first: remove previous, write name: ${record.previous.name} and its Regions, and run npx cdktf deploy`,
    },
  ];
}

function usedName(record: Identity, { name }: Environment, previous: string): PlacedMistake[] {
  const generations = record.generations ?? [];
  const index = generations.indexOf(name);
  const before = generations.indexOf(previous);
  if (index < 0 || before < 0 || index >= before) return [];
  return [
    {
      path: ["name"],
      message:
        "was the name of an earlier access point of this environment. Its clients would find another alias",
      got: name,
      allowed: `a name other than ${generations.slice(0, before + 1).join(", ")}`,
      fix: `choose another name, such as ${unused(generations)}`,
    },
  ];
}

function unused(generations: readonly string[]): string {
  let name = generations.at(-1)!;
  do name = nextName(name);
  while (generations.includes(name));
  return name;
}

function otherSet(record: Identity, previous: Previous): PlacedMistake[] {
  const known =
    record.previous?.name === previous.name
      ? record.previous.regions
      : record.name === previous.name
        ? record.regions
        : undefined;
  const now = bucketsOf(previous.regions);
  if (known === undefined || Object.keys(known).length === 0 || isDeepStrictEqual(known, now)) return [];
  return [
    {
      path: ["previous", "regions"],
      aboutKey: true,
      message: `is not the set of ${previous.name}. Terraform would have to replace the access point`,
      got: setText(now),
      allowed: setText(known),
      fix: `write the Regions and buckets of ${previous.name}`,
    },
  ];
}

function setText(regions: Readonly<Record<string, string>>): string {
  return Object.entries(regions)
    .map(([region, bucket]) => printed(`${region}: ${bucket}`))
    .join(", ");
}

/** A retirement before the new access point exists. */
function notDeployedYet(file: string, record: Identity, { name }: Environment): PlacedMistake[] {
  if (record.previous === undefined || record.name !== name || isDeployed(record, name)) return [];
  const { name: previous } = record.previous;
  return [
    {
      path: ["name"],
      message: `is not deployed yet, and ${previous} is removed from the file. A deploy would destroy ${previous} before clients can use ${name}`,
      got: name,
      allowed: previous,
      fix: `restore previous with the name ${previous} and run npx cdktf deploy first. To give up the change, write name: ${previous} and its Regions. If another checkout deployed ${name}, add it to deployed in ${basename(identityFile(file))}`,
    },
  ];
}
