/** The assertions of the tests of a handover about its plan. */
import {
  addressOf,
  type Configuration,
  type Element,
  type Json,
  type JsonObject,
} from "../synthesized/configuration";
import { raw, type Expression } from "./expression";
import { toLiteral } from "./fold";
import { fileOf } from "./layout";
import { inline } from "./render";
import type { Variable } from "./variable";

export interface Assertion {
  readonly condition: Expression;
  readonly message: string;
}

export function resources({ elements }: Configuration, type: string): Element[] {
  return elements.filter((element) => element.kind === "resource" && element.type === type);
}

/** A condition that holds for each of some references, one on a line. `one` is the name of the item. */
export function forEach(references: readonly string[], conditions: readonly string[]): Expression {
  return raw(
    `alltrue([\n    for one in [\n${references.map((reference) => `      ${reference},\n`).join("")}    ] : ` +
      `${conditions.join(" &&\n    ")}\n  ])`,
  );
}

/** `alltrue([…])` with a line for each condition, or the one condition. */
function all(conditions: readonly Expression[]): Expression {
  if (conditions.length === 1) return conditions[0]!;
  return { kind: "call", name: "alltrue", args: [{ kind: "list", items: conditions }] };
}

/** Invariants of every change: the access point's name, protection from destruction, versioning, privacy. */
export function protection(
  configuration: Configuration,
  variables: readonly Variable[],
  form: "hcl" | "json",
): Assertion[] {
  const name = variables.find((variable) => variable.name === "name")?.default;
  const named = resources(configuration, ACCESS_POINT).map((element) => ({
    condition: raw(`${addressOf(element)}.details[0].name == ${literal(name ?? null)}`),
    message: "Another name replaces the access point. Every client then needs the new alias.",
  }));
  const versioned = resources(configuration, "aws_s3_bucket_versioning").map(addressOf);
  const blocked = resources(configuration, "aws_s3_bucket_public_access_block").map(addressOf);
  return [
    ...(name === undefined ? [] : named),
    ...preventDestroy(configuration, form),
    ...(versioned.length > 0
      ? [
          {
            condition: forEach(versioned, ['one.versioning_configuration[0].status == "Enabled"']),
            message: "Replication needs versioning on every bucket.",
          },
        ]
      : []),
    ...(blocked.length > 0
      ? [
          {
            condition: forEach(
              blocked,
              PUBLIC_ACCESS.map((setting) => `one.${setting}`),
            ),
            message: "Every bucket must block public access.",
          },
        ]
      : []),
  ];
}

const PUBLIC_ACCESS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

const ACCESS_POINT = "aws_s3control_multi_region_access_point";

/** A plan does not show `prevent_destroy`, so the tests read it from the configuration itself. */
function preventDestroy(configuration: Configuration, form: "hcl" | "json"): Assertion[] {
  return [ACCESS_POINT, "aws_s3_bucket"].flatMap((type) => {
    const protectedOnes = resources(configuration, type).filter(
      ({ body }) => first(body["lifecycle"])?.["prevent_destroy"] === true,
    );
    if (protectedOnes.length === 0) return [];
    const labels = literal(protectedOnes.map(({ label }) => label));
    const kept = form === "json" ? inJson(type) : inHcl(type, fileOf(protectedOnes[0]!));
    return [
      {
        condition: raw(`alltrue([\n    for label in ${labels} : ${kept}\n  ])`),
        message: `Keep prevent_destroy = true in every ${type}: a destroyed one cannot be restored.`,
      },
    ];
  });
}

function inJson(type: string): string {
  return `jsondecode(file("\${path.module}/main.tf.json")).resource.${type}[label].lifecycle.prevent_destroy`;
}

/** Looks for the argument within the block of each label. */
function inHcl(type: string, file: string): string {
  const block = `(?ms)^resource \\"${type}\\" \\"\${label}\\" \\\\{$.*?^\\\\}$`;
  return (
    `can(regex("prevent_destroy += true",\n` +
    `      one(regexall("${block}", file("\${path.module}/${file}")))\n    ))`
  );
}

/** Each bucket replicates to each other one, with the settings that the rules have today. */
export function replication(configuration: Configuration): Assertion[] {
  const configured = resources(configuration, "aws_s3_bucket_replication_configuration");
  if (configured.length === 0) return [];
  const rules = configured.map(({ body }) => blocks(body["rule"]));
  const ids = configured.map((element, index) => {
    const expected = rules[index]!.map((rule) => rule["id"] as string).join(" ");
    return raw(`join(" ", ${addressOf(element)}.rule[*].id) == ${literal(expected)}`);
  });
  const settings = SETTINGS.filter(({ path }) =>
    rules.flat().every((rule) => at(rule, path) === "Enabled"),
  ).map(({ path }) => `rule.${path.join("[0].")} == "Enabled"`);
  const enabled = forEach(configured.map(addressOf), [
    `alltrue([for rule in one.rule : ${settings.join(" && ")}])`,
  ]);
  return [
    {
      condition: all(ids),
      message:
        "Every bucket must replicate to every other bucket. S3 does not replicate replicas, and the id of a rule is a dimension of its metrics.",
    },
    ...(settings.length > 0
      ? [{ condition: enabled, message: "Every replication rule must keep its settings." }]
      : []),
  ];
}

const SETTINGS = [
  { path: ["status"] },
  { path: ["delete_marker_replication", "status"] },
  { path: ["source_selection_criteria", "replica_modifications", "status"] },
  { path: ["destination", "metrics", "status"] },
  { path: ["destination", "replication_time", "status"] },
];

/** The Deny statements and the grants of the policies stay. */
export function policies(configuration: Configuration): Assertion[] {
  return POLICIES.flatMap(({ type, what }) => {
    const groups = new Map<string, Element[]>();
    for (const document of documentsOf(configuration, type)) {
      const key = JSON.stringify(statements(document));
      groups.set(key, [...(groups.get(key) ?? []), document]);
    }
    return [...groups].map(([key, documents]) => {
      const expected = JSON.parse(key) as string[];
      return {
        condition: all(
          documents.map((document) =>
            raw(
              `join(" ", [for one in ${addressOf(document)}.statement : one.sid if one.effect == "Deny"]) == ${literal(expected.join(" "))}`,
            ),
          ),
        ),
        message: `The policy of ${what} must keep its Deny statements: ${expected.join(", ")}.`,
      };
    });
  });
}

const POLICIES = [
  { type: "aws_s3control_multi_region_access_point_policy", what: "the access point" },
  { type: "aws_s3_bucket_policy", what: "every bucket" },
];

/** The documents that the policies of one type take their JSON from. */
function documentsOf(configuration: Configuration, type: string): Element[] {
  const labels = resources(configuration, type).flatMap(({ body }) =>
    [...JSON.stringify(body).matchAll(/data\.aws_iam_policy_document\.(\w+)\.json/g)].map(
      ([, label]) => label!,
    ),
  );
  return configuration.elements.filter(
    ({ kind, type: data, label }) =>
      kind === "data" && data === "aws_iam_policy_document" && labels.includes(label),
  );
}

function statements({ body }: Element): string[] {
  return blocks(body["statement"]).flatMap(({ sid, effect }) =>
    effect === "Deny" && typeof sid === "string" ? [sid] : [],
  );
}

function literal(value: Json): string {
  return inline(toLiteral(value));
}

function blocks(value: Json | undefined): JsonObject[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as JsonObject[];
}

function first(value: Json | undefined): JsonObject | undefined {
  return blocks(value)[0];
}

function at(value: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => first(inner)?.[key], value);
}
