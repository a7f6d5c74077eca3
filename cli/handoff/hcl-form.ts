import type { BlocksByType } from "./blocks";
import { commentsOf, commentsOfProvider } from "./comments";
import type { Json, JsonObject, TopLevelBlock } from "../synthesized/configuration";
import { raw, rows, plain, type Expression } from "./expression";
import { toExpression, toLiteral } from "./fold";
import { bare, block, indented, plainBlock } from "./hcl";
import { compareFiles, fileOf } from "./layout";
import { foldRepetition } from "./repetition";
import type { Lifted } from "./lift";
import { compareArguments } from "./order";
import { assignments, commented } from "./render";
import { nativeType, type Local } from "./types";
import type { Variable } from "./variable";

/** The handover in Terraform's native syntax: the text of each file, in reading order. */
export function hclForm({ configuration, variables }: Lifted, blocks: BlocksByType): Map<string, string> {
  const none = new Map<string, string>();
  const files = new Map<string, string>();
  files.set("versions.tf", versions(configuration.requiredVersion, configuration.requiredProviders));
  files.set("backend.tf", backend(configuration.backend));
  files.set(
    "providers.tf",
    configuration.providers
      .map((one) =>
        block(
          ["provider", one.name],
          one.body,
          blocks[`provider.${one.name}`] ?? {},
          commentsOfProvider(one),
        ),
      )
      .join("\n"),
  );
  if (variables.length > 0) files.set("variables.tf", variables.map(variable).join("\n"));

  const { elements, locals } = foldRepetition(configuration.elements, blocks);
  if (locals.length > 0) files.set("locals.tf", localsBlock(locals));

  const parts = new Map<string, string[]>();
  const written = new Set<string>();
  elements.forEach((element, index) => {
    const { kind, type, label, body } = element;
    const comments = commentsOf(configuration.elements[index]!, written);
    const text = block([kind, type, label], body, blocks[`${kind}.${type}`] ?? {}, comments);
    const file = fileOf(element);
    parts.set(file, [...(parts.get(file) ?? []), text]);
  });
  for (const [file, texts] of [...parts].sort(([one], [other]) => compareFiles(one, other)))
    files.set(file, texts.join("\n"));

  const statements = (file: string, ...types: string[]) => {
    const texts = configuration.statements.filter(({ type }) => types.includes(type)).map(statement);
    if (texts.length > 0) files.set(file, texts.join("\n"));
  };
  statements("imports.tf", "import");
  statements("moved.tf", "moved", "removed");
  if (configuration.outputs.length > 0) {
    const outputs = configuration.outputs.map(({ name, body }) => block(["output", name], body, {}, none));
    files.set("outputs.tf", outputs.join("\n"));
  }
  return files;
}

/** `versions.tf` */
export function versions(required: string, providers: JsonObject): string {
  const inner = Object.entries(providers).map(
    ([name, provider]) => [name, toLiteral(sorted(provider as JsonObject))] as const,
  );
  return plainBlock(
    ["terraform"],
    [["required_version", plain(required)]],
    [indented(plainBlock(["required_providers"], inner))],
  );
}

function sorted(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).sort(([one], [other]) => compareArguments(one, other)));
}

const TRIAL_REMARK =
  "The state of a trial: the file terraform.tfstate in this folder, without a lock, a backup or encryption.";
const BACKEND_REMARK =
  "A backend accepts no variables. To move the state, edit this block and run: terraform init -migrate-state";

const CLOUD_REMARK = "This block accepts no variables. To move the state, edit it and run: terraform init";

function backend({ name, body }: { name: string; body: JsonObject }): string {
  const inCloud = name === "cloud";
  const { workspaces, ...attributes } = body;
  const text = plainBlock(
    ["terraform"],
    [],
    [
      indented(
        inCloud
          ? plainBlock(["cloud"], backendEntries(attributes), [
              indented(plainBlock(["workspaces"], backendEntries(workspaces as JsonObject))),
            ])
          : plainBlock(["backend", name], backendEntries(body)),
      ),
    ],
  );
  return commented(name === "local" ? TRIAL_REMARK : inCloud ? CLOUD_REMARK : BACKEND_REMARK, 0) + text;
}

function backendEntries(body: JsonObject) {
  return BACKEND_ORDER.filter((key) => body[key] !== undefined)
    .concat(Object.keys(body).filter((key) => !BACKEND_ORDER.includes(key)))
    .map((key) => [key, toLiteral(body[key]!)] as const);
}

const BACKEND_ORDER = [
  "organization",
  "hostname",
  "address",
  "bucket",
  "key",
  "region",
  "encrypt",
  "kms_key_id",
  "use_lockfile",
];

function variable({ name, type, description, default: value, validations }: Variable): string {
  const lines: Array<readonly [string, Expression]> = [
    ["description", plain(description)],
    ["type", raw(nativeType(type))],
    ["default", toLiteral(value)],
    ["nullable", raw("false")],
  ];
  const rules = validations.map(({ condition, message }) =>
    indented(
      plainBlock(
        ["validation"],
        [
          ["condition", raw(condition.replace(/\n/g, "\n  "))],
          ["error_message", plain(message)],
        ],
      ),
    ),
  );
  return plainBlock(["variable", name], lines, rules);
}

function localsBlock(locals: readonly Local[]): string {
  const texts = locals.map(({ name, comment, value }) =>
    assignments([[name, rows(toExpression(value)), comment]], 2),
  );
  return `locals {\n${texts.join("\n")}}\n`;
}

/** Arguments of `import`, `moved` and `removed` that are addresses. */
const ADDRESSES = ["to", "from", "provider"];

function statement({ type, body }: TopLevelBlock): string {
  const entries = Object.entries(body).filter(([name]) => name !== "lifecycle");
  const argument = (name: string, value: Json) =>
    ADDRESSES.includes(name) ? bare(value) : toExpression(value);
  const { lifecycle } = body;
  return plainBlock(
    [type],
    entries.map(([name, value]) => [name, argument(name, value)] as const),
    lifecycle === undefined
      ? []
      : [
          `  lifecycle {\n${assignments(
            Object.entries(lifecycle as JsonObject).map(([name, value]) => [name, toExpression(value)]),
            4,
          )}  }\n`,
        ],
  );
}
