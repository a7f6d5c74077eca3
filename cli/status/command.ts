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
      const { takeStatus } = await import("./status");
      const terminal = openTerminal();
      const last = { name: nameOf(target), terminal, json: options.json };
      const status = await routingOrReason(last, () => withAws(options, (aws) => takeStatus(aws, target)));
      if (status === undefined) {
        process.exitCode = 1;
        return;
      }
      if (options.json) {
        const { statusJson } = await import("./json");
        print(JSON.stringify(statusJson(status), null, 2));
      } else {
        const { renderStatus } = await import("./render");
        for (const line of renderStatus(status, terminal)) terminal.say(line);
      }
      if ("unreachable" in status.routing) process.exitCode = 1;
    });
}
