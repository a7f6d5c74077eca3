import { Option } from "commander";
import type { MrapCommand } from "../command";
import { write } from "../adapters/streams";
import { ExitStatus } from "../errors";
import type { ReviewArguments } from "./run";

/** `mrap review`: what a Terraform plan does to the data, for a pull request, a terminal or a gate. */
export function registerReview(program: MrapCommand): void {
  program
    .command("review")
    .description("Review a Terraform plan: what it does to the data, and every change.")
    .argument("<PLAN.json>", "The output of `terraform show -json plan.out`; - reads standard input.")
    .addOption(
      new Option(
        "--format <format>",
        "Form of the review; by default, terminal on a terminal and markdown elsewhere.",
      ).choices(["markdown", "terminal", "json", "sarif", "junit", "gitlab", "conftest"]),
    )
    .addOption(
      new Option("--fail-on <severity>", "Lowest severity that results in exit status 1.")
        .choices(["danger", "warning", "never"])
        .default("danger"),
    )
    .option("--accept <file>", "File with accepted findings (default: .mrap-accept.yaml, if it exists).")
    .option("--name <name>", "Name of the environment, for the title and the mark of the sticky comment.")
    .option("--plan-file <file>", "Plan file of Terraform; the review shows its hash.")
    .option(
      "--before <file>",
      "Synthesized configuration before the change (cdk.tf.json). A plan does not show a moved state or prevent_destroy.",
    )
    .option("--after <file>", "Synthesized configuration after the change.")
    .example("terraform show -json plan.out | mrap review -", "mrap review plan.json --format markdown")
    .exitStatus({
      0: "No finding has the severity of --fail-on.",
      1: "A finding has the severity of --fail-on or a higher one.",
      2: "Bad arguments, the input is not a plan, or the review cannot be written.",
    })
    .action(async (path: string, options: ReviewArguments) => {
      const { fitted, takesColors } = await import("../adapters/terminal");
      const { runReview } = await import("./run");
      const { stdout } = process;
      const { output, status } = runReview(path, options, stdout.isTTY === true, takesColors(stdout));
      process.exitCode = status;
      const text = (options.format ?? "terminal") === "terminal" ? fitted(output, stdout) : output;
      stdout.write(text, (failure: NodeJS.ErrnoException | null | undefined) => {
        // A gate must not pass because its review was lost. A reader that leaves has read enough.
        if (!failure || failure.code === "EPIPE") return;
        write(process.stderr, `The review cannot be written (${failure.code ?? "unknown error"}).\n`);
        process.exitCode = ExitStatus.usage;
      });
    });
}
