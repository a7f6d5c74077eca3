import { print, withAws, type MrapCommand } from "../command";

interface PlanArguments {
  readonly out?: string;
  readonly json?: boolean;
  readonly aws: boolean;
  readonly profile?: string;
}

/** `mrap plan`: synth, terraform plan and review in one, after the changes that Terraform cannot make in place. */
export function registerPlan(program: MrapCommand): void {
  program
    .command("plan")
    .description("Plan an environment with Terraform, and review the plan.")
    .note(
      "The command first compares the file with the deployed access point. It reports a new name, an added or removed Region, another bucket, and protect: false that is not deployed yet, each with what to do. If Terraform would refuse the change, there is no plan. The command changes nothing in AWS.",
    )
    .note(
      "The deployed access point is read from Terraform's state. If the state has none, the command asks AWS for the access point of the member buckets. It runs terraform, or the program in TERRAFORM_BINARY_NAME, in cdktf.out.",
    )
    .note(
      "If the file names existing KMS keys, the command asks AWS whether the environment can use them, before Terraform runs.",
    )
    .note(
      "If the file adopts buckets, the command compares them with NAME.adopted.yaml before Terraform runs. If one has changed, there is no plan.",
    )
    .environment("file")
    .option("--out <file>", "Keep the plan for terraform apply in this file; by default, it is deleted.")
    .option("--no-aws", "Do not ask AWS for the access point, the existing keys and the adopted buckets.")
    .option("--json", "Print JSON.")
    .profile()
    .example("mrap plan photos", "mrap plan photos --out photos.tfplan")
    .exitStatus({
      0: "The plan has no danger.",
      1: "The plan has a danger or replaces the access point, the file has an error, an existing key cannot be used, or an adopted bucket has changed.",
      2: "Bad arguments, or Terraform could not plan.",
      130: "Interrupted. Terraform was stopped.",
    })
    .action(async (argument: string, { out, json = false, aws, ...options }: PlanArguments) => {
      const { environmentFile } = await import("../access-point/argument");
      const { file } = await environmentFile(argument);
      const [{ openTerminal, takesColors }, { planStatus, runPlan }, { planJson, planText }] =
        await Promise.all([import("../adapters/terminal"), import("./run"), import("./render")]);
      const { existingKeyProblems } = await import("./existing-keys");
      const { adoptedProblems } = await import("./adopted-buckets");
      const { deployedInAws } = await import("../live/deployed-under-another-name");
      if (options.profile !== undefined) process.env["AWS_PROFILE"] = options.profile;
      const terminal = openTerminal({ quiet: json });
      const result = await runPlan(file, {
        progress: (line) => terminal.progress(line),
        warn: (line) => terminal.warn(line),
        ...(out !== undefined && { out }),
        ...(aws && {
          askAws: (environment) => withAws(options, (connection) => deployedInAws(connection, environment)),
          askKeys: (loaded) => withAws(options, (connection) => existingKeyProblems(connection, loaded)),
          askAdopted: (loaded) => withAws(options, (connection) => adoptedProblems(connection, loaded)),
        }),
      });
      process.exitCode = planStatus(result);
      if (json) return print(JSON.stringify(planJson(result), undefined, 2));
      terminal.say(planText(result, takesColors(process.stdout)));
    });
}
