/** Writes environments/environment.schema.json: node -r @swc-node/register environment/write-schema.ts */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { environmentJsonSchema } from "./json-schema";

const file = path.join(__dirname, "..", "environments", "environment.schema.json");

async function writeSchema(): Promise<void> {
  const options = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(environmentJsonSchema()), { ...options, parser: "json" }));
}

void writeSchema();
