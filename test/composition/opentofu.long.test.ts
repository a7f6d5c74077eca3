/** The stacks use only what Terraform 1.10 and OpenTofu 1.10 have. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Testing } from "cdktf";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import { loadEnvironment } from "../../environment/load";

const project = resolve(__dirname, "../..");
const files = ["environments", "examples"].flatMap((folder) =>
  readdirSync(join(project, folder))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(folder, file)),
);

/** Functions that both have had since they parted. */
const FUNCTIONS = new Set([
  "concat",
  "contains",
  "flatten",
  "join",
  "jsonencode",
  "lower",
  "replace",
  "setsubtract",
  "slice",
  "sort",
  "tolist",
  "toset",
]);

function* texts(value: unknown): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const one of Object.values(value)) yield* texts(one);
}

function* keys(value: unknown): Iterable<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, one] of Object.entries(value)) {
    if (!Array.isArray(value)) yield key;
    yield* keys(one);
  }
}

/** The functions in the expressions of a text, without the ones in quotes. */
const functionsIn = (text: string): string[] =>
  [...text.matchAll(/\$\{([^}]*)\}/g)].flatMap(([, expression]) =>
    [...expression!.replace(/"[^"]*"/g, "").matchAll(/([\w:]+)\(/g)].map(([, name]) => name!),
  );

test.each(files)("%s", (file) => {
  const environment = loadEnvironment(join(project, file));
  const stack = new MultiRegionAccessPointStack(Testing.app(), "stack", environment);
  const json = JSON.parse(Testing.synth(stack)) as Record<string, unknown>;
  expect(
    Object.keys(json)
      .filter((block) => block !== "//")
      .sort(),
  ).toEqual(["data", "output", "provider", "resource", "terraform"]);
  // Write-only arguments exist from Terraform 1.11.
  expect([...keys(json.resource)].filter((key) => /_wo(_version)?$/.test(key))).toEqual([]);
  const used = new Set([...texts(json)].flatMap(functionsIn));
  expect([...used].filter((name) => !FUNCTIONS.has(name))).toEqual([]);
});

test("a function of one of the two is found", () => {
  expect(functionsIn('${provider::aws::arn_parse("a(b)")}')).toEqual(["provider::aws::arn_parse"]);
  expect(functionsIn("${ephemeralasnull(var.a)}")).toEqual(["ephemeralasnull"]);
});
