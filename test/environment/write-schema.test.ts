import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";

const PROJECT = join(__dirname, "../..");

test("docs/environment.md and the JSON Schema are up to date: run `npm run schema`", () => {
  // Jest cannot load Prettier, which is an ES module, so another process generates the files.
  const script =
    'require("./environment/write-schema").generatedFiles().then((files) => process.stdout.write(JSON.stringify(files)))';
  const made = execFileSync(process.execPath, ["-r", "@swc-node/register", "-e", script], { cwd: PROJECT });
  const files = JSON.parse(made.toString()) as Record<string, string>;
  expect(Object.keys(files)).toEqual(["environments/environment.schema.json", "docs/environment.md"]);
  for (const [file, text] of Object.entries(files))
    expect(readFileSync(join(PROJECT, file), "utf8")).toBe(text);
});
