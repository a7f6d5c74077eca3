import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isMap, isScalar, parseDocument } from "yaml";
import { defaultStateKey } from "../../constructs/defaults";
import { ExitStatus, UserError } from "../errors";
import type { Account } from "./account";
import type { Given } from "./answers";
import { schemaLine } from "./environment-text";
import { accountBucketName, proposeBucket, proposeStateBucket } from "./propose";

/** The account in the examples. */
const EXAMPLE_ACCOUNT = "123456789012";

/**
 * The text of an example with your name, your account and bucket names of your own. Comments are kept.
 * @throws UserError if there is no such example
 */
export async function exampleText(
  example: string,
  account: Account,
  given: Given,
  schema: string,
): Promise<string> {
  const document = parseDocument(readExample(example));
  const name = given.name ?? String(document.get("name"));
  document.set("name", name);
  const regions = document.get("regions");
  const bucketOf = new Map(given.regions.map(({ region, bucket }) => [region, bucket]));
  const keys = isMap(regions) ? regions.items.map(({ key }) => (isScalar(key) ? String(key.value) : "")) : [];
  const foreign = given.regions.find(({ region }) => !keys.includes(region));
  if (foreign !== undefined)
    throw new UserError(
      `The example ${example} has no Region ${foreign.region}. Its Regions are ${keys.join(", ")}.`,
      ExitStatus.usage,
    );
  const buckets = await Promise.all(
    keys.map(
      async (region) =>
        bucketOf.get(region) ?? (await proposeBucket(account, name, region, region)) ?? ownName(name, region),
    ),
  );
  keys.forEach((region, index) => {
    document.setIn(["regions", region, "bucket"], buckets[index]);
    if (given.passive)
      document.setIn(["regions", region, "routing"], given.passive.includes(region) ? "passive" : "active");
    const vpc = given.networks?.[region];
    if (vpc !== undefined) document.setIn(["regions", region, "network"], document.createNode({ vpc }));
  });
  if (given.stateBucket === "local") document.set("state", "local");
  else {
    if (given.stateRegion !== undefined) document.setIn(["state", "region"], given.stateRegion);
    const region = String(document.getIn(["state", "region"]));
    const bucket =
      given.stateBucket ??
      (await proposeStateBucket(account, name, region)) ??
      ownName(name, "terraform-state");
    document.setIn(["state", "bucket"], bucket);
    document.setIn(["state", "key"], defaultStateKey(name));
  }
  if (given.readers) document.setIn(["access", "readers"], document.createNode(given.readers));
  if (given.writers) document.setIn(["access", "writers"], document.createNode(given.writers));
  const text = document
    .toString({ lineWidth: 0 })
    .replace(/^# yaml-language-server:.*$/m, schemaLine(schema));
  return "value" in account.id ? text.replaceAll(EXAMPLE_ACCOUNT, account.id.value) : text;
}

/** The names of the examples. */
export function exampleNames(): string[] {
  return readdirSync(exampleFolder())
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

function readExample(example: string): string {
  const names = exampleNames();
  if (!names.includes(example))
    throw new UserError(
      `There is no example '${example}'. The examples are ${names.join(", ")}.`,
      ExitStatus.usage,
    );
  return readFileSync(join(exampleFolder(), `${example}.yaml`), "utf8");
}

/** The examples are part of the package: next to dist/ in a bundle, and above cli/ in the source. */
function exampleFolder(): string {
  for (let at = __dirname; dirname(at) !== at; at = dirname(at)) {
    const folder = join(at, "examples");
    if (existsSync(join(folder, "two-regions.yaml"))) return folder;
  }
  throw new UserError("The examples are not installed. Leave out --from-example.");
}

/** A name that is valid, and probably taken. Without an account ID, nothing better is known. */
function ownName(name: string, suffix: string): string {
  return accountBucketName(name, "example", suffix);
}
