import type { EnvironmentProps } from "../../composition/props";
import { DEFAULTS } from "../../constructs/defaults";
import { toLiteral } from "./fold";
import { hclForm } from "./hcl-form";
import { jsonForm } from "./json-form";
import { readme } from "./readme";
import { assignments, commented } from "./render";
import type { Synthesized } from "./synthesize";
import { TESTS, testsFile } from "./tests-file";
import type { Variable } from "./variable";

export type Format = "hcl" | "json" | "both";

export interface BundleParts {
  /** The stack's id: the name of the environment file. */
  readonly id: string;
  readonly environment: EnvironmentProps;
  readonly synthesized: Synthesized;
  readonly format: Format;
  /** The text of `.terraform.lock.hcl`. @default no lock file */
  readonly lock?: string;
}

/** The files of a handover by their paths. `both` puts two root modules into `hcl/` and `json/`. */
export function bundle({ format, ...parts }: BundleParts): Map<string, string> {
  if (format !== "both") return rootModule(format, parts);
  const files = new Map<string, string>();
  for (const form of ["hcl", "json"] as const)
    for (const [path, text] of rootModule(form, parts)) files.set(`${form}/${path}`, text);
  return files;
}

function rootModule(
  form: "hcl" | "json",
  { id, environment, synthesized, lock }: Omit<BundleParts, "format">,
): Map<string, string> {
  const { configuration, variables, blocks } = synthesized;
  const lifted = { configuration, variables };
  const files = form === "hcl" ? hclForm(lifted, blocks) : jsonForm(lifted);
  // Terraform cannot import with mocked providers.
  if (!configuration.statements.some(({ type }) => type === "import"))
    files.set(TESTS, testsFile(lifted, form));
  if (variables.length > 0) files.set("terraform.tfvars.example", exampleValues(variables));
  files.set(".gitignore", IGNORED);
  if (lock !== undefined) files.set(".terraform.lock.hcl", lock);
  const text = readme({
    ...lifted,
    name: environment.name,
    form,
    files: [...files.keys()],
    locked: lock !== undefined,
    trialState: `terraform.${id}.tfstate`,
    routes: Object.entries(environment.regions).map(([region, { bucket, routing = DEFAULTS.routing }]) => ({
      region,
      bucket,
      active: routing === "active",
    })),
  });
  return new Map([["README.md", text], ...files]);
}

/** A copy of it as `terraform.tfvars` plans no change. */
function exampleValues(variables: readonly Variable[]): string {
  const values = variables.map(({ name, description, default: value }) =>
    assignments([[name, toLiteral(value), description]], 0),
  );
  return `${commented("Copy this file to terraform.tfvars and edit the values. These are today's values.", 0)}\n${values.join("\n")}`;
}

const IGNORED = `# Local copies of providers and modules
.terraform/

# State and plans
*.tfstate
*.tfstate.*
*.tfplan

# Crash logs and local overrides
crash.log
crash.*.log
override.tf
override.tf.json
*_override.tf
*_override.tf.json
`;
