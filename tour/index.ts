import { mkdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { loadEnvironments } from "../environment/load";
import { EnvironmentError } from "../environment/error";
import { LocalAwsError, startLocalAws, type LocalAws } from "../local-aws";
import { terraformBinary } from "../local-aws/terraform";
import { Children, CommandFailure } from "./children";
import { DeployedEnvironment } from "./clients";
import { CheckFailure } from "./expect";
import { pc, Progress } from "./progress";
import { Deployment } from "./terraform";
import { Verification, type CheckLine } from "./verification";
import { walkthrough, type Step } from "./walkthrough";

// The SDK's warning about Node.js 20 concerns contributors only.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const PROJECT = resolve(__dirname, "..");
const progress = new Progress();

/** Runs the walkthrough on the local AWS, for `npm start`. Returns the exit status. */
async function tour(file: string): Promise<number> {
  const started = Date.now();
  const { id, environment } = loadEnvironments(file)[0]!;
  const terraform = terraformBinary();
  const routes = Object.entries(environment.regions).map(([region, { routing }]) => `${region} ${routing}`);
  progress.line(
    pc.bold("An S3 Multi-Region Access Point with Terraform, on a local AWS that is deleted at the end"),
  );
  progress.line(`${relative(PROJECT, file)}: ${environment.name} (${routes.join(", ")})\n`);

  progress.begin("Start the local AWS");
  const aws = await startLocalAws({ progress: (text) => progress.update(text) });
  const children = new Children(PROJECT, {
    ...aws.childEnv(),
    MRAP_ENVIRONMENTS: file,
    MRAP_IDENTITY_RECORD: "off",
    TERRAFORM_BINARY_NAME: terraform,
  });
  stopOnSignals(aws, children);
  try {
    progress.done([`It listens on ${aws.url} and answers for the host names of AWS.`]);
    const records = join(aws.directory, "mrap");
    mkdirSync(records);
    const steps = walkthrough({
      environment: new DeployedEnvironment(environment, aws),
      deployment: new Deployment(children, PROJECT, join(aws.directory, "cdktf.out"), id, terraform),
      mrap: async (...args) => {
        const { output } = await children.run(join(PROJECT, "bin", "mrap"), args, { cwd: records });
        return output.filter((line) => line.trim() !== "").at(-1) ?? "";
      },
      verify: async () => {
        const { status, output, standardOutput } = await children.run(
          join(PROJECT, "bin", "mrap"),
          ["verify", file, "--json"],
          // 1 and 3 are read from the results, which name the check.
          { cwd: records, expected: [0, 1, 3] },
        );
        if (standardOutput.length === 0)
          throw new CommandFailure("mrap verify", `exit status ${status}`, output);
        const { checks } = JSON.parse(standardOutput.join("\n")) as { checks: CheckLine[] };
        return new Verification(checks);
      },
      file,
    });
    for (const step of steps) if (!(await take(step))) return 1;
    const seconds = Math.round((Date.now() - started) / 1000);
    progress.line(
      pc.green(
        `\nAll ${steps.length} steps passed in ${seconds} s. mrap verify checked them through the AWS API.`,
      ),
    );
    progress.line("Next: edit environments/demo.yaml, then run npx cdktf diff and npx cdktf deploy.");
    return 0;
  } finally {
    children.stop();
    await aws.stop();
  }
}

/** Runs a step. After a failure, prints what was expected and what was seen. */
async function take(step: Step): Promise<boolean> {
  progress.begin(step.title);
  try {
    progress.done(await step.run((detail) => progress.update(detail)));
    return true;
  } catch (error) {
    progress.failed();
    for (const line of explain(error)) process.stderr.write(`    ${line}\n`);
    return false;
  }
}

function explain(error: unknown): string[] {
  if (error instanceof CheckFailure) {
    return [error.what, `expected: ${error.expected}`, `seen:     ${error.seen}`];
  }
  if (error instanceof CommandFailure) {
    return [
      `expected: ${error.command} to succeed`,
      `seen:     ${error.status}. The last lines of its output:`,
      ...error.output,
    ];
  }
  return [
    "expected: an answer from the AWS API",
    `seen:     ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
  ];
}

function stopOnSignals(aws: LocalAws, children: Children): void {
  const statuses: readonly [NodeJS.Signals, number][] = [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ];
  for (const [signal, status] of statuses) {
    process.prependListener(signal, () => {
      progress.stop();
      process.stderr.write("Stopped. Ending all processes of the walkthrough.\n");
      children.stop();
      void aws.stop().finally(() => process.exit(status));
    });
  }
}

tour(resolve(process.argv[2] ?? join(PROJECT, "environments", "demo.yaml"))).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    progress.stop();
    // A mistake of the user has a message. Anything else is a defect and shows its stack.
    const known = error instanceof EnvironmentError || error instanceof LocalAwsError;
    process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
