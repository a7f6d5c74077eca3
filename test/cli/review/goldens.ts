/**
 * Makes the golden files of `mrap review` with the real Terraform on the local AWS:
 *
 *     npm run goldens [SCENARIO…]
 *     npm run goldens -- --render    (only the Markdown, from the recorded plans)
 *
 * Each folder of scenarios/ holds `before.yaml` and `after.yaml` (environment files) and, for what no environment file
 * can say, `after.patch.json` (a JSON merge patch of the synthesized configuration). `base.patch.json` adds resources to
 * every scenario. A scenario about a change of Regions has the environment's identity record in `identity.json`, and an
 * environment of its own. A scenario without a `before.yaml` starts from the shared one, with `extended.patch.json` on top.
 * `harmless.yaml` or `harmless.patch.json` is a change that must raise nothing. A scenario with a `before.tf` is plain HCL,
 * with `after.tf` and `harmless.tf`. Written are `plan.json.gz`, `expected.golden.md` and `harmless.json.gz`,
 * and for findings about the configurations themselves both of these, before and after.
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { S3Client, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { identityFile } from "../../../environment/identity";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { terraformBinary } from "../../../local-aws/terraform";
import {
  BASE_PATCH,
  EXTENDED_PATCH,
  SCENARIOS,
  expectation,
  patched,
  renumbered,
  type Json,
} from "./scenario";

const PROJECT = join(__dirname, "..", "..", "..");

/** Changes that somebody makes by hand, and what undoes them is the next apply. */
const BY_HAND: Readonly<Record<string, (aws: LocalAws) => Promise<void>>> = {
  drift: async (aws) => {
    const s3 = new S3Client(aws.clientConfig("eu-west-1"));
    await s3.send(
      new PutBucketVersioningCommand({
        Bucket: "orders-ireland",
        VersioningConfiguration: { Status: "Suspended" },
      }),
    );
    s3.destroy();
  },
};

/** Some changes are in no plan. They are found in the configurations themselves. */
const COMPARED: readonly string[] = [
  "state-moved",
  "state-lock-off",
  "provider-changed",
  "protection-off",
  "ignore-changes-dropped",
];

class Workshop {
  private readonly folder = mkdtempSync(join(tmpdir(), "mrap-goldens-"));
  private readonly stack = join(this.folder, "stack");
  private readonly synthesized = new Map<string, Json>();
  private applied = "";

  /** @param identity the identity record of the environment, at each synth */
  constructor(
    private readonly aws: LocalAws,
    private readonly binary: string,
    private readonly identity?: string,
  ) {
    mkdirSync(this.stack);
  }

  private terraform(...args: readonly string[]): string {
    const env = this.aws.childEnv();
    return execFileSync(this.binary, [...args, ...(args[0] === "show" ? [] : ["-no-color"])], {
      cwd: this.stack,
      env,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  /** The synthesized configuration, as it is. */
  synthesize(environment: string): Json {
    const known = this.synthesized.get(environment);
    if (known !== undefined) return known;
    const out = join(this.folder, "out");
    const file = join(this.folder, "orders.yaml");
    writeFileSync(file, environment);
    if (this.identity !== undefined) writeFileSync(identityFile(file), this.identity);
    execFileSync("node", ["-r", "@swc-node/register", "main.ts"], {
      cwd: PROJECT,
      env: { ...process.env, MRAP_ENVIRONMENTS: file, CDKTF_OUTDIR: out },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const made = JSON.parse(readFileSync(join(out, "stacks", "orders", "cdk.tf.json"), "utf8")) as Json;
    this.synthesized.set(environment, made);
    return made;
  }

  private configure(configuration: Json): void {
    if (typeof configuration === "string") writeFileSync(join(this.stack, "main.tf"), configuration);
    else writeFileSync(join(this.stack, "cdk.tf.json"), JSON.stringify(configuration, null, 1));
    // The scenario's own backend is only looked at; what is applied here keeps its state in this folder.
    writeFileSync(
      join(this.stack, "backend_override.tf.json"),
      JSON.stringify({ terraform: { backend: { local: {} } } }),
    );
    if (!existsSync(join(this.stack, ".terraform"))) this.terraform("init", "-input=false");
  }

  apply(configuration: Json, again: boolean, refreshed = false): void {
    const text = JSON.stringify(configuration);
    if (text === this.applied && !again) return;
    this.configure(configuration);
    // A fresh environment is applied once: a plan right after that is full of differences that are no drift. A later change
    // of a bucket makes the provider put its own idea of the replication back (without replica modifications), which
    // the second apply repairs.
    const times = this.applied === "" ? 1 : 2;
    for (let i = 0; i < times; i++) this.terraform("apply", "-auto-approve", "-input=false");
    // The plans of the shared environment then need no refresh of their own, which takes most of their time.
    if (refreshed) this.terraform("apply", "-refresh-only", "-auto-approve", "-input=false");
    this.applied = text;
  }

  plan(configuration: Json, args: readonly string[]): string {
    this.configure(configuration);
    this.terraform("plan", "-input=false", "-out=plan.out", ...args);
    return renumbered(this.terraform("show", "-json", "plan.out"));
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const read = (name: string, file: string): string | undefined => {
  const path = join(SCENARIOS, name, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};
const patch = (name: string, file: string): Json => JSON.parse(read(name, file) ?? "{}") as Json;

function record(name: string, file: string, content: string): void {
  writeFileSync(join(SCENARIOS, name, file), gzipSync(content, { level: 9 }));
}

async function make(name: string, workshop: Workshop, aws: LocalAws, base: Json): Promise<void> {
  const own = read(name, "before.yaml");
  const shared = readFileSync(join(SCENARIOS, "before.yaml"), "utf8");
  const extended = own === undefined ? (JSON.parse(readFileSync(EXTENDED_PATCH, "utf8")) as Json) : {};
  const synthesized = (environment: string): Json =>
    patched(patched(workshop.synthesize(read(name, environment) ?? own ?? shared), base), extended);
  const before = synthesized("before.yaml");
  const shares = own === undefined;
  workshop.apply(before, false, shares);
  const refresh = shares ? ["-refresh=false"] : [];
  if (read(name, "harmless.yaml") !== undefined || read(name, "harmless.patch.json") !== undefined) {
    const harmless = patched(synthesized("harmless.yaml"), patch(name, "harmless.patch.json"));
    record(name, "harmless.json.gz", workshop.plan(harmless, refresh));
    if (COMPARED.includes(name))
      record(name, "harmless-configurations.json.gz", JSON.stringify({ before, after: harmless }));
  }
  const after = patched(synthesized("after.yaml"), patch(name, "after.patch.json"));
  await BY_HAND[name]?.(aws);
  const args = (read(name, "arguments.txt") ?? "").split(/\s+/).filter((word) => word !== "");
  record(name, "plan.json.gz", workshop.plan(after, [...refresh, ...args]));
  if (COMPARED.includes(name)) record(name, "configurations.json.gz", JSON.stringify({ before, after }));
  writeFileSync(join(SCENARIOS, name, "expected.golden.md"), expectation(name));
  if (BY_HAND[name]) workshop.apply(before, true);
}

/** A scenario in plain HCL has a state of its own. */
function makeHcl(name: string, aws: LocalAws): void {
  const workshop = new Workshop(aws, terraformBinary());
  try {
    workshop.apply(read(name, "before.tf") ?? "", false);
    record(name, "harmless.json.gz", workshop.plan(read(name, "harmless.tf") ?? "", []));
    record(name, "plan.json.gz", workshop.plan(read(name, "after.tf") ?? "", []));
    writeFileSync(join(SCENARIOS, name, "expected.golden.md"), expectation(name));
  } finally {
    workshop.clear();
  }
}

async function main(args: readonly string[]): Promise<void> {
  const all = readdirSync(SCENARIOS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  if (args.includes("--render")) {
    for (const name of all.filter((each) => existsSync(join(SCENARIOS, each, "plan.json.gz"))))
      writeFileSync(join(SCENARIOS, name, "expected.golden.md"), expectation(name));
    return;
  }
  // Scenarios that start from the same environment follow each other: it is applied once.
  const key = (name: string): string => `${read(name, "before.yaml") ?? "zzz"}\n${name}`;
  const wanted = all
    .filter((name) => args.length === 0 || args.includes(name))
    .sort((one, other) => (key(one) < key(other) ? -1 : 1));
  const base = JSON.parse(readFileSync(BASE_PATCH, "utf8")) as Json;
  const aws = await startLocalAws();
  const workshop = new Workshop(aws, terraformBinary());
  // The environments of changes need an account of their own: a VPC has one endpoint to access points.
  const changing = new Map<string, { readonly aws: LocalAws; readonly workshop: Workshop }>();
  const makeChange = async (name: string, identity: string): Promise<void> => {
    const key = `${identity}${read(name, "before.yaml")}`;
    if (!changing.has(key)) {
      const own = await startLocalAws();
      changing.set(key, { aws: own, workshop: new Workshop(own, terraformBinary(), identity) });
    }
    const { aws: own, workshop: shop } = changing.get(key)!;
    await make(name, shop, own, {});
  };
  try {
    for (const name of wanted) {
      const started = Date.now();
      try {
        const identity = read(name, "identity.json");
        if (identity !== undefined) await makeChange(name, identity);
        else if (read(name, "before.tf") === undefined) await make(name, workshop, aws, base);
        else makeHcl(name, aws);
        process.stdout.write(`${name} ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
      } catch (error) {
        process.stderr.write(`${name} failed: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
      }
    }
  } finally {
    workshop.clear();
    for (const each of changing.values()) {
      each.workshop.clear();
      await each.aws.stop();
    }
    await aws.stop();
  }
}

void main(process.argv.slice(2));
