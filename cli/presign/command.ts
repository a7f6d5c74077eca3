import { Option } from "commander";
import { print, withAws, type MrapCommand } from "../command";

interface PresignFlags {
  readonly method: "get" | "put";
  readonly expires: string;
  readonly json?: boolean;
  readonly profile?: string;
}

/** `mrap presign`: a URL with which anyone can read or write one object for a while. */
export function registerPresign(program: MrapCommand): void {
  program
    .command("presign")
    .description("Print a presigned URL (SigV4A) for one object of an access point.")
    .note(
      "Anyone with the URL can use it until it expires, with the permissions of the credentials that signed it. With temporary credentials, the URL stops working when they expire. Nothing is sent to the access point.",
    )
    .environment("any")
    .argument("<KEY>", "Key of the object.")
    .addOption(
      new Option("--method <method>", "What the URL allows: to read or to write the object.")
        .choices(["get", "put"])
        .default("get"),
    )
    .option(
      "--expires <duration>",
      "How long the URL is valid, such as 90s, 15m, 12h or 7d. At most 7d.",
      "1h",
    )
    .option("--json", "Print JSON.")
    .profile()
    .example(
      "mrap presign photos cats/tom.jpg --expires 15m",
      'curl --upload-file tom.jpg "$(mrap presign photos cats/tom.jpg --method put)"',
    )
    .exitStatus({ 0: "The URL is printed.", 1: "The access point is not known.", 2: "Bad arguments." })
    .action(async (argument: string, key: string, { method, expires, json, profile }: PresignFlags) => {
      const { parseExpiry } = await import("./duration");
      const { checkKey } = await import("./key");
      const expiresInSeconds = parseExpiry(expires);
      checkKey(key);
      const { environmentArgument } = await import("../access-point/argument");
      const { presignedUrl } = await import("./presign");
      const { write } = await import("../adapters/streams");
      const { fitted } = await import("../adapters/terminal");
      const target = await environmentArgument(argument);
      await withAws(profile === undefined ? {} : { profile }, async (aws) => {
        const warn = (line: string): void => write(process.stderr, `${fitted(line, process.stderr)}\n`);
        const found = await presignedUrl(aws, target, {
          method,
          key,
          expiresInSeconds,
          now: new Date(),
          warn,
        });
        print(json ? JSON.stringify(found, null, 2) : found.url);
      });
    });
}
