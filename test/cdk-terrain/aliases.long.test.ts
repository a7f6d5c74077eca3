/**
 * The source of this project on CDK Terrain, by npm aliases: types, every environment and example compared with CDKTF,
 * every argument that the stacks set compared with the bindings of AWS provider 6.66, and one deploy.
 */
import { execFile, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { startLocalAws } from "../../local-aws";
import { terraformBinary } from "../../local-aws/terraform";
import { appCommand } from "../support/app-command";
import { bindingOf, mistakesIn, type Binding } from "./bindings";

const project = resolve(__dirname, "../..");
const scratch = realpathSync(mkdtempSync(join(tmpdir(), "mrap-aliases-")));
const minutes = 60_000;
const nodePackage = `node-${process.platform}-${process.arch}`;
const bindings = join(scratch, "node_modules/@cdktf/provider-aws");

const stacks = ["environments", "examples"].flatMap((folder) =>
  readdirSync(join(project, folder))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => ({ folder, id: file.replace(/\.yaml$/, "") })),
);

beforeAll(() => {
  writeFileSync(join(scratch, "package.json"), '{ "private": true }');
  run(
    "npm",
    ["install", "--no-audit", "--no-fund", "--ignore-scripts"].concat([
      "cdktf@npm:cdktn@0.24.0",
      "@cdktf/provider-aws@npm:@cdktn/provider-aws@25.7.0",
      "cdktn@0.24.0",
      "constructs@10.7.2",
      "cdktn-cli@0.24.0",
      // The command line of CDK Terrain needs Node.js 22. This package is the program itself.
      `${nodePackage}@22`,
    ]),
    scratch,
  );
  // All other packages are those of this project.
  const installed = join(project, "node_modules");
  const own = /^(\.|@?cdktf|@?cdktn|constructs)/;
  for (const name of readdirSync(installed).filter((one) => !own.test(one))) {
    const packages = name.startsWith("@")
      ? readdirSync(join(installed, name)).map((one) => join(name, one))
      : [name];
    for (const one of packages) {
      const target = join(scratch, "node_modules", one);
      mkdirSync(dirname(target), { recursive: true });
      if (!existsSync(target)) symlinkSync(realpathSync(join(installed, one)), target);
    }
  }
  for (const path of [
    "main.ts",
    "index.ts",
    "cli",
    "composition",
    "constructs",
    "environment",
    "environments",
  ])
    cpSync(join(project, path), join(scratch, path), { recursive: true });
  for (const path of ["cdktf.json", "package.json", "examples", "tsconfig.json", "tsconfig.library.json"])
    cpSync(join(project, path), join(scratch, path), { recursive: true });
  for (const folder of ["environments", "examples"]) {
    synthesize(project, folder, join(scratch, "cdktf"));
    synthesize(scratch, folder, join(scratch, "cdktn"));
  }
}, 6 * minutes);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${command} exits with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function synthesize(source: string, folder: string, out: string): void {
  const [command, ...args] = appCommand();
  mkdirSync(out, { recursive: true });
  const env = { MRAP_ENVIRONMENTS: folder, CDKTF_OUTDIR: join(out, folder), MRAP_IDENTITY_RECORD: "off" };
  run(command, args, source, env);
}

type Json = Record<string, any>;

function stackOf(cdk: "cdktf" | "cdktn", { folder, id }: (typeof stacks)[number]): Json {
  return JSON.parse(
    readFileSync(join(scratch, cdk, folder, "stacks", id, "cdk.tf.json"), "utf8"),
    (key, value: unknown) => (key === "//" ? undefined : value),
  ) as Json;
}

test(
  "the types compile",
  () => {
    writeFileSync(
      join(scratch, "tsconfig.aliases.json"),
      JSON.stringify({
        extends: "./tsconfig.json",
        compilerOptions: { types: ["node"] },
        // It formats pages of the documentation with this project's prettier.
        exclude: ["environment/write-schema.ts"],
        include: ["main.ts", "index.ts", "cli", "composition", "constructs", "environment"],
      }),
    );
    run(join(project, "node_modules/.bin/tsc"), ["--project", "tsconfig.aliases.json"], scratch);
  },
  5 * minutes,
);

test.each(stacks)("$folder/$id has the same addresses and values as on CDKTF", (stack) => {
  const generator = JSON.parse(
    readFileSync(join(scratch, "cdktn", stack.folder, "stacks", stack.id, "cdk.tf.json"), "utf8"),
  ) as Json;
  expect(generator["//"].metadata.version).toBe("0.24.0");
  const found = stackOf("cdktn", stack);
  expect(Object.keys(found.resource as object).length).toBeGreaterThan(10);
  expect(found).toEqual(stackOf("cdktf", stack));
});

const known = new Map<string, Binding>();
const binding = (kind: "resource" | "data", type: string): Binding => {
  const key = `${kind}.${type}`;
  const one = known.get(key) ?? bindingOf(bindings, kind, type);
  known.set(key, one);
  return one;
};

test.each(stacks)("$folder/$id sets only arguments that the provider has, of the right type", (stack) => {
  const { resource, data } = stackOf("cdktn", stack);
  const mistakes = [
    ["resource", resource],
    ["data", data],
  ].flatMap(([kind, types]) =>
    Object.entries(types as Json).flatMap(([type, labels]) =>
      Object.entries(labels as Json).flatMap(([label, body]) =>
        mistakesIn(binding(kind as "resource" | "data", type), body as Json).map(
          (mistake) => `${type}.${label}: ${mistake}`,
        ),
      ),
    ),
  );
  expect(mistakes).toEqual([]);
});

test("an argument that does not exist, is deprecated, or has another type is found", () => {
  const bucket = binding("resource", "aws_s3_bucket");
  expect(mistakesIn(bucket, { bucket: "a", force_destroy: true, tags: { a: "b" } })).toEqual([]);
  expect(mistakesIn(bucket, { bucket: 1, force_destroy: "yes", missing_argument: "red" })).toEqual([
    "bucket is not a string",
    "force_destroy is not a boolean",
    "missing_argument does not exist",
  ]);
  expect(mistakesIn(bucket, { acl: "private" })).toEqual(["acl is deprecated"]);
});

test("the routes resource has the arguments that a routing needs", () => {
  const routes = binding("resource", "aws_s3control_multi_region_access_point_routes");
  const mrap = "arn:aws:s3::123456789012:accesspoint/alias.mrap";
  const route = [
    { bucket: "example-photos-ireland", region: "eu-west-1", traffic_dial_percentage: 100 },
    { bucket: "example-photos-virginia", region: "us-east-1", traffic_dial_percentage: 0 },
  ];
  expect(mistakesIn(routes, { account_id: "123456789012", mrap, route })).toEqual([]);
  expect(mistakesIn(routes, { mrap, route: [{ ...route[0], traffic_dial_percentage: true }] })).toEqual([
    "route.traffic_dial_percentage is not a number",
  ]);
  expect(mistakesIn(routes, { route })).toEqual(["mrap is required"]);
});

test(
  "the command line of CDK Terrain deploys the demo, and the next plan is empty",
  async () => {
    const aws = await startLocalAws();
    try {
      const out = join(scratch, "deployed");
      const env = aws.childEnv({
        CDKTF_OUTDIR: out,
        PATH: [join(scratch, "node_modules", nodePackage, "bin"), process.env.PATH].join(delimiter),
      });
      const child = (command: string, args: readonly string[], cwd = scratch) =>
        promisify(execFile)(command, args, { cwd, env, maxBuffer: 1 << 26 });
      await child("node", [join(project, "bin/mrap"), "state", "create", "environments/demo.yaml"]);
      const version = await child("node", ["--version"]);
      expect(version.stdout).toMatch(/^v22\./);
      const options = ["--auto-approve", "--skip-provider-lock", "--output", out];
      const { stdout } = await child("node", [
        "node_modules/cdktn-cli/bin/cdktn",
        "deploy",
        "demo",
        ...options,
      ]);
      expect(stdout).toContain("Apply complete!");
      // Exit status 0 means that no change is planned.
      await child(
        terraformBinary(),
        ["plan", "-detailed-exitcode", "-input=false"],
        join(out, "stacks/demo"),
      );
    } finally {
      await aws.stop();
    }
  },
  8 * minutes,
);
