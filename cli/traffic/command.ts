import type { MrapCommand } from "../command";
import type { TrafficFlags } from "./options";

/** `mrap traffic`: sends load through the access point and reports the results. */
export function registerTraffic(program: MrapCommand): void {
  program
    .command("traffic")
    .description("Send load through an access point at a steady rate and measure the answers.")
    .note(
      "The result has latencies, errors and the Regions that served. With --verify, it also says which objects and deletions arrived in each bucket, and when. The command deletes the objects that it wrote.",
    )
    .note(
      "Ctrl-C ends the load, waits up to 5 s for requests in flight, deletes the objects and reports the results so far. A second Ctrl-C exits at once and prints what is left, which --remove deletes.",
    )
    .environment("any")
    .option("--rate <number>", "Requests per second.", "10")
    .option("--duration <time>", "How long to send, such as 30s, 5m or 1h.", "30s")
    .option(
      "--size <size>",
      "Size of an object, such as 64KiB, or sizes with shares: 1KiB:80,1MiB:20.",
      "1KiB",
    )
    .option("--mix <shares>", "Shares of the operations.", "put=50,get=40,head=5,delete=5")
    .option("--concurrency <number>", "Maximum number of requests in flight.", "64")
    .option(
      "--prefix <prefix>",
      "Key prefix; each run writes into a folder of its own below it.",
      "mrap-traffic/",
    )
    .option("--verify", "Read each object from every bucket, and measure when it and its deletion arrived.")
    .option("--verify-interval <time>", "How often to look for arrivals in each bucket.", "1s")
    .option(
      "--verify-patience <time>",
      "Time without a new arrival after which the remaining objects count as missing.",
      "60s",
    )
    .option("--timeout <time>", "How long a request may take.", "30s")
    .option(
      "--grace <time>",
      "How long a late run may continue; auto is the duration again, at least 10s.",
      "auto",
    )
    .option("--keep", "Do not delete the objects that the run wrote.")
    .option("--remove <folder>", "Send no load; delete the objects that an earlier run left in its folder.")
    .option("--max-cost <dollars>", "Reject a run that may cost more, in US dollars.", "1")
    .option("--out <file>", "Write the result as JSON, for mrap report.")
    .option("--json", "Print only the result, as JSON.")
    .profile()
    .example("mrap traffic photos --rate 50 --duration 5m --verify")
    .exitStatus({
      0: "Done.",
      1: "Rejected or failed before the load.",
      2: "Bad arguments.",
      3: "Done, but requests failed, the rate was not reached, objects or deletions are missing, objects differ, or the cleanup is incomplete.",
      130: "Interrupted.",
    })
    .action(async (argument: string, flags: TrafficFlags) => {
      const { runTraffic } = await import("./traffic");
      process.exitCode = await runTraffic(argument, flags);
    });
}
