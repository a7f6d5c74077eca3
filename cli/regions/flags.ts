/** The flags, the exit statuses and the terminal of all `mrap regions` commands. */

export interface Common {
  readonly name?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly aws?: boolean;
  readonly profile?: string;
}

export const EXIT = {
  0: "Done, or nothing is left to do.",
  1: "Refused: a step is missing, the file has an error, or AWS denied a request.",
  2: "Bad arguments, or a change that is not possible.",
};

export function profileOf({ profile }: Common): { readonly profile?: string } {
  return profile === undefined ? {} : { profile };
}

export async function terminalFor(json: boolean) {
  const { openTerminal } = await import("../adapters/terminal");
  return openTerminal({ quiet: json });
}
