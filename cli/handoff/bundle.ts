import { hclForm } from "./hcl-form";
import { jsonForm } from "./json-form";
import { readme } from "./readme";
import type { Synthesized } from "./synthesize";
import { testsFile } from "./tests-file";

export type Format = "hcl" | "json" | "both";

export interface BundleParts {
  /** The stack's id: the environment file's name. */
  readonly id: string;
  /** The access point's name. */
  readonly name: string;
  readonly synthesized: Synthesized;
  readonly format: Format;
  /** The text of a `.terraform.lock.hcl`, where there is one. */
  readonly lock?: string;
}

/** The files of a hand-over by their paths; both forms are root modules in folders of their own. */
export function bundle({ format, ...parts }: BundleParts): Map<string, string> {
  if (format !== "both") return rootModule(format, parts);
  const files = new Map<string, string>();
  for (const form of ["hcl", "json"] as const)
    for (const [path, text] of rootModule(form, parts)) files.set(`${form}/${path}`, text);
  return files;
}

function rootModule(
  form: "hcl" | "json",
  { id, name, synthesized, lock }: Omit<BundleParts, "format">,
): Map<string, string> {
  const { configuration, variables, blocks } = synthesized;
  const lifted = { configuration, variables };
  const files = form === "hcl" ? hclForm(lifted, blocks) : jsonForm(lifted);
  files.set("tests/plan.tftest.hcl", testsFile(lifted));
  if (lock !== undefined) files.set(".terraform.lock.hcl", lock);
  const text = readme({
    ...lifted,
    name,
    form,
    files: [...files.keys()],
    locked: lock !== undefined,
    trialState: `terraform.${id}.tfstate`,
  });
  return new Map([["README.md", text], ...files]);
}
