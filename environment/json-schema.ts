/** The JSON Schema of an environment file, for editors. Synth does not load this file. */
import * as z from "zod/mini";
import { asGroup } from "./data";
import { isUnbuilt } from "./keys";
import { PENDING, type Pending } from "./pending";
import { environmentSchema } from "./schema";

type Json = Record<string, unknown>;

/**
 * The schema that editors check. It does not contain the checks between several keys. `patternErrorMessage`,
 * `errorMessage` and `doNotSuggest` are extensions of the language servers for JSON and YAML.
 */
export function environmentJsonSchema(): Json {
  // The YAML extension of Visual Studio Code supports draft-07 best.
  const schema = z.toJSONSchema(environmentSchema, { io: "input", target: "draft-07" }) as Json;
  for (const row of PENDING) reject(schema, row);
  hideUnbuilt(schema, []);
  const { $schema, ...rest } = schema;
  return { $schema, title: "Environment", ...rest };
}

/** Makes editors reject the values of a pending key that request something. */
function reject(schema: Json, row: Pending): void {
  const node = row.path.reduce<Json | undefined>(
    (parent, step) =>
      asGroup(step === "*" ? parent?.additionalProperties : asGroup(parent?.properties)?.[step]),
    schema,
  );
  if (node === undefined)
    throw new Error(`pending.ts names a key that the schema does not have: ${row.path.join(".")}`);
  if (row.accepted.length > 0) node.enum = row.accepted;
  else node.not = {};
  node.errorMessage = `Not supported yet: ${row.fix}.`;
}

/** Keeps editors from suggesting keys that are not built yet. */
function hideUnbuilt(schema: Json, path: readonly string[]): void {
  for (const [key, value] of Object.entries(asGroup(schema.properties) ?? {})) {
    const node: Json | undefined = asGroup(value);
    if (node === undefined) continue;
    if (isUnbuilt([...path, key])) node.doNotSuggest = true;
    hideUnbuilt(node, [...path, key]);
  }
  const entry: Json | undefined = asGroup(schema.additionalProperties);
  if (entry !== undefined) hideUnbuilt(entry, [...path, "*"]);
}
