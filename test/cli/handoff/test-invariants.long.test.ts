import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle } from "../../../cli/handoff/bundle";
import { synthesize } from "../../../cli/handoff/synthesize";
import type { EnvironmentProps } from "../../../composition/props";
import { providerConfig } from "../../../local-aws/provider";
import { terraformBinary } from "../../../local-aws/terraform";
import { ALL_REGIONS, environment } from "../../support/environment";
import { dropChecksums } from "../../support/lock-file";

const folder = mkdtempSync(join(tmpdir(), "handoff-invariants-"));
const { TF_CLI_CONFIG_FILE: _, ...inherited } = process.env;
const env = { ...inherited, ...providerConfig(folder), CHECKPOINT_DISABLE: "1" };
afterAll(() => rmSync(folder, { recursive: true }));

function terraform(form: string, ...args: string[]): { passed: boolean; output: string } {
  if (args[0] !== "init") dropChecksums(join(folder, form));
  try {
    const options = { cwd: join(folder, form), env, encoding: "utf8", stdio: "pipe" } as const;
    return { passed: true, output: execFileSync(terraformBinary(), args, options) };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { passed: false, output: `${stdout}${stderr}` };
  }
}

const props = environment(ALL_REGIONS.slice(0, 3), { monitoring: { pendingBytes: 1000 }, tags: {} });
const files = bundle({ id: "id", environment: props, synthesized: synthesize("id", props), format: "both" });

/** Edits a file of the handover. Every edit must change something. */
function edit(path: string, ...changes: ReadonlyArray<readonly [RegExp, string]>): void {
  let text = files.get(path)!;
  for (const [pattern, replacement] of changes) {
    expect(text).toMatch(pattern);
    text = text.replace(pattern, replacement);
  }
  write(path, text);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test("the tests of a handover fail on each change that they exist for, in both forms", () => {
  for (const [path, text] of files) write(path, text);
  edit(
    "hcl/buckets.tf",
    [/prevent_destroy = true/, "prevent_destroy = false"],
    [/status = "Enabled"/, 'status = "Suspended"'],
    [/block_public_policy( +)= true/, "block_public_policy$1= false"],
  );
  edit("hcl/main.tf", [/ {2}lifecycle \{\n {4}prevent_destroy = true\n {2}\}\n/, ""]);
  edit("hcl/locals.tf", [/^ +\{ id = "to-eu-west-1".*\n/m, ""]);
  edit("hcl/replication.tf", [
    /delete_marker_replication \{\n( +)status = "Enabled"/,
    'delete_marker_replication {\n$1status = "Disabled"',
  ]);
  edit("hcl/access.tf", [
    /sid( +)= "OnlyThroughAccessPoint"\n( +)effect( +)= "Deny"/,
    'sid$1= "Open"\n$2effect$3= "Deny"',
  ]);
  edit("hcl/monitoring.tf", [/threshold( +)= var\.replication_pending_bytes/, "threshold$1= 1"]);
  expect(terraform("hcl", "init", "-backend=false", "-no-color").passed).toBe(true);
  const { passed, output } = terraform("hcl", "test", "-no-color");
  expect(passed).toBe(false);
  const said = output.replace(/\s+/g, " ");
  for (const message of [
    "Keep prevent_destroy = true in every aws_s3_bucket: a destroyed one cannot be restored.",
    "Keep prevent_destroy = true in every aws_s3control_multi_region_access_point: a destroyed one cannot be restored.",
    "Replication needs versioning on every bucket.",
    "Every bucket must block public access.",
    "Every bucket must replicate to every other bucket.",
    "Every replication rule must keep its settings.",
    "The policy of every bucket must keep its Deny statements: OnlyOverTls, OnlyThroughAccessPoint, OnlyBucketEncryption.",
    "The alarms must use var.replication_pending_bytes as their threshold.",
  ])
    expect(said).toContain(message);
  expect(said).toContain('run "invalid_values_are_rejected"... pass');
  expect(said).toContain("1 passed, 4 failed");

  edit("json/main.tf.json", [/"prevent_destroy": true/, '"prevent_destroy": false']);
  expect(terraform("json", "init", "-backend=false", "-no-color").passed).toBe(true);
  const json = terraform("json", "test", "-no-color");
  expect(json.output.replace(/\s+/g, " ")).toContain("Keep prevent_destroy = true in every");
  expect(json.output).toContain("4 passed, 1 failed");
}, 180_000);

test("a handover of an environment whose adoption ends is valid in both forms", () => {
  const props: EnvironmentProps = {
    name: "photos",
    state: "local",
    regions: {
      "eu-west-1": { bucket: "photos-ireland", adopt: "forget" },
      "us-east-1": { bucket: "photos-virginia", adopt: "restore" },
    },
    existing: { "us-east-1": { versioning: "Enabled", policy: [] } },
    accessPoint: "forget",
    existingAccessPoint: { account: "123456789012", alias: "mfzwi23gnjvgw.mrap" },
  };
  const written = bundle({
    id: "end",
    environment: props,
    synthesized: synthesize("end", props),
    format: "both",
  });
  for (const [path, text] of written) write(`end/${path}`, text);
  for (const form of ["end/hcl", "end/json"]) {
    expect(terraform(form, "init", "-backend=false", "-no-color")).toMatchObject({
      passed: true,
      output: expect.stringContaining("successfully initialized"),
    });
    const { output } = terraform(form, "validate", "-json");
    expect(JSON.parse(output)).toMatchObject({ valid: true, diagnostics: [] });
  }
}, 120_000);
