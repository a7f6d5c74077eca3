/** A Terraform configuration as data: what CDKTF synthesizes, without its metadata. */

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** A resource or a data source. */
export interface Element {
  readonly kind: "resource" | "data";
  readonly type: string;
  readonly label: string;
  /** Ids of the constructs around it, the stack's own left out: what it is a part of. */
  readonly path: readonly string[];
  readonly body: JsonObject;
}

/** A block at the top that has no address, such as `import` or `moved`. */
export interface TopLevelBlock {
  readonly type: string;
  readonly body: JsonObject;
}

export interface NamedBlock {
  readonly name: string;
  readonly body: JsonObject;
}

export interface Configuration {
  readonly requiredVersion: string;
  readonly requiredProviders: JsonObject;
  /** The name `cloud` is the block of HCP Terraform. */
  readonly backend: NamedBlock;
  /** Named by the provider, such as aws. */
  readonly providers: readonly NamedBlock[];
  /** In the order in which the constructs make them. */
  readonly elements: readonly Element[];
  readonly outputs: readonly NamedBlock[];
  readonly statements: readonly TopLevelBlock[];
}

/** `aws_s3_bucket.this`, `data.aws_vpc.this` */
export function addressOf({ kind, type, label }: Element): string {
  return `${kind === "data" ? "data." : ""}${type}.${label}`;
}

/** Reads what a stack synthesizes (`cdk.tf.json`); `order` names the paths of its constructs. */
export function readConfiguration(synthesized: unknown, order: readonly string[]): Configuration {
  const places = new Map(order.map((path, index) => [path.split("/").slice(1).join("/"), index]));
  const place = ({ path }: Element) => places.get(path.join("/")) ?? places.size;
  const { terraform, provider, resource, data, output, ...rest } = synthesized as JsonObject;
  delete rest["//"];
  const { backend, cloud, required_providers, required_version, ...settings } = (terraform ??
    {}) as JsonObject;
  const statements = Object.entries(rest).flatMap(([type, bodies]) => {
    if (!["import", "moved", "removed"].includes(type)) throw new Error(`cannot hand over a block '${type}'`);
    return objects(bodies).map((body) => ({ type, body: bare(body) }));
  });
  const [other] = Object.keys(settings);
  if (other !== undefined) throw new Error(`cannot hand over the setting 'terraform.${other}'`);
  return {
    requiredVersion: required_version as string,
    requiredProviders: required_providers as JsonObject,
    backend: entries(cloud === undefined ? backend : { cloud }).map(([name, body]) => ({
      name,
      body: bare(body),
    }))[0]!,
    providers: entries(provider).flatMap(([name, bodies]) =>
      objects(bodies).map((body) => ({ name, body: bare(body) })),
    ),
    elements: [...elements("data", data), ...elements("resource", resource)].sort(
      (one, other) => place(one) - place(other),
    ),
    outputs: entries(output).map(([name, body]) => ({ name, body: bare(body) })),
    statements,
  };
}

function elements(kind: Element["kind"], types: Json | undefined): Element[] {
  return entries(types).flatMap(([type, labels]) =>
    entries(labels).map(([label, body]) => ({ kind, type, label, path: pathOf(body), body: bare(body) })),
  );
}

function pathOf(body: Json): string[] {
  const { metadata } = ((body as JsonObject)["//"] ?? {}) as { metadata?: { path?: string } };
  return (metadata?.path ?? "").split("/").slice(1);
}

function bare(body: Json): JsonObject {
  const { "//": _metadata, ...rest } = body as JsonObject;
  return rest;
}

function entries(value: Json | undefined): Array<[string, Json]> {
  return Object.entries((value ?? {}) as JsonObject);
}

function objects(value: Json): JsonObject[] {
  return (Array.isArray(value) ? value : [value]) as JsonObject[];
}

export function isJsonObject(value: Json): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
