import { basename } from "node:path";
import type { EnvironmentFile } from "../access-point/argument";
import type { EnvironmentProps } from "../../composition/props";
import { ExitStatus, UserError } from "../errors";
import { readConfiguration } from "../synthesized/configuration";
import { allRegions } from "../synthesized/access-points";
import { preparedStack } from "../synthesized/stack";
import { architectureOf, type Architecture } from "./architecture";
import { drawMermaid } from "./mermaid";
import { drawSvg } from "./draw";
import { writeWhole } from "../adapters/files";

const forms: Readonly<Record<string, (architecture: Architecture) => string>> = {
  ".svg": drawSvg,
  ".mmd": drawMermaid,
};

/** How to draw what a file's name asks for. */
export function formOf(out: string): (architecture: Architecture) => string {
  const draw = forms[/\.[^./\\]*$/.exec(out)?.[0].toLowerCase() ?? ""];
  if (draw) return draw;
  throw new UserError(
    `'${out}' must end in .svg or .mmd (Mermaid). The ending selects the format.`,
    ExitStatus.usage,
  );
}

/** The architecture of an environment, from what its stack synthesizes. */
export function architectureOfFile({ file, environment }: EnvironmentFile): Architecture {
  const stack = preparedStack(basename(file).replace(/\.ya?ml$/i, ""), environment);
  const regions = allRegions(environment);
  const { existing }: EnvironmentProps = environment;
  const configuration = readConfiguration(stack.toTerraform(), []);
  return architectureOf(
    configuration,
    (region) => regions[region]?.routing,
    (region) => existing?.[region]?.objectLock === true,
  );
}

/** Draws an environment into a file. */
export async function drawInto(
  target: EnvironmentFile,
  out: string,
  tell: (line: string) => void,
): Promise<void> {
  const draw = formOf(out);
  const architecture = architectureOfFile(target);
  const outcome = await writeWhole(out, draw(architecture));
  const what = `the picture of ${architecture.name}, ${architecture.regions.length} Regions`;
  tell(
    outcome === "unchanged"
      ? `${out} already contains ${what}.`
      : `${outcome === "written" ? "Wrote" : "Replaced"} ${out}: ${what}.`,
  );
}
