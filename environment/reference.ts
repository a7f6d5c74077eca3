/** The reference of the environment file's keys, from its JSON Schema. */
import { asGroup } from "./data";
import { environmentJsonSchema } from "./json-schema";

const INTRO = `# The environment file

One YAML file in \`environments/\` is one environment and one stack, named after the file. \`MRAP_ENVIRONMENTS\` names another
folder, or one file. Only \`name\`, \`regions\` and \`state\` are required; \`environments/demo.yaml\` is one to begin with.

This page is made from the schema by \`npm run schema\`.
`;

/** The page as Markdown. */
export function environmentReference(): string {
  const rows = [...keys(environmentJsonSchema(), "")].map(
    ([key, text]) => `| \`${key}\` | ${escape(text)} |`,
  );
  return [INTRO, "| key | meaning |", "| --- | --- |", ...rows, ""].join("\n");
}

function* keys(schema: Record<string, unknown>, prefix: string): Generator<[string, string]> {
  for (const [name, value] of Object.entries(asGroup(schema.properties) ?? {}))
    yield* key(prefix + name, value);
}

function* key(path: string, value: unknown): Generator<[string, string]> {
  const schema = asGroup(value);
  if (!schema) return;
  yield [path, typeof schema.description === "string" ? schema.description : ""];
  for (const each of [schema, ...(Array.isArray(schema.anyOf) ? schema.anyOf.map(asGroup) : [])]) {
    if (!each) continue;
    yield* keys(each, `${path}.`);
    // Maps with keys of the user's: only those whose values have keys of ours are worth a line.
    const entry = asGroup(each.additionalProperties);
    if (entry?.properties) yield* key(`${path}.REGION`, entry);
  }
}

function escape(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s+/g, " ");
}
