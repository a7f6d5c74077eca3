/** Writes the files that are generated from the schema: the JSON Schema for editors and the reference. */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { environmentJsonSchema } from "./json-schema";
import { environmentReference } from "./reference";

const project = path.join(__dirname, "..");

/** The formatted files, by their path in the project. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const options = await resolveConfig(__filename);
  return {
    "environments/environment.schema.json": await format(JSON.stringify(environmentJsonSchema()), {
      ...options,
      parser: "json",
    }),
    "docs/environment.md": await format(environmentReference(), { ...options, parser: "markdown" }),
  };
}

async function write(): Promise<void> {
  for (const [file, text] of Object.entries(await generatedFiles()))
    writeFileSync(path.join(project, file), text);
}

if (require.main === module) void write();
