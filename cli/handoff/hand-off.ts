import { basename, join } from "node:path";
import type { Environment } from "../../environment/load";
import { bundle, type Format } from "./bundle";
import { versions } from "./hcl-form";
import { lockFor } from "./lock";
import { synthesize } from "./synthesize";
import { writeBundle } from "./write";

export interface HandOff {
  readonly file: string;
  readonly environment: Environment;
  readonly format: Format;
  /** @default handoff/ID */
  readonly out?: string;
  readonly force?: boolean;
  /** Whether to write `.terraform.lock.hcl`. */
  readonly lock: boolean;
}

/** Writes the handover of an environment and prints the next step. */
export async function handOff(request: HandOff, tell: (line: string) => void): Promise<void> {
  const { file, environment, format, force, lock: wanted } = request;
  const id = basename(file).replace(/\.ya?ml$/i, "");
  const out = request.out ?? join("handoff", id);
  const synthesized = synthesize(id, environment);
  const { requiredVersion, requiredProviders } = synthesized.plain;
  const lock = wanted ? await lockFor(id, versions(requiredVersion, requiredProviders)) : undefined;
  const text = lock !== undefined && "text" in lock ? lock.text : undefined;
  const files = bundle({ id, environment, synthesized, format, lock: text });
  const outcome = await writeBundle(out, files, { force });

  if (outcome === "unchanged") tell(`${out} is up to date (${files.size} files).`);
  else tell(`${outcome === "replaced" ? "Replaced" : "Wrote"} ${out} (${files.size} files).`);
  if (lock !== undefined && "missing" in lock)
    tell(`No .terraform.lock.hcl: ${lock.missing}. terraform init will write one. Commit it.`);
  const first = format === "both" ? join(out, "hcl") : out;
  tell(
    `Next: take over the state as described in ${join(first, "README.md")}. terraform plan there reports no changes.`,
  );
}
