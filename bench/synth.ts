import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { appCommand } from "../test/support/app-command";
import { atLeast, atMost, inTurn, type Command, type Figure } from "./measure";

const PROJECT = resolve(__dirname, "..");
const SOURCES = [
  "main.ts",
  "composition",
  "constructs",
  "environment",
  "environments",
  "tsconfig.json",
  ".swcrc",
];

/** A minimal CDKTF app: one stack with one bucket. */
const MINIMAL = `
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, TerraformStack } from "cdktf";

const app = new App();
const stack = new TerraformStack(app, "minimal");
new AwsProvider(stack, "aws", { region: "us-east-1" });
new S3Bucket(stack, "bucket", { bucket: "bucket" });
app.synth();
`;

/** Compares a synth (the `app` command of cdktf.json) with a minimal app and with the setup of cdktf's template. */
export async function run(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
  try {
    const minimal = project(join(folder, "minimal"), []);
    writeFileSync(join(minimal, "main.ts"), MINIMAL);
    const stock = project(join(folder, "stock"), SOURCES);
    importTheBarrel(stock);

    const [ours, least] = inTurn([synthesis(PROJECT, folder), synthesis(minimal, folder)], 9);
    const [again, template] = inTurn([synthesis(PROJECT, folder), tsNode(stock, folder)], 3);
    const ms = (value: number) => `${Math.round(value)} ms`;
    const toLeast = ours!.milliseconds / least!.milliseconds;
    const toTemplate = template!.milliseconds / again!.milliseconds;
    return [
      atMost(
        "synth of two Regions, times a minimal app",
        toLeast,
        1.5,
        `${ms(ours!.milliseconds)} against ${ms(least!.milliseconds)}, median of 9 in turn`,
      ),
      atLeast(
        "synth of two Regions, times faster than ts-node and the barrel",
        toTemplate,
        8,
        `${ms(again!.milliseconds)} against ${ms(template!.milliseconds)}, median of 3 in turn`,
      ),
      atMost("peak memory of synth, MiB", ours!.peak, 250, "the highest of 9"),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Creates a folder with some of the project's files and a link to its installed packages. */
function project(folder: string, files: readonly string[]): string {
  mkdirSync(folder);
  for (const file of [...files, "tsconfig.json", ".swcrc"]) {
    cpSync(join(PROJECT, file), join(folder, file), { recursive: true });
  }
  symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function synthesis(cwd: string, folder: string): Command {
  const [, ...args] = appCommand();
  return {
    args,
    cwd,
    env: { CDKTF_OUTDIR: join(folder, "out"), MRAP_ENVIRONMENTS: "environments/demo.yaml" },
  };
}

/** The app command that `cdktf init` writes into cdktf.json for TypeScript. */
function tsNode(cwd: string, folder: string): Command {
  return { ...synthesis(cwd, folder), args: [join(PROJECT, "node_modules/ts-node/dist/bin.js"), "main.ts"] };
}

/** Changes each import of a resource to an import of the whole provider, as in cdktf's documentation. */
function importTheBarrel(folder: string): void {
  for (const part of ["constructs", "composition"]) {
    for (const name of readdirSync(join(folder, part))) {
      const file = join(folder, part, name);
      const source = readFileSync(file, "utf8");
      if (!source.includes("@cdktf/provider-aws/lib/")) continue;
      writeFileSync(file, `import * as barrel from "@cdktf/provider-aws";\nvoid barrel;\n${source}`);
    }
  }
}
