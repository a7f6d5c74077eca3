/**
 * The checks between the environments of one folder.
 *
 * Ledger: mrap-name, endpoint-private-dns, access-logs
 */
import { isDeepStrictEqual } from "node:util";
import { printed } from "../data";
import { parseArn } from "../rules/arn";
import type { PlacedMistake } from "../rules/rule";
import type { Environment } from "../schema";
import { jobBucketsOf } from "./job-buckets";

/** One environment among others. */
export interface NamedEnvironment {
  readonly id: string;
  readonly file: string;
  readonly environment: Environment & { readonly environmentName?: string };
}

type Clash = PlacedMistake & { readonly id: string };

/** The mistakes between environments, each with the id of the later one. */
export function environmentsMistakes(all: readonly NamedEnvironment[]): Clash[] {
  return all.flatMap((later, index) => all.slice(0, index).flatMap((earlier) => clashes(earlier, later)));
}

function clashes(earlier: NamedEnvironment, later: NamedEnvironment): Clash[] {
  const one = earlier.environment;
  const two = later.environment;
  const other = earlier.file;
  const mistakes: Clash[] = [];
  const add = (path: readonly PropertyKey[], message: string, got: string, fix: string): void => {
    mistakes.push({ id: later.id, path, message, got: printed(got), fix });
  };

  const sameAccount = !differentAccounts(one, two);
  // The names of the other resources are made from the first name.
  const accessPoints = [one.name, one.previous?.name, one.environmentName];
  for (const [path, name] of [
    [["name"], two.name],
    [["previous", "name"], two.previous?.name],
    [["name"], two.environmentName],
  ] as const) {
    if (name === undefined || !accessPoints.includes(name) || !sameAccount) continue;
    if (two.accessPoint) {
      // The names that follow are the same one.
      add(
        ["name"],
        `is also the name of the access point in ${other}. Both environments would manage it, its buckets and their policies`,
        name,
        "adopt the access point in one environment only",
      );
      break;
    }
    add(
      path,
      `is also the name of the access point in ${other}. The name, and the names derived from it, are unique in an account`,
      name,
      "choose another name",
    );
  }
  const place = stateOf(two);
  if (place !== undefined && isDeepStrictEqual(stateOf(one), place)) {
    add(
      ["state"],
      `is also where ${other} keeps its state. Each environment would overwrite the state of the other`,
      `${place.name} in ${place.container}`,
      `write another ${place.key}`,
    );
  }
  const buckets = new Set(regionsIn(one).map(({ region }) => region.bucket));
  const stateBucket = stateBucketOf(one);
  for (const placed of regionsIn(two)) {
    const { bucket } = placed.region;
    const path = [...placed.path, "bucket"];
    if (buckets.has(bucket)) mistakes.push({ id: later.id, ...sharedBucket(placed, other) });
    if (bucket === stateBucket)
      add(path, `is the bucket in which ${other} keeps its state`, bucket, "choose another name");
    if (Object.values(one.accessLogs).includes(bucket)) {
      add(
        path,
        `is the bucket to which ${other} sends access logs. The logs would be replicated`,
        bucket,
        "choose another name",
      );
    }
  }
  for (const [name, bucket] of Object.entries(two.accessLogs)) {
    if (!buckets.has(bucket)) continue;
    add(
      ["accessLogs", name],
      `is a member bucket of ${other}. The access logs would be replicated`,
      bucket,
      "name another bucket for the logs",
    );
  }
  const ownStateBucket = stateBucketOf(two);
  if (ownStateBucket !== undefined && buckets.has(ownStateBucket)) {
    add(
      ["state", "bucket"],
      `is a member bucket of ${other}`,
      ownStateBucket,
      "name another bucket for the state",
    );
  }
  for (const [path, bucket] of bucketNames(two)) {
    if (!jobBucketsOf(one).has(bucket)) continue;
    add(
      path,
      `is a bucket for the job reports of ${other}, which Terraform creates`,
      bucket,
      "choose another name",
    );
  }
  const names = new Set(bucketNames(one).map(([, bucket]) => bucket));
  for (const [bucket, region] of jobBucketsOf(two)) {
    if (!names.has(bucket)) continue;
    add(
      ["regions", region, "bucket"],
      `needs the bucket ${bucket} for its job reports, and ${other} has a bucket of this name`,
      two.regions[region]!.bucket,
      "choose another name, or set repair.batchReplication: false",
    );
  }
  for (const { name, path, region } of regionsIn(two)) {
    const vpc = region.network?.vpc;
    const same = regionsIn(one).find((each) => each.name === name);
    if (vpc === undefined || same?.region.network?.vpc !== vpc) continue;
    if (vpc === "default" && !sameAccount) continue;
    add(
      [...path, "network", "vpc"],
      `is also a VPC of ${other}. A VPC can have only one endpoint with the private DNS names of access points`,
      vpc,
      "choose another VPC, or replace vpc with endpoint and the ID of the endpoint that exists in this VPC",
    );
  }
  return mistakes;
}

/** A bucket that another environment has, too. @param other the file of that environment */
export function sharedBucket(
  { path, region: { bucket, adopt } }: PlacedRegion,
  other: string,
): PlacedMistake {
  return {
    path: [...path, "bucket"],
    message: `is also a bucket of ${other}. Both environments would ${adopt ? "change its policy and its replication" : "create it"}`,
    got: printed(bucket),
    fix: "choose another name",
  };
}

interface PlacedRegion {
  readonly name: string;
  readonly path: readonly string[];
  readonly region: Environment["regions"][string];
}

/** The Regions of all access points of an environment. A Region of both counts once. */
export function regionsIn({ regions, previous }: Environment): PlacedRegion[] {
  const own = Object.entries(regions).map(([name, region]) => ({ name, path: ["regions", name], region }));
  const only = Object.entries(previous?.regions ?? {}).filter(([name]) => !(name in regions));
  return [...own, ...only.map(([name, region]) => ({ name, path: ["previous", "regions", name], region }))];
}

/** The buckets that a file names: members, the state and the access logs. */
function bucketNames(environment: Environment): [path: readonly PropertyKey[], bucket: string][] {
  const state = stateBucketOf(environment);
  return [
    ...regionsIn(environment).map(({ path, region }): [readonly PropertyKey[], string] => [
      [...path, "bucket"],
      region.bucket,
    ]),
    ...(state === undefined ? [] : [[["state", "bucket"], state] as [readonly PropertyKey[], string]]),
    ...Object.entries(environment.accessLogs).map(([region, bucket]): [readonly PropertyKey[], string] => [
      ["accessLogs", region],
      bucket,
    ]),
  ];
}

/** The bucket in S3 that holds the state. */
function stateBucketOf({ state }: Environment): string | undefined {
  return state !== "local" && "bucket" in state ? state.bucket : undefined;
}

/** The place of a state that other environments can share, and the key to change if one does. */
function stateOf({
  state,
}: Environment): { readonly name: string; readonly container: string; readonly key: string } | undefined {
  if (state === "local") return undefined;
  if ("cloud" in state) {
    const { organization, workspace, hostname } = state.cloud;
    const host = hostname ?? "app.terraform.io";
    return {
      name: `the workspace ${workspace}`,
      container: `${host}/${organization}`,
      key: "state.cloud.workspace",
    };
  }
  if ("http" in state) {
    const { host, pathname, search } = new URL(state.http.address);
    return { name: `${pathname}${search}`, container: host, key: "state.http.address" };
  }
  if ("gcs" in state)
    return { name: state.gcs.prefix, container: `gs://${state.gcs.bucket}`, key: "state.gcs.prefix" };
  if ("azurerm" in state) {
    const { storageAccountName, containerName, key } = state.azurerm;
    return { name: key, container: `${storageAccountName}/${containerName}`, key: "state.azurerm.key" };
  }
  return { name: state.key, container: state.bucket, key: "state.key" };
}

/** The same name in two accounts is no conflict. Without assumeRole the account is not known. */
function differentAccounts(one: Environment, two: Environment): boolean {
  const [first, second] = [one.assumeRole, two.assumeRole].map((role) => role && parseArn(role)?.account);
  return Boolean(first && second && first !== second);
}
