import { print, withAws } from "../command";
import { printable } from "../text/printable";
import { failedInQueues } from "./events";
import type { JobFlags } from "../jobs/action";

/** `mrap repair --from-queue`: names the objects whose replication failed, from the queues of replication events. */
export async function namesFromQueue(argument: string, flags: JobFlags): Promise<void> {
  const { environmentFile } = await import("../access-point/argument");
  const { openTerminal } = await import("../adapters/terminal");
  const { fixOf } = await import("../jobs/failure-reasons");
  const { checkChoice } = await import("../jobs/directions");
  const { environment } = await environmentFile(argument);
  const terminal = openTerminal({ quiet: flags.json });
  const { allRegions, environmentName } = await import("../synthesized/access-points");
  const members = allRegions(environment);
  const { from, to } = flags;
  checkChoice(Object.keys(members), { from, to });
  // The queue of a Region receives the events of the source bucket in that Region.
  const regions = Object.keys(members).filter((one) => (from === undefined ? one !== to : one === from));
  const {
    failures: all,
    problems,
    unreadable,
    read,
  } = await withAws(flags, (aws) =>
    failedInQueues(aws, environmentName(environment), regions, (line) => terminal.progress(line)),
  );
  const destination = to === undefined ? undefined : members[to]!.bucket;
  const failures = all.filter((one) => destination === undefined || one.destination === destination);
  for (const problem of problems) terminal.warn(problem);
  if (problems.length > 0) process.exitCode = 1;
  if (unreadable > 0)
    terminal.warn(
      `${unreadable} ${unreadable === 1 ? "message is" : "messages are"} not in the form of an S3 event and could not be read.`,
    );
  if (flags.json) {
    print(JSON.stringify({ environment: environment.name, failures, problems, unreadable }, null, 2));
    return;
  }
  for (const reason of [...new Set(failures.map((one) => one.reason))]) {
    const some = failures.filter((one) => one.reason === reason);
    terminal.say(`${some.length} failed: ${printable(reason)}. ${fixOf(reason)}`);
    for (const one of some)
      terminal.say(
        `  ${printable(one.time)}  ${printable(one.key)} (${printable(one.versionId)}), from ${printable(one.source)} to ${printable(one.destination)}`,
      );
  }
  if (read.length === 0) return;
  const where = read.length === 1 ? `queue of ${read[0]} says` : `queues of ${read.length} Regions say`;
  const toRegion = to === undefined ? "" : ` to ${to}`;
  terminal.say(
    failures.length > 0
      ? `Run mrap repair ${argument} to replicate them again after the causes are gone.`
      : problems.length + unreadable > 0
        ? `No failed replication${toRegion} in the messages that could be read.`
        : `No failed replication${toRegion} in the last 14 days, as far as the ${where}.`,
  );
}
