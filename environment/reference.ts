/** The reference of the keys, generated from the JSON Schema. */
import { asGroup } from "./data";
import { environmentJsonSchema } from "./json-schema";
import { isUnbuilt } from "./keys";
import { PENDING } from "./pending";

const INTRO = `# The environment file

Each YAML file in \`environments/\` is one environment and one stack, which has the name of the file. Set
\`MRAP_ENVIRONMENTS\` to use another folder or a single file, both for \`cdktf\` and for \`mrap\`.

Only \`name\`, \`regions\` and \`state\` are required. \`environments/demo.yaml\` is an example.
All errors in the files are reported at once, before Terraform runs.

This page is generated from the schema by \`npm run schema\`.
`;

const RESERVED = `## Reserved keys

These keys are planned. A value other than the one shown is rejected.
`;

/** The page as Markdown. */
export function environmentReference(): string {
  const rows = [...keys(environmentJsonSchema(), [])]
    .filter(([path]) => !isUnbuilt(path))
    .map(([path, text]) => `| \`${path.join(".").replace("*", "REGION")}\` | ${escape(text)} |`);
  const reserved = PENDING.map(
    ({ path, accepted, feature }) =>
      `| \`${path.join(".").replace("*", "REGION")}\` | ${escape(sentence(feature))} | ${escape(
        accepted.map((value) => `\`${JSON.stringify(value)}\``).join(", ") || "none",
      )} |`,
  );
  return [
    INTRO,
    "| Key | Meaning |",
    "| --- | --- |",
    ...rows,
    ...(reserved.length > 0
      ? ["", RESERVED, "| Key | Meaning | Accepted value |", "| --- | --- | --- |", ...reserved]
      : []),
    "",
  ].join("\n");
}

type Path = readonly string[];

function* keys(schema: Record<string, unknown>, prefix: Path): Generator<[Path, string]> {
  for (const [name, value] of Object.entries(asGroup(schema.properties) ?? {}))
    yield* key([...prefix, name], value);
}

function* key(path: Path, value: unknown): Generator<[Path, string]> {
  const schema = asGroup(value);
  if (!schema) return;
  yield [path, typeof schema.description === "string" ? schema.description : ""];
  for (const each of [schema, ...(Array.isArray(schema.anyOf) ? schema.anyOf.map(asGroup) : [])]) {
    if (!each) continue;
    yield* keys(each, path);
    // In a map whose keys the user chooses, only values with keys of their own need a row.
    const entry = asGroup(each.additionalProperties);
    if (entry?.properties) yield* key([...path, "*"], entry);
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function escape(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s+/g, " ");
}
