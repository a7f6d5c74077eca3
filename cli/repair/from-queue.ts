import { print, withAws } from "../command";
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
  const { failures: all, problems } = await withAws(flags, (aws) =>
    failedInQueues(aws, environmentName(environment), regions, (line) => terminal.progress(line)),
  );
  const destination = to === undefined ? undefined : members[to]!.bucket;
  const failures = all.filter((one) => destination === undefined || one.destination === destination);
  for (const problem of problems) terminal.warn(problem);
  if (problems.length > 0) process.exitCode = 1;
  if (flags.json) {
    print(JSON.stringify({ environment: environment.name, failures, problems }, null, 2));
    return;
  }
  for (const reason of [...new Set(failures.map((one) => one.reason))]) {
    const some = failures.filter((one) => one.reason === reason);
    terminal.say(`${some.length} failed: ${reason}. ${fixOf(reason)}`);
    for (const one of some)
      terminal.say(`  ${one.time}  ${one.key} (${one.versionId}), from ${one.source} to ${one.destination}`);
  }
  const read = regions.length - problems.length;
  if (read === 0) return;
  terminal.say(
    failures.length === 0
      ? `No failed replication${to === undefined ? "" : ` to ${to}`} in the last 14 days, as far as the ${read === 1 ? `queue of ${regions.length === 1 ? regions[0] : "1 Region"} says` : `queues of ${read} Regions say`}.`
      : `Run mrap repair ${argument} to replicate them again after the causes are gone.`,
  );
}
