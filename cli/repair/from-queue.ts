import { print, withAws } from "../command";
import { failedInQueues } from "./events";
import type { JobFlags } from "../jobs/action";

/** `mrap repair --from-queue`: names the objects whose replication failed, from the queues of replication events. */
export async function namesFromQueue(argument: string, flags: JobFlags): Promise<void> {
  const { environmentFile } = await import("../access-point/argument");
  const { openTerminal } = await import("../adapters/terminal");
  const { fixOf } = await import("../jobs/failure-reasons");
  const { environment } = await environmentFile(argument);
  const terminal = openTerminal({ quiet: flags.json });
  const { allRegions, environmentName } = await import("../synthesized/access-points");
  const regions = Object.keys(allRegions(environment)).filter(
    (one) => flags.from === undefined || one === flags.from,
  );
  const { failures, problems } = await withAws(flags, (aws) =>
    failedInQueues(aws, environmentName(environment), regions, (line) => terminal.progress(line)),
  );
  for (const problem of problems) terminal.warn(problem);
  if (problems.length > 0) process.exitCode = 1;
  if (flags.json) {
    print(JSON.stringify({ environment: environment.name, failures, problems }, null, 2));
    return;
  }
  for (const reason of [...new Set(failures.map((one) => one.reason))]) {
    const all = failures.filter((one) => one.reason === reason);
    terminal.say(`${all.length} failed: ${reason}. ${fixOf(reason)}`);
    for (const { time, key, versionId, source, destination } of all)
      terminal.say(`  ${time}  ${key} (${versionId}), from ${source} to ${destination}`);
  }
  const read = regions.length - problems.length;
  if (read === 0) return;
  terminal.say(
    failures.length === 0
      ? `No failed replication in the last 14 days, as far as the queues of ${read} Regions say.`
      : `Run mrap repair ${argument} to replicate them again after the causes are gone.`,
  );
}
