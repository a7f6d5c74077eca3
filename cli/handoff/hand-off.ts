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
  /** Is a `.terraform.lock.hcl` wanted? */
  readonly lock: boolean;
}

/** Writes the hand-over of an environment, and says what to do with it. */
export async function handOff(request: HandOff, tell: (line: string) => void): Promise<void> {
  const { file, environment, format, force, lock: wanted } = request;
  const id = basename(file).replace(/\.ya?ml$/i, "");
  const out = request.out ?? join("handoff", id);
  const synthesized = synthesize(id, environment);
  const { requiredVersion, requiredProviders } = synthesized.plain;
  const lock = wanted ? await lockFor(id, versions(requiredVersion, requiredProviders)) : undefined;
  const text = lock !== undefined && "text" in lock ? lock.text : undefined;
  const files = bundle({ id, name: environment.name, synthesized, format, lock: text });
  const outcome = await writeBundle(out, files, { force });

  if (outcome === "unchanged") tell(`${out} has this hand-over already: ${files.size} files.`);
  else tell(`${outcome === "replaced" ? "Replaced" : "Wrote"} ${out}: ${files.size} files.`);
  if (lock !== undefined && "missing" in lock)
    tell(`There is no .terraform.lock.hcl: ${lock.missing}. terraform init will write one; commit it.`);
  const first = format === "both" ? join(out, "hcl") : out;
  tell(
    `Next: ${join(first, "README.md")} says how to take the state over; terraform plan there finds no changes.`,
  );
}
