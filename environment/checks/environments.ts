/**
 * The checks between the environments of one folder.
 *
 * Ledger: mrap-name, endpoint-private-dns, access-logs
 */
import { printed } from "../data";
import { parseArn } from "../rules/arn";
import type { PlacedMistake } from "../rules/rule";
import type { Environment } from "../schema";

/** One environment among others. */
export interface NamedEnvironment {
  readonly id: string;
  readonly file: string;
  readonly environment: Environment;
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
  if (one.name === two.name && sameAccount) {
    add(
      ["name"],
      `is also the name of the access point in ${other}. The name, and the names derived from it, are unique in an account`,
      two.name,
      "choose another name",
    );
  }
  if (one.state !== "local" && two.state !== "local") {
    if (one.state.bucket === two.state.bucket && one.state.key === two.state.key) {
      add(
        ["state"],
        `is also where ${other} keeps its state. Each environment would overwrite the state of the other`,
        `${two.state.key} in ${two.state.bucket}`,
        "write another state.key",
      );
    }
  }
  const buckets = new Set(Object.values(one.regions).map((region) => region.bucket));
  const stateBucket = one.state === "local" ? undefined : one.state.bucket;
  for (const [name, { bucket }] of Object.entries(two.regions)) {
    const path = ["regions", name, "bucket"];
    if (buckets.has(bucket))
      add(
        path,
        `is also a bucket of ${other}. Both environments would create it`,
        bucket,
        "choose another name",
      );
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
  if (two.state !== "local" && buckets.has(two.state.bucket)) {
    add(
      ["state", "bucket"],
      `is a member bucket of ${other}`,
      two.state.bucket,
      "name another bucket for the state",
    );
  }
  for (const [name, { network }] of Object.entries(two.regions)) {
    const vpc = network?.vpc;
    if (vpc === undefined || one.regions[name]?.network?.vpc !== vpc) continue;
    if (vpc === "default" && !sameAccount) continue;
    add(
      ["regions", name, "network", "vpc"],
      `is also a VPC of ${other}. A VPC can have only one endpoint with the private DNS names of access points`,
      vpc,
      "choose another VPC, or replace vpc with endpoint and the ID of the endpoint that exists in this VPC",
    );
  }
  return mistakes;
}

/** The same name in two accounts is no conflict. Without assumeRole the account is not known. */
function differentAccounts(one: Environment, two: Environment): boolean {
  const [first, second] = [one.assumeRole, two.assumeRole].map((role) => role && parseArn(role)?.account);
  return Boolean(first && second && first !== second);
}
