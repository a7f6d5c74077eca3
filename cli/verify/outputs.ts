import { writeFileSync } from "node:fs";
import { UserError } from "../errors";
import type { VerifyFlags } from "./command";
import { verificationJson } from "./json";
import { verificationJunit } from "./junit";
import { ledgerRows } from "./ledger";
import { verificationPage } from "./page";
import type { Verification } from "./verify";

interface Streams {
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** Writes the files and prints the forms that the flags ask for. */
export function writeOutputs(
  run: Verification,
  { json, junit, out, ledger }: Pick<VerifyFlags, "json" | "junit" | "out" | "ledger">,
  { print, warn }: Streams,
): void {
  if (json)
    print(JSON.stringify({ ...verificationJson(run), ...(ledger && { ledger: ledgerRows(run) }) }, null, 2));
  else if (ledger) ["", ...ledgerRows(run)].forEach(print);
  for (const [file, text] of [
    [junit, verificationJunit],
    [out, verificationPage],
  ] as const) {
    if (file === undefined) continue;
    try {
      writeFileSync(file, text(run));
      warn(`Wrote ${file}.`);
    } catch (error) {
      throw new UserError(`Cannot write ${file}: ${(error as Error).message}.`);
    }
  }
}
