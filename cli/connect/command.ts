import { Option } from "commander";
import { print, withAws, type MrapCommand } from "../command";
import type { Access } from "./identity-policy";
import type { Part } from "./render";
import type { Sdk } from "./snippets/index";

interface ConnectFlags {
  readonly sdk?: Sdk;
  readonly access: Access;
  readonly part?: Part;
  readonly json?: boolean;
  readonly profile?: string;
}

const sdks: readonly Sdk[] = ["js", "python", "java", "go", "cli", "terraform", "cloudfront", "spark"];

/** `mrap connect`: what an application needs to use an access point. */
export function registerConnect(program: MrapCommand): void {
  program
    .command("connect")
    .description(
      "Print what an application needs to use an access point: code, dependencies and an identity policy.",
    )
    .note(
      "The result is Markdown with the ARN of this access point. Requests to an access point need SigV4A, which most SDKs sign only with an extra dependency. docs/connect.md lists the tools that accept the ARN, and the tools that do not.",
    )
    .environment("any", { optional: true })
    .addOption(new Option("--sdk <name>", "SDK or tool of the application.").choices(sdks))
    .addOption(
      new Option("--access <kind>", "What the application does. write includes read.")
        .choices(["read", "write"])
        .default("read"),
    )
    .addOption(
      new Option("--part <part>", "Print only this part, for a file.").choices(["install", "code", "policy"]),
    )
    .option("--json", "Print JSON.")
    .profile()
    .example(
      "mrap connect photos --sdk js",
      "mrap connect photos --sdk python --access write --part code > photos.py",
      "mrap connect photos --part policy",
    )
    .exitStatus({
      0: "The instructions are printed.",
      1: "The access point is not known.",
      2: "Bad arguments.",
    })
    .action(async (argument: string | undefined, { sdk, access, part, json, profile }: ConnectFlags) => {
      const options = { access, ...(sdk && { sdk }), ...(part && { part }), json: json === true };
      const { checkOptions, connect } = await import("./connect");
      checkOptions(options);
      const { environmentArgument, onlyEnvironment } = await import("../access-point/argument");
      const target = argument === undefined ? await onlyEnvironment() : await environmentArgument(argument);
      await withAws(profile === undefined ? {} : { profile }, async (aws) =>
        print(await connect(aws, target, options)),
      );
    });
}
