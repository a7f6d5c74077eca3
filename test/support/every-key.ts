/** A value for every key of an environment file, and environments that have one key each. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, stringify } from "yaml";
import type { Environment } from "../../environment/load";
import { DEFAULTS } from "../../constructs/defaults";
import { adoptedParts } from "../../environment/adopted";
import { PENDING } from "../../environment/pending";
import { validate } from "../../environment/validate";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
}

const schema = JSON.parse(
  readFileSync(resolve(__dirname, "../../environments/environment.schema.json"), "utf8"),
) as Schema;

const base = {
  name: "photos",
  regions: {
    "eu-west-1": { bucket: "photos-a", network: { vpc: "vpc-0123456789abcdef0" } },
    "us-east-1": { bucket: "photos-b" },
  },
  state: { bucket: "photos-state", region: "eu-central-1" },
};
/** For the keys of a backend outside AWS, the state to which they are added. */
const otherStates: Readonly<Record<string, unknown>> = {
  cloud: { organization: "example" },
  http: { address: "https://example.com/photos" },
  gcs: { bucket: "photos-state" },
  azurerm: { storageAccountName: "photos", containerName: "state", resourceGroupName: "terraform" },
};
const arn = "arn:aws:iam::123456789012:role/app";

/** For each key, a value that is not its default. */
export const values: Readonly<Record<string, unknown>> = {
  name: "videos",
  "regions.*.bucket": "photos-c",
  "regions.*.routing": "passive",
  "regions.*.adopt": true,
  "regions.*.network.vpc": "default",
  "regions.*.network.subnets": ["subnet-0123456789abcdef0"],
  "regions.*.network.securityGroups": ["sg-0123456789abcdef0"],
  "regions.*.network.clients": ["10.1.0.0/16"],
  "regions.*.network.endpoint": "vpce-0123456789abcdef0",
  "previous.name": "photos-before",
  "previous.regions.*.bucket": "photos-d",
  "previous.regions.*.routing": "passive",
  "previous.regions.*.network.vpc": "default",
  "previous.regions.*.network.subnets": ["subnet-0123456789abcdef0"],
  "previous.regions.*.network.securityGroups": ["sg-0123456789abcdef0"],
  "previous.regions.*.network.clients": ["10.1.0.0/16"],
  "previous.regions.*.network.endpoint": "vpce-0123456789abcdef0",
  "state.bucket": "other-state",
  "state.region": "eu-north-1",
  "state.key": "other/terraform.tfstate",
  "state.kmsKey": "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  "state.cloud.organization": "other",
  "state.cloud.workspace": "other",
  "state.cloud.project": "other",
  "state.cloud.hostname": "terraform.example.com",
  "state.http.address": "https://example.com/other",
  "state.http.lockAddress": null,
  "state.http.unlockAddress": "https://example.com/unlock",
  "state.http.lockMethod": "POST",
  "state.http.unlockMethod": "DELETE",
  "state.http.updateMethod": "PUT",
  "state.http.username": "other",
  "state.gcs.bucket": "other-state",
  "state.gcs.prefix": "other",
  "state.gcs.kmsKey": "projects/example/locations/europe/keyRings/state/cryptoKeys/state",
  "state.azurerm.storageAccountName": "other",
  "state.azurerm.containerName": "other",
  "state.azurerm.resourceGroupName": "other",
  "state.azurerm.key": "other.tfstate",
  "state.azurerm.subscriptionId": "00000000-0000-0000-0000-000000000000",
  "state.azurerm.tenantId": "00000000-0000-0000-0000-000000000000",
  "state.azurerm.useAzureadAuth": true,
  "state.azurerm.useOidc": true,
  "replication.timeControl": false,
  "replication.deleteMarkers": false,
  "replication.replicaModifications": false,
  "replication.prefixes": ["invoices/"],
  "encryption.type": "kms",
  "encryption.keys.*": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  "lifecycle.abortIncompleteUploadsAfterDays": 3,
  "lifecycle.expireNoncurrentVersionsAfterDays": 30,
  "access.readers": [arn],
  "access.writers": [arn],
  "access.organization": "o-a1b2c3d4e5",
  "access.onlyThroughAccessPoint": false,
  "access.onlyFromEndpoints": true,
  "access.administrators": [arn],
  "access.cloudfront": ["arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE"],
  "accessLogs.*": "photos-logs",
  "monitoring.notify": ["ops@example.com"],
  "monitoring.latencySeconds": 600,
  "monitoring.pendingBytes": 1000,
  "monitoring.failedOperations": 5,
  "monitoring.dashboard": false,
  "monitoring.requestMetrics": false,
  "failover.runbook": false,
  "failover.announceChanges": false,
  "failover.announceFrom": "us-west-2",
  "objectLock.mode": "compliance",
  "objectLock.days": 3,
  "objectLock.years": 2,
  "repair.batchReplication": !DEFAULTS.repair.batchReplication,
  "iam.path": "/teams/",
  "iam.permissionsBoundary": "arn:aws:iam::123456789012:policy/boundary",
  accessPoint: "adopt",
  protect: false,
  assumeRole: "arn:aws:iam::123456789012:role/deploy",
  "tags.*": "storage",
};

/** The keys without keys of their own. `*` is a Region or a name of the user's choice. */
function leaves({ properties, additionalProperties, anyOf = [] }: Schema, path: string[] = []): string[][] {
  const below = [
    ...Object.entries(properties ?? {}).flatMap(([key, one]) => leaves(one, [...path, key])),
    ...(typeof additionalProperties === "object" ? leaves(additionalProperties, [...path, "*"]) : []),
    ...anyOf.filter((one) => one.properties ?? one.additionalProperties).flatMap((one) => leaves(one, path)),
  ];
  return below.length > 0 ? below : [path];
}

const pending = (path: readonly string[]): boolean =>
  PENDING.some((one) => one.path.every((key, index) => key === path[index]));
/** The keys that are not pending. */
export const keys = [
  ...new Set(
    leaves(schema)
      .filter((path) => !pending(path))
      .map((path) => path.join(".")),
  ),
];

function environmentOf(change: (file: any) => unknown): Environment {
  const copy = parse(stringify(base));
  const file = change(copy) ?? copy;
  const { environment, mistakes } = validate(file);
  if (environment === undefined) throw new Error(JSON.stringify(mistakes));
  // Adopted buckets have a record, which is a file of its own.
  const adopted = Object.entries(environment.regions).filter(([, { adopt }]) => adopt);
  const buckets = adopted.map(([region, { bucket }]) => [
    bucket,
    {
      region,
      versioning: "Enabled" as const,
      policy: [],
      tags: { Team: "photos" },
      ...(environment.objectLock && { objectLock: true }),
    },
  ]);
  const members = Object.entries(environment.regions).map(([region, { bucket }]) => [region, bucket]);
  const accessPoint = {
    name: environment.name,
    account: "123456789012",
    alias: "mfzwi23gnjvgw.mrap",
    regions: Object.fromEntries(members),
    publicAccessBlock: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
  };
  const record = { buckets: Object.fromEntries(buckets), accessPoint };
  return { ...environment, ...adoptedParts(environment, record) };
}

function set(file: any, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path.map((one) => one);
  const name = key === "*" ? "eu-west-1" : key;
  if (rest.length === 0) file[name] = value;
  else set((file[name] ??= {}), rest, value);
}

/**
 * A few environments that have a value for every key together: a key is added to the first file that remains valid with it.
 * Keys that turn a part off have files of their own, because they hide the other keys of that part.
 */
export function packedEnvironments(): Environment[] {
  const files: Record<"on" | "off", any[]> = { on: [], off: [] };
  for (const key of keys) {
    const all = files[values[key] === false ? "off" : "on"];
    const fits = all.findIndex((file) => validate(withKey(file, key)).environment !== undefined);
    if (fits >= 0) all[fits] = withKey(all[fits], key);
    else all.push(withKey(base, key));
  }
  return [...files.on, ...files.off].map((file) => environmentOf(() => file));
}

function withKey(before: object, key: string): any {
  const file = parse(stringify(before));
  prepare(file, key);
  const sets = key.startsWith("previous.") ? file.previous : file;
  if (key.endsWith("network.endpoint")) delete sets.regions["eu-west-1"].network.vpc;
  set(file, key.split("."), values[key]);
  return file;
}

/** Adds what a key needs. */
function prepare(file: any, key: string): void {
  const [, backend = ""] = key.split(".");
  if (key === "objectLock.mode") file.objectLock ??= { days: 1 };
  // With the type s3, keys must name every Region.
  if (key === "encryption.keys.*") file.encryption = { ...file.encryption, type: "kms" };
  if (backend in otherStates && !(backend in file.state))
    file.state = { [backend]: { ...(otherStates[backend] as object) } };
  if (key.startsWith("previous.") && file.previous === undefined) {
    // eu-west-1 is in the previous set only.
    const { "eu-west-1": ireland, ...others } = file.regions;
    file.previous = {
      name: "photos-old",
      regions: { "eu-west-1": ireland, "us-east-1": { bucket: others["us-east-1"].bucket } },
    };
    file.regions = { "eu-central-1": { bucket: "photos-e" }, ...others };
  }
}

/** An environment without a key, and the same environment with a value of the key that is not its default. */
export function environmentsOf(key: string): { readonly without: Environment; readonly with: Environment } {
  return {
    without: environmentOf((file) => prepare(file, key)),
    with: environmentOf(() => withKey(base, key)),
  };
}
