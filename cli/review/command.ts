import { Option, type Command } from "commander";
import type { ReviewArguments } from "./run";

/** `mrap review`: says what a Terraform plan does to the data, for a pull request, a terminal or a gate. */
export function registerReview(program: Command): void {
  program
    .command("review")
    .description("Says what a Terraform plan does to the data: dangers first, then every change.")
    .argument("<PLAN.json>", "what `terraform show -json plan.out` wrote; - reads standard input")
    .addOption(
      new Option("--format <format>", "default: terminal at a terminal, otherwise markdown").choices([
        "markdown",
        "terminal",
        "json",
      ]),
    )
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 from this severity on")
        .choices(["danger", "warning", "never"])
        .default("danger"),
    )
    .option("--accept <file>", "recorded exceptions (default: .mrap-accept.yaml, where it is there)")
    .option("--name <name>", "the environment's name: in the title, and in the mark of its sticky comment")
    .option("--plan-file <file>", "the plan file itself: its hash is shown, so that exactly it is applied")
    .option(
      "--before <file>",
      "the synthesized configuration as it was (cdk.tf.json): no plan shows a moved state or prevent_destroy",
    )
    .option("--after <file>", "the synthesized configuration as it will be")
    .addHelpText(
      "after",
      "\nExit status: 0 nothing reaches --fail-on, 1 something does, 2 bad arguments or no plan.",
    )
    .action(async (path: string, options: ReviewArguments) => {
      const { runReview } = await import("./run");
      const tty = process.stdout.isTTY === true;
      const color = tty && process.env.NO_COLOR === undefined;
      const { output, status } = runReview(path, options, tty, color);
      process.exitCode = status;
      process.stdout.write(output);
    });
}
