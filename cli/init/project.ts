import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ExitStatus, UserError } from "../errors";
import { name as packageName, version } from "../../package.json";

export type Cdk = "cdktf" | "cdktn";

export interface ProjectOptions {
  /** The folder to write. It must be empty or missing. */
  readonly folder: string;
  readonly cdk: Cdk;
  /** An npm specifier, or the path of a packed tarball, of this package. @default the running version */
  readonly package?: string;
}

/** The versions that the project is created with. */
const packages: Readonly<Record<Cdk, Readonly<Record<string, string>>>> = {
  cdktf: { cdktf: "0.21.0", "@cdktf/provider-aws": "21.22.1", "cdktf-cli": "0.21.0" },
  cdktn: { cdktn: "0.24.0", "@cdktn/provider-aws": "25.7.0", "cdktn-cli": "0.24.0" },
};

/**
 * Writes a minimal project that deploys environments with this package.
 * @returns the files, relative to the folder
 * @throws UserError if the folder is not empty or cannot be written
 */
export function writeProject(options: ProjectOptions): string[] {
  const folder = resolve(options.folder);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new UserError(
      `The folder '${options.folder}' is not empty. Name a new folder with --project.`,
      ExitStatus.usage,
    );
  const files = projectFiles(options.cdk, specifier(options.package, folder));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  } catch (error) {
    throw new UserError(`Cannot write the project to '${options.folder}': ${(error as Error).message}.`);
  }
  return Object.keys(files);
}

/** A tarball's path is relative to the project, so that the project can move together with it. */
function specifier(given: string | undefined, folder: string): string {
  if (given === undefined) return version;
  if (!/\.(tgz|tar\.gz)$/.test(given)) return given;
  if (!existsSync(given))
    throw new UserError(
      `There is no file '${given}'. Name the tarball that npm pack wrote.`,
      ExitStatus.usage,
    );
  return `file:${relative(folder, resolve(given))}`;
}

/** The files of the project by their path. */
export function projectFiles(cdk: Cdk, specifierOfPackage: string): Record<string, string> {
  const entry = cdk === "cdktf" ? packageName : `${packageName}/cdktn`;
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const { [`${cdk}-cli`]: cli = "", ...libraries } = packages[cdk];
  return {
    "package.json": json({
      name: "multi-region-access-points",
      version: "1.0.0",
      private: true,
      scripts: {
        test: "jest",
        diff: `${cdk} diff photos`,
        deploy: `mrap state create photos && ${cdk} deploy photos && mrap routes apply photos`,
      },
      dependencies: sorted({ [packageName]: specifierOfPackage, constructs: "10.7.2", ...libraries }),
      devDependencies: sorted({
        [`${cdk}-cli`]: cli,
        "@types/node": "20.19.43",
        jest: "30.5.2",
        "ts-node": "10.9.2",
        typescript: "5.9.3",
      }),
    }),
    "cdktf.json": json({
      language: "typescript",
      app: "ts-node main.ts",
      sendCrashReports: "false",
      terraformProviders: [],
      terraformModules: [],
    }),
    "tsconfig.json": json({
      compilerOptions: {
        target: "ES2022",
        module: "CommonJS",
        moduleResolution: "Node10",
        strict: true,
        esModuleInterop: true,
        skipLibCheck: true,
        types: ["node"],
      },
      include: ["*.ts"],
    }),
    "main.ts": `import { App } from "${cdk}";
import {
  EnvironmentError,
  loadEnvironments,
  MultiRegionAccessPointEnvironment,
  MultiRegionAccessPointStack,
  recordIdentities,
} from "${entry}";

try {
  const app = new App();
  // Each file in environments/ becomes a stack with the name of the file.
  const environments = loadEnvironments("environments");
  for (const { id, environment } of environments) new MultiRegionAccessPointStack(app, id, environment);
  app.synth();
  // Commit the records: they tell a renamed environment from a new one.
  const { providerRegions } = MultiRegionAccessPointEnvironment;
  for (const warning of recordIdentities(environments, (environment) => providerRegions(environment)))
    process.stderr.write(\`Warning: \${warning}\\n\`);
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error;
  process.stderr.write(\`\${error.message}\\n\`);
  process.exitCode = 1;
}
`,
    "environments/photos.yaml": `# yaml-language-server: $schema=../node_modules/${packageName}/environments/environment.schema.json
# Bucket names are unique in all of AWS: choose your own.
name: photos
regions:
  eu-west-1:
    bucket: example-photos-ireland
  us-east-1:
    bucket: example-photos-virginia
    routing: passive
state:
  bucket: example-terraform-state
  region: eu-central-1
`,
    "test/environments.test.js": `const { Testing } = require("${cdk}");
const { loadEnvironments, MultiRegionAccessPointStack } = require("${entry}");

test.each(loadEnvironments("environments"))("$id has a bucket in each Region", ({ id, environment }) => {
  const stack = new MultiRegionAccessPointStack(Testing.app(), id, environment);
  const { resource } = JSON.parse(Testing.synth(stack));
  expect(Object.keys(resource.aws_s3_bucket)).toHaveLength(Object.keys(environment.regions).length);
});
`,
    ".gitignore": "node_modules/\ncdktf.out/\n.terraform/\nterraform.*.tfstate*\n*.log\n",
    ".github/workflows/test.yml": `# Synthesizes every environment of a pull request. It needs no AWS credentials.
name: test
on:
  pull_request:
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: actions/setup-node@249970729cb0ef3589644e2896645e5dc5ba9c38 # v6.5.0
        with:
          node-version: ${cdk === "cdktf" ? 20 : 22}
      - run: npm install
      - run: npm test
`,
    "README.md": `# Multi-Region Access Points

Edit \`environments/photos.yaml\`, then run:

\`\`\`
npm install
npm run deploy
\`\`\`

\`npm run deploy\` creates the bucket for the Terraform state, deploys the environment and sets its initial routing. Until
\`mrap routes apply\` has run, passive Regions serve traffic too. \`npm run diff\` shows what a deploy would change, and
\`npm test\` synthesizes every environment without AWS. \`npx mrap --help\` lists the commands that operate an environment.
`,
  };
}

function sorted(map: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
