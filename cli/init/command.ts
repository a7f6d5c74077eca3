import { Option } from "commander";
import { say, withAws, type MrapCommand } from "../command";
import type { EnvironmentFlags } from "./given";
import type { Cdk } from "./project";

interface InitFlags extends EnvironmentFlags {
  readonly fromExample?: string;
  readonly force?: boolean;
  readonly yes?: boolean;
  readonly profile?: string;
  readonly project?: string;
  readonly cdk?: Cdk;
  readonly package?: string;
}

const repeatable = (value: string, all: readonly string[] | undefined): string[] => [...(all ?? []), value];

/** `mrap init`: a new environment file, or a project that deploys environments with this package. */
export function registerInit(program: MrapCommand): void {
  program
    .command("init")
    .description("Write an environment file, or a project that deploys environments with this package.")
    .note(
      "On a terminal, the command asks for everything that the options do not give, and proposes what it can find out: the account, its enabled Regions and default VPCs, and free bucket names. Without a terminal it never asks. It changes nothing in the account.",
    )
    .argument("[FILE]", "File to write (default: NAME.yaml in environments/).")
    .option("--name <name>", "Name of the access point.")
    .option(
      "--region <region[=bucket]>",
      "A Region and its bucket. Repeat it for each Region. Without a bucket, the command proposes NAME-ACCOUNT-REGION.",
      repeatable,
    )
    .option(
      "--passive <region>",
      "A Region that is passive at first. Repeatable. The others are active.",
      repeatable,
    )
    .option(
      "--state-bucket <name>",
      "Bucket for the Terraform state, or local (default: NAME-ACCOUNT-terraform-state).",
    )
    .option(
      "--state-region <region>",
      "Region of the state bucket (default: a Region without a member bucket).",
    )
    .option("--reader <arn>", "A principal that may read. Repeatable.", repeatable)
    .option("--writer <arn>", "A principal that may read and write. Repeatable.", repeatable)
    .option(
      "--network <region[=vpc]>",
      "A Region that gets a VPC endpoint, and its VPC: an ID, or the default VPC. Repeatable.",
      repeatable,
    )
    .option("--from-example <name>", "Start from an example, such as two-regions, and keep its settings.")
    .option("--yes", "Accept all proposals and ask nothing.")
    .option("--force", "Replace an existing file.")
    .profile()
    .option("--project <folder>", "Write a project into this folder instead. It must be empty or missing.")
    .addOption(new Option("--cdk <name>", "CDK of the project (default: cdktf).").choices(["cdktf", "cdktn"]))
    .option(
      "--package <specifier>",
      "Tarball from npm pack, or npm specifier, of this package (default: the running version).",
    )
    .example(
      "mrap init",
      "mrap init --name photos --region eu-west-1 --region us-east-1 --passive us-east-1",
      "mrap init environments/test.yaml --from-example active-active --name test",
      "mrap init --project access-points --cdk cdktn",
    )
    .exitStatus({
      0: "The file or the project is written, and no check found an error.",
      1: "It cannot be written, or a check found an error.",
      2: "Bad arguments.",
    })
    .action(async (file: string | undefined, flags: InitFlags) => {
      const { checkFlags } = await import("./flags");
      checkFlags(file, flags);
      if (flags.project !== undefined) {
        const { project, cdk = "cdktf", package: specifier } = flags;
        const { writeProject } = await import("./project");
        for (const one of writeProject({ folder: project, cdk, ...(specifier && { package: specifier }) }))
          say(`Wrote ${project}/${one}`);
        say(`Next: cd ${project}, edit environments/photos.yaml, then run npm install and npm run deploy.`);
        return;
      }
      const { givenBy } = await import("./given");
      const { initEnvironment } = await import("./environment");
      const { openTerminal } = await import("../adapters/terminal");
      const { fromExample, force = false, yes = false, profile } = flags;
      const interactive =
        !yes && fromExample === undefined && process.stdin.isTTY === true && process.stderr.isTTY === true;
      const options = {
        given: givenBy(flags),
        force,
        interactive,
        variables: process.env,
        ...(file !== undefined && { file }),
        ...(fromExample !== undefined && { example: fromExample }),
      };
      await withAws(profile === undefined ? {} : { profile }, async (aws) => {
        if (await initEnvironment(aws, openTerminal(), options)) process.exitCode = 1;
      });
    });
}
