/** Installs the packed tarball into empty projects, as a registry would serve it, and uses it there. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { providerConfig } from "../../local-aws/provider";
import { terraformBinary } from "../../local-aws/terraform";
import { dropChecksums } from "../support/lock-file";

const project = resolve(__dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "mrap-package-"));
const minutes = 60_000;
let tarball: string;

beforeAll(() => {
  run(project, "npm", "pack", "--pack-destination", scratch);
  tarball = join(scratch, "terraform-s3-multi-region-access-point-0.1.0.tgz");
}, 4 * minutes);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...providerConfig(scratch), NODE_ENV: "" },
    maxBuffer: 1 << 26,
  });
}

function install(name: string, ...packages: string[]): string {
  const folder = mkdtempSync(join(scratch, `${name}-`));
  writeFileSync(join(folder, "package.json"), '{ "name": "consumer", "version": "1.0.0" }\n');
  copyFileSync(join(project, "examples/two-regions.yaml"), join(folder, "photos.yaml"));
  run(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", tarball, ...packages);
  return folder;
}

/** The consumer's program, with the package names that it has there. */
function program(rename: (source: string) => string = (source) => source): string {
  return rename(readFileSync(join(__dirname, "consumer/main.ts.txt"), "utf8"));
}

function compilerOptions(more: Record<string, unknown>): string {
  return JSON.stringify({
    compilerOptions: {
      target: "ES2020",
      module: "CommonJS",
      moduleResolution: "node",
      strict: true,
      exactOptionalPropertyTypes: true,
      esModuleInterop: true,
      types: [],
      ...more,
    },
    include: ["main.ts"],
  });
}

function synthesized(folder: string, stack: string): Record<string, any> {
  return JSON.parse(readFileSync(join(folder, "cdktf.out/stacks", stack, "cdk.tf.json"), "utf8")) as Record<
    string,
    any
  >;
}

test("the tarball holds the product and nothing of its development", () => {
  const files = run(scratch, "tar", "tzf", tarball).trim().split("\n");
  const folders = new Set(files.map((file) => file.replace(/^package\//, "").split("/")[0]));
  expect([...folders].sort()).toEqual(
    [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "bin",
      "dist",
      "docs",
      "environments",
      "examples",
      "help",
      "lib",
      "package.json",
    ].sort(),
  );
  expect(files.filter((file) => file.startsWith("package/environments/"))).toEqual([
    "package/environments/environment.schema.json",
  ]);
  expect(files.filter((file) => /(^|\/)(test|tour|local-aws|bench)\//.test(file))).toEqual([]);
  expect(files.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))).toEqual([]);
});

test(
  "without a CDK, plain JavaScript loads environments and reviews plans",
  () => {
    const folder = install("plain");
    writeFileSync(
      join(folder, "plan.json"),
      gunzipSync(readFileSync(join(project, "test/cli/review/scenarios/bucket-deleted/plan.json.gz"))),
    );
    writeFileSync(
      join(folder, "main.js"),
      `const { readFileSync } = require("node:fs");
const { loadEnvironment } = require("terraform-s3-multi-region-access-point/environment/load");
const { reviewPlan } = require("terraform-s3-multi-region-access-point/review");
const review = reviewPlan(readFileSync("plan.json", "utf8"), { name: "photos" });
if (!review.render("markdown").includes("photos")) throw new Error("the name is missing");
console.log(loadEnvironment("photos.yaml").name, review.verdict, review.findings[0].finding);
`,
    );
    expect(run(folder, "node", "main.js").trim()).toMatch(/^\S+ danger bucket-deleted$/);
    expect(readdirSync(join(folder, "node_modules")).filter((name) => /cdk/.test(name))).toEqual([]);
    expect(() => run(folder, "npx", "mrap", "diagram", "photos.yaml", "-o", "a.svg")).toThrow(
      "This command synthesizes the environment, which needs CDKTF or CDK Terrain.",
    );
    const reviewed = run(
      folder,
      "npx",
      "mrap",
      "review",
      "plan.json",
      "--format",
      "json",
      "--fail-on",
      "never",
    );
    expect(JSON.parse(reviewed)).toMatchObject({ verdict: "danger" });
  },
  4 * minutes,
);

describe("in a CDKTF app", () => {
  let folder: string;
  beforeAll(() => {
    folder = install(
      "cdktf",
      "cdktf@0.21.0",
      "@cdktf/provider-aws@21.22.1",
      "constructs@10.7.2",
      "typescript@5.9.3",
      "ts-node@10.9.2",
      "tsx@4",
      "@types/node@20",
      "jest@30",
    );
    writeFileSync(join(folder, "main.ts"), program());
  }, 4 * minutes);

  test("importing the package loads no module and needs no peer", () => {
    const script =
      'require("terraform-s3-multi-region-access-point"); console.log(Object.keys(require.cache).length)';
    expect(run(folder, "node", "-e", script).trim()).toBe("1");
  });

  test.each([
    ["ts-node's classic resolution", {}],
    ["package exports", { module: "nodenext", moduleResolution: "nodenext" }],
    ["a check of the declarations", { skipLibCheck: false, types: ["node"] }],
    [
      "the module syntax of a bundler",
      { module: "esnext", moduleResolution: "bundler", verbatimModuleSyntax: true, types: ["node"] },
    ],
  ])(
    "types compile with %s",
    (_name, options) => {
      writeFileSync(join(folder, "tsconfig.json"), compilerOptions(options));
      run(folder, "node_modules/.bin/tsc", "--noEmit");
    },
    2 * minutes,
  );

  test(
    "ts-node, tsx and compiled JavaScript synthesize the same",
    () => {
      writeFileSync(join(folder, "tsconfig.json"), compilerOptions({ types: ["node"] }));
      run(folder, "node_modules/.bin/ts-node", "main.ts");
      const first = synthesized(folder, "own");
      run(folder, "node_modules/.bin/tsx", "main.ts");
      expect(synthesized(folder, "own")).toEqual(first);
      run(folder, "node_modules/.bin/tsc", "--outDir", "js");
      run(folder, "node", "js/main.js");
      expect(synthesized(folder, "own")).toEqual(first);
      expect(Object.keys(first.resource.aws_s3control_multi_region_access_point)).toHaveLength(2);
    },
    3 * minutes,
  );

  test(
    "terraform accepts both stacks",
    () => {
      for (const stack of ["own", "environment"]) {
        const stackFolder = join(folder, "cdktf.out/stacks", stack);
        run(stackFolder, terraformBinary(), "init", "-backend=false", "-no-color");
        dropChecksums(stackFolder);
        run(stackFolder, terraformBinary(), "validate", "-no-color");
      }
    },
    3 * minutes,
  );

  test(
    "jest and an ES module load the package",
    () => {
      const name = "terraform-s3-multi-region-access-point";
      writeFileSync(
        join(folder, "a.test.js"),
        `test("it loads", () => expect(require("${name}/constructs/bucket").RegionalBucket).toBeDefined());\n`,
      );
      run(folder, "node_modules/.bin/jest");
      writeFileSync(
        join(folder, "a.mjs"),
        `import { RegionalBucket } from "${name}";\nconsole.log(typeof RegionalBucket);\n`,
      );
      expect(run(folder, "node", "a.mjs").trim()).toBe("function");
    },
    2 * minutes,
  );

  test("npx mrap runs", () => {
    expect(run(folder, "npx", "mrap", "--help")).toContain("mrap COMMAND");
  });
});

test(
  "a native CDK Terrain app synthesizes the same resources",
  () => {
    const folder = install(
      "cdktn",
      "cdktn@0.24.0",
      "@cdktn/provider-aws@25.7.0",
      "constructs@10.7.2",
      "typescript@5.9.3",
      "@types/node@20",
      "jest@30",
    );
    const native = program((source) =>
      source
        .replace(/"(@?)cdktf/g, '"$1cdktn')
        .replace(/"terraform-s3-multi-region-access-point/g, '"terraform-s3-multi-region-access-point/cdktn'),
    );
    writeFileSync(join(folder, "main.ts"), native);
    writeFileSync(join(folder, "tsconfig.json"), compilerOptions({ types: ["node"] }));
    run(folder, "node_modules/.bin/tsc", "--outDir", "js");
    run(folder, "node", "js/main.js");
    const resources = synthesized(folder, "environment").resource as Record<string, Record<string, unknown>>;
    expect(Object.keys(resources.aws_s3_bucket ?? {})).toEqual([
      "eu_central_1",
      "eu_central_1_jobs",
      "eu_west_1",
      "eu_west_1_jobs",
    ]);
    run(folder, "npx", "mrap", "handoff", "photos.yaml", "--no-lock");
    expect(readFileSync(join(folder, "handoff/photos/buckets.tf"), "utf8")).toContain(
      'resource "aws_s3_bucket" "eu_west_1"',
    );
    run(folder, "npx", "mrap", "diagram", "photos.yaml", "-o", "photos.svg");
    expect(readFileSync(join(folder, "photos.svg"), "utf8")).toContain("<svg");
  },
  5 * minutes,
);
