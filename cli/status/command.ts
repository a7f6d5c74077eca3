import { print, withAws, type MrapCommand } from "../command";

/** `mrap status`: what an operator wants to know first. */
export function registerStatus(program: MrapCommand): void {
  program
    .command("status")
    .description(
      "Show the routing, the buckets, the replication in each direction and the open alarms of an access point.",
    )
    .note(
      "Each figure is read in the Region that publishes it. A Region that does not answer is shown as unreachable, and everything else is still shown.",
    )
    .note("During a change of Regions, it shows both access points and whether their routings agree.")
    .environment("any", { optional: true })
    .option("--json", "Print the status as JSON.")
    .profile()
    .example("mrap status photos", "mrap status photos --json")
    .exitStatus({ 0: "The status is shown.", 1: "The routing is not known.", 2: "Bad arguments." })
    .action(async (argument: string | undefined, options: { json?: boolean; profile?: string }) => {
      const { environmentArgument, onlyEnvironment } = await import("../access-point/argument");
      const target = argument === undefined ? await onlyEnvironment() : await environmentArgument(argument);
      const { nameOf } = await import("../access-point/argument");
      const { openTerminal } = await import("../adapters/terminal");
      const { routingOrReason } = await import("../live/routing-or-reason");
      const { routingIsKnown, takeStatuses } = await import("./both");
      const terminal = openTerminal();
      const last = { name: nameOf(target), terminal, json: options.json };
      const statuses = await routingOrReason(last, () =>
        withAws(options, (aws) => takeStatuses(aws, target)),
      );
      if (statuses === undefined) {
        process.exitCode = 1;
        return;
      }
      if (options.json) {
        const { statusesJson } = await import("./render-both");
        print(JSON.stringify(statusesJson(statuses), null, 2));
      } else {
        const { renderStatuses } = await import("./render-both");
        for (const line of renderStatuses(statuses, terminal)) terminal.say(line);
      }
      if (!routingIsKnown(statuses)) process.exitCode = 1;
    });
}
