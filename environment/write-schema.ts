/** Writes environments/environment.schema.json: node -r @swc-node/register environment/write-schema.ts */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { environmentJsonSchema } from "./json-schema";

/** The file that environment files name in their first line. */
export const SCHEMA_FILE = path.join(__dirname, "..", "environments", "environment.schema.json");

/** The file's text, formatted as the repository wants it. */
export async function schemaText(): Promise<string> {
  const options = await resolveConfig(SCHEMA_FILE);
  return format(JSON.stringify(environmentJsonSchema()), { ...options, parser: "json" });
}

if (require.main === module) {
  void schemaText().then((text) => writeFileSync(SCHEMA_FILE, text));
}
