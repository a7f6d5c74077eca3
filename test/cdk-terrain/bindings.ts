/** Reads the arguments of a resource type from the declarations of its bindings. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

/** An argument: its type, and the arguments of its block. */
interface Argument {
  readonly kind: "string" | "number" | "boolean" | "list" | "map" | "block" | "any";
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly item?: Argument["kind"];
  readonly block?: Binding;
}

export type Binding = ReadonlyMap<string, Argument>;

/** Arguments that Terraform itself has. */
const META = new Set([
  "//",
  "provider",
  "depends_on",
  "lifecycle",
  "count",
  "for_each",
  "provisioner",
  "connection",
]);

/** The documentation of the deprecations is in prose. The bindings do not say which arguments are deprecated. */
const DEPRECATED: Readonly<Record<string, readonly string[]>> = {
  // Source: AWS provider, "Upgrade guide for version 4" and the pages of the resources, as of 6.66.
  aws_s3_bucket: [
    "acceleration_status",
    "acl",
    "cors_rule",
    "grant",
    "lifecycle_rule",
    "logging",
    "object_lock_configuration",
    "policy",
    "replication_configuration",
    "request_payer",
    "server_side_encryption_configuration",
    "versioning",
    "website",
  ],
  aws_iam_role: ["inline_policy", "managed_policy_arns"],
  aws_cloudwatch_event_rule: ["is_enabled"],
};

/** @param folder the package of the bindings */
export function bindingOf(folder: string, kind: "resource" | "data", type: string): Binding {
  const wanted = `${kind === "data" ? "data-sources" : "resources"}/${type.replace(/^aws_/, "")}#`;
  const file = declarationOf(folder, kind, type, wanted);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const interfaces = new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one]),
  );
  const config = [...interfaces.values()].find((one) => one.heritageClauses !== undefined);
  if (config === undefined) throw new Error(`${file} has no configuration of ${type}`);
  return argumentsOf(config, interfaces, new Set(DEPRECATED[type]));
}

const files = new Map<string, string>();

/** The folder is named after the type, with other hyphens. */
function declarationOf(folder: string, kind: "resource" | "data", type: string, wanted: string): string {
  const plain = (name: string): string => name.replace(/[-_]/g, "");
  if (files.size === 0)
    for (const name of readdirSync(join(folder, "lib"))) files.set(plain(name), join(folder, "lib", name));
  const name =
    files.get(plain(`${kind === "data" ? "data-" : ""}${type}`)) ??
    files.get(
      plain(`${kind === "data" ? "data_" : ""}${type}`.replace("data_aws", "data-aws").replace(/^aws_/, "")),
    );
  const file = name === undefined ? "" : join(name, "index.d.ts");
  if (!existsSync(file)) throw new Error(`the bindings have no ${kind} ${type}`);
  if (!readFileSync(file, "utf8").includes(wanted)) throw new Error(`${file} does not declare ${type}`);
  return file;
}

function argumentsOf(
  declaration: ts.InterfaceDeclaration,
  interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>,
  deprecated: ReadonlySet<string> = new Set(),
): Binding {
  return new Map(
    declaration.members.filter(ts.isPropertySignature).map((property) => {
      const text = property.getFullText();
      // The link to the documentation names the argument as Terraform does.
      const name = /#(\w+) \w+#\1\}/.exec(text)?.[1] ?? snakeCase(property.name.getText());
      const described = typeOf(property.type, interfaces);
      return [
        name,
        {
          ...described,
          required: property.questionToken === undefined,
          deprecated: deprecated.has(name) || /\*\s+\**deprecated/i.test(text),
        },
      ];
    }),
  );
}

function typeOf(
  node: ts.TypeNode | undefined,
  interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>,
): Pick<Argument, "kind" | "item" | "block"> {
  if (node === undefined) return { kind: "any" };
  if (ts.isUnionTypeNode(node)) {
    const [first] = node.types.filter((one) => !one.getText().endsWith("IResolvable"));
    return typeOf(first, interfaces);
  }
  if (ts.isParenthesizedTypeNode(node)) return typeOf(node.type, interfaces);
  if (node.kind === ts.SyntaxKind.StringKeyword) return { kind: "string" };
  if (node.kind === ts.SyntaxKind.NumberKeyword) return { kind: "number" };
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return { kind: "boolean" };
  if (ts.isTypeLiteralNode(node)) return { kind: "map" };
  if (ts.isArrayTypeNode(node)) {
    const item = typeOf(node.elementType, interfaces);
    return item.kind === "block" ? item : { kind: "list", item: item.kind };
  }
  const block = interfaces.get(node.getText());
  return block === undefined ? { kind: "any" } : { kind: "block", block: argumentsOf(block, interfaces) };
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The arguments of a body that the bindings do not have, that are deprecated or missing, or that have another type. */
export function mistakesIn(binding: Binding, body: Readonly<Record<string, unknown>>, above = ""): string[] {
  const found = Object.entries(body).flatMap(([name, value]): string[] => {
    if (above === "" && META.has(name)) return [];
    const path = `${above}${name}`;
    const argument = binding.get(name);
    if (argument === undefined) return [`${path} does not exist`];
    if (argument.deprecated) return [`${path} is deprecated`];
    return valueMistakes(argument, value, path);
  });
  const missing = [...binding].filter(([name, { required }]) => required && body[name] === undefined);
  return [...found, ...missing.map(([name]) => `${above}${name} is required`)];
}

/** An expression is known only to Terraform. */
const isExpression = (value: unknown): boolean => typeof value === "string" && /^\$\{.*\}$/s.test(value);

function valueMistakes({ kind, item, block }: Argument, value: unknown, path: string): string[] {
  if (kind === "any" || value === null || isExpression(value)) return [];
  if (block !== undefined) {
    const blocks = Array.isArray(value) ? (value as unknown[]) : [value];
    return blocks.flatMap((one) =>
      typeof one === "object" && one !== null
        ? mistakesIn(block, one as Record<string, unknown>, `${path}.`)
        : [`${path} is not a block`],
    );
  }
  if (kind === "list") {
    if (!Array.isArray(value)) return [`${path} is not a list`];
    return value.flatMap((one) =>
      valueMistakes({ kind: item ?? "any", required: false, deprecated: false }, one, path),
    );
  }
  if (kind === "map")
    return typeof value === "object" && !Array.isArray(value) ? [] : [`${path} is not a map`];
  return typeof value === kind ? [] : [`${path} is not a ${kind}`];
}
