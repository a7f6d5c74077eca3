import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { bundle } from "../../../cli/handoff/bundle";
import { synthesize } from "../../../cli/handoff/synthesize";
import { loadEnvironment } from "../../../environment/load";
import { providerConfig } from "../../../local-aws/provider";
import { terraformBinary } from "../../../local-aws/terraform";
import { appCommand } from "../../support/app-command";
import { dropChecksums } from "../../support/lock-file";
import { hostileEnvironment } from "./hostile";

const PROJECT = join(__dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "handoff-hostile-"));
const { TF_CLI_CONFIG_FILE: _, ...inherited } = process.env;
const env = { ...inherited, ...providerConfig(folder), CHECKPOINT_DISABLE: "1" };
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Uses mocked providers, which is fast. `npm run test:long` plans such environments on the local AWS, which also
 * shows the administrators: they are in lists with ARNs that are known after apply. The expected values are read from a
 * file as data and are not part of any expression.
 */
test("generated text in every free-text field appears unchanged in the plan, in all three forms", () => {
  const written = hostileEnvironment(42);
  const file = join(folder, "hostile.yaml");
  writeFileSync(file, stringify(written));
  const environment = loadEnvironment(file);
  const synthesized = synthesize("hostile", environment);
  const files = bundle({ id: "hostile", environment, synthesized, format: "both" });
  for (const [path, text] of files) write(path, text);
  const [app, ...args] = appCommand();
  const outdir = join(folder, "cdktf.out");
  execFileSync(app, args, { cwd: PROJECT, env: { ...env, MRAP_ENVIRONMENTS: file, CDKTF_OUTDIR: outdir } });
  write("cdk/cdk.tf.json", readFileSync(join(outdir, "stacks", "hostile", "cdk.tf.json"), "utf8"));

  const [mocks] = files.get("hcl/tests/plan.tftest.hcl")!.split(/^run /m);
  const labels = synthesized.plain.elements
    .filter(({ type }) => type === "aws_sns_topic_subscription")
    .map(({ label }) => label);
  const prefixes = (region: string) =>
    `[for rule in aws_s3_bucket_replication_configuration.${region}.rule : rule.filter[0].prefix]`;
  const emails = `[${labels.map((label) => `aws_sns_topic_subscription.${label}.endpoint`).join(", ")}]`;
  const principals = (sid: string) =>
    `flatten([for s in data.aws_iam_policy_document.access_point.statement : s.principals[*].identifiers if s.sid == "${sid}"])`;
  for (const form of ["cdk", "hcl", "json"]) {
    const expected = {
      prefixes: written.replication.prefixes,
      emails: written.monitoring.notify,
      readers: written.access.readers,
      writers: written.access.writers,
      tags: written.tags,
    };
    write(`${form}/expected.json`, JSON.stringify(expected));
    const read = (name: string) => `jsondecode(file("\${path.root}/expected.json")).${name}`;
    const equal = (value: string, name: string, of = "") =>
      `  assert {\n    condition = jsonencode(${of}(${value})) == jsonencode(${of}(${read(name)}))\n    error_message = "${name}"\n  }\n`;
    const asserts = [
      equal(prefixes("ap_south_1"), "prefixes"),
      equal(prefixes("us_east_1"), "prefixes"),
      equal(`distinct(${emails})`, "emails", "sort"),
      equal(principals("ReadersGetObjects"), "readers", "sort"),
      equal(principals("WritersUseObjects"), "writers", "sort"),
      ...(form === "cdk" ? [] : [equal("var.tags", "tags")]),
    ];
    write(`${form}/tests/plan.tftest.hcl`, `${mocks}run "text" {\n  command = plan\n${asserts.join("")}}\n`);
    terraform(form, "init", "-backend=false");
    dropChecksums(join(folder, form));
    terraform(form, "test");
  }
  terraform("hcl", "fmt", "-check", ".");
}, 120_000);

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function terraform(form: string, ...args: string[]): void {
  try {
    execFileSync(terraformBinary(), [args[0]!, "-no-color", ...args.slice(1)], {
      cwd: join(folder, form),
      env,
      encoding: "utf8",
      stdio: "pipe",
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    const said = `${stdout}${stderr}`.slice(0, 4000);
    throw new Error(`terraform ${args.join(" ")} (${form}): ${said}`, { cause: error });
  }
}
