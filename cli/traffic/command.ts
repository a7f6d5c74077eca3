import type { Command } from "commander";
import type { TrafficFlags } from "./options";

/** `mrap traffic`: load through the access point, and what became of it. */
export function registerTraffic(program: Command): void {
  program
    .command("traffic")
    .description(
      "Sends load through an access point at a rate, whatever the answers take, and reports latencies, errors, who\n" +
        "served, and with --verify what arrived in every bucket and when. Deletes what it wrote.",
    )
    .argument("<ENVIRONMENT>", "an environment file or its name, or an access point's name, alias or ARN")
    .option("--rate <number>", "requests a second", "10")
    .option("--duration <time>", "such as 30s, 5m, 1h", "30s")
    .option("--size <size>", "of an object, such as 64KiB, or sizes with shares: 1KiB:80,1MiB:20", "1KiB")
    .option("--mix <shares>", "shares of the operations", "put=50,get=40,head=5,delete=5")
    .option("--concurrency <number>", "requests on their way at one time", "64")
    .option("--prefix <prefix>", "where keys begin; each run has a folder of its own there", "mrap-traffic/")
    .option("--verify", "read each object back from every bucket; measure when it, and its deletion, arrived")
    .option("--verify-interval <time>", "how often each bucket is looked into for arrivals", "1s")
    .option("--verify-patience <time>", "without any arrival for so long, the rest is missing", "60s")
    .option("--timeout <time>", "how long a request may take", "30s")
    .option(
      "--grace <time>",
      "how long a run that is late may go on; auto: as long again, 10s at least",
      "auto",
    )
    .option("--keep", "leave what it wrote in the buckets")
    .option("--remove <folder>", "send nothing; delete what a run left below its folder")
    .option("--max-cost <dollars>", "refuse a run that may cost more", "1")
    .option("--out <file>", "write the result as JSON, for mrap report")
    .option("--json", "print the result as JSON, and nothing else, to standard output")
    .option("--profile <name>", "profile of the AWS configuration")
    .addHelpText("after", help)
    .exitOverride()
    .action(async (argument: string, flags: TrafficFlags) => {
      const { runTraffic } = await import("./traffic");
      process.exitCode = await runTraffic(argument, flags);
    });
}

const help = `
Ctrl-C ends the load, gives requests on their way 5 s, cleans up, and reports what there is; a second one ends at
once and says what is left, which --remove deletes.

Exit status: 0 done; 1 refused or failed before any load; 2 bad arguments; 3 done, but requests failed, the rate was
not reached, objects or deletes are missing, objects differ, or something could not be cleaned up; 130 interrupted.`;
