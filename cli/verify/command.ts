import { InvalidArgumentError } from "commander";
import { print, withAws, type MrapCommand } from "../command";

export interface VerifyFlags {
  readonly as?: string;
  readonly readOnly?: boolean;
  readonly notify?: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly json?: boolean;
  readonly junit?: string;
  readonly out?: string;
  readonly ledger?: boolean;
  readonly profile?: string;
}

/** `mrap verify`: whether a deployed environment works. */
export function registerVerify(program: MrapCommand): void {
  program
    .command("verify")
    .description("Check whether a deployed environment works as its file says.")
    .note(
      "It compares what is deployed with the synthesized stack, and writes canary objects to verify the replication in each direction. It deletes them afterwards. A principal in access.administrators verifies every direction and deletes every version. Any other principal writes through the access point, verifies the directions from the Region that serves it, and leaves noncurrent versions for the lifecycle rules.",
    )
    .environment("file", { optional: true })
    .option(
      "--as <role-arn>",
      "Role that writes, reads and deletes the canary objects (default: your own principal).",
    )
    .option("--read-only", "Write no object.")
    .option("--notify", "Send a test notification to the topics of the environment.")
    .option("--timeout <seconds>", "How long a canary object may take to arrive (default: 60).", seconds, 60)
    .option("--json", "Print the results as JSON.")
    .option("--junit <file>", "Write the results as JUnit XML.")
    .option("-o, --out <file>", "Write the results as a page, which any browser opens without a network.")
    .option("--ledger", "Print the rows of docs/aws.md that this run confirmed.")
    .profile()
    .example(
      "mrap verify photos",
      "mrap verify photos --as arn:aws:iam::123456789012:role/storage-admin",
      "mrap verify photos --read-only --json",
      "mrap verify photos --junit verify.xml -o verify.html",
    )
    .exitStatus({
      0: "No check found an error, and the result of every required check is known.",
      1: "A check found an error, or nothing could be checked.",
      2: "Bad arguments.",
      3: "No check found an error, but the result of a required check is not known.",
    })
    .action(async (argument: string | undefined, flags: VerifyFlags) => {
      const { environmentFile, onlyEnvironment } = await import("../access-point/argument");
      const file = argument === undefined ? await onlyEnvironment() : await environmentFile(argument);
      const { openTerminal } = await import("../adapters/terminal");
      const { statusOf, verify } = await import("./verify");
      const { writeOutputs } = await import("./outputs");
      const { as, readOnly, notify, timeout, profile, json = false } = flags;
      const terminal = openTerminal({ quiet: json });
      const stop = new AbortController();
      const release = onSignals(() => stop.abort());
      try {
        await withAws(profile === undefined ? {} : { profile }, async (aws) => {
          const run = await verify(aws, file, terminal, {
            signal: stop.signal,
            live: process.stderr.isTTY === true,
            arrivalTimeoutMs: timeout * 1000,
            ...(as !== undefined && { as }),
            ...(readOnly !== undefined && { readOnly }),
            ...(notify !== undefined && { notify }),
          });
          process.exitCode = statusOf(run);
          writeOutputs(run, flags, { print, warn: (line) => terminal.warn(line) });
        });
      } finally {
        release();
      }
    });
}

/** The first signal ends the checks, and the objects are still deleted. A second one ends the process as it always does. */
function onSignals(stop: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const release = (): void => {
    for (const signal of signals) process.off(signal, stopped);
  };
  const stopped = (): void => {
    release();
    stop();
  };
  for (const signal of signals) process.on(signal, stopped);
  return release;
}

function seconds(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > 3600)
    throw new InvalidArgumentError("Use a whole number of seconds from 1 to 3600.");
  return number;
}
