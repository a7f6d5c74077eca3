/** The JSON Schema of an environment file, for editors. Loaded by nothing that synthesizes. */
import * as z from "zod/mini";
import { asGroup } from "./data";
import { PENDING, type Pending } from "./pending";
import { environmentSchema } from "./schema";

type Json = Record<string, unknown>;

/** The schema that editors check while one types; the rules between several keys are the loader's alone. */
export function environmentJsonSchema(): Json {
  // The YAML extension of VS Code knows draft-07 best.
  const schema = z.toJSONSchema(environmentSchema, { io: "input", target: "draft-07" }) as Json;
  for (const row of PENDING) refuse(schema, row.path, row);
  const { $schema, ...rest } = schema;
  return { $schema, title: "Environment", ...rest };
}

function refuse(schema: Json, path: readonly string[], row: Pending): void {
  const node = path.reduce<Json | undefined>(
    (parent, step) =>
      asJson(step === "*" ? parent?.additionalProperties : asJson(parent?.properties)?.[step]),
    schema,
  );
  if (node === undefined)
    throw new Error(`pending.ts names a key that the schema does not have: ${path.join(".")}`);
  node.enum = row.accepted;
  node.description =
    `Not supported yet: ${row.fix}. ${typeof node.description === "string" ? node.description : ""}`.trim();
}

function asJson(value: unknown): Json | undefined {
  return asGroup(value);
}
