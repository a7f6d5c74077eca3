/** `mrap init` as a process: by flags without a terminal, and by keys on one. The local AWS answers the questions. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadEnvironment } from "../../../environment/load";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { versionedBucket } from "../../support/buckets";
import { copyCommandLine, type CommandLine } from "../../support/process";
import { linesOn, onTerminal, tooWide } from "../../support/terminal";
import { expectStatus, RealStack } from "../../support/terraform";

const project = resolve(__dirname, "../../..");
let aws: LocalAws;
let mrap: CommandLine;
let folder: string;

beforeAll(async () => {
  aws = await startLocalAws();
  mrap = copyCommandLine(aws.childEnv());
  await versionedBucket(aws, "eu-west-1", "shop-123456789012-eu-west-1");
});
afterAll(async () => {
  mrap.remove();
  await aws.stop();
});
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mrap-init-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const init = (args: readonly string[], env: Record<string, string> = {}) =>
  mrap.run(["init", ...args], { cwd: folder, env });

const photos = ["--name", "photos", "--region", "eu-west-1", "--region", "us-east-1"];

/** Types on a terminal. Each step waits for a text. */
async function type(steps: ReadonlyArray<readonly [string, string]>, args: readonly string[]) {
  const command = [process.execPath, join(mrap.folder, "run.js"), "init", ...args];
  const env = aws.childEnv({ HOME: mrap.folder, AWS_REGION: "eu-west-1" });
  const { status, shown } = await onTerminal(command, { columns: 100, steps, cwd: folder, env });
  return { status, shown: linesOn(shown).join("\n") };
}

test("by flags: writes the file, checks it and prints the next commands", async () => {
  const { status, stdout, stderr } = await init([
    ...photos,
    "--passive",
    "us-east-1",
    "--network",
    "eu-west-1",
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe(`Wrote environments/photos.yaml.
ok:        The credentials belong to the account 123456789012.
ok:        Every Region is enabled in the account.
ok:        The bucket name photos-123456789012-eu-west-1 is free.
ok:        The bucket name photos-123456789012-us-east-1 is free.
ok:        The bucket name photos-123456789012-terraform-state is free.

Next:
  mrap state create photos   # creates the bucket for the Terraform state
  mrap doctor photos         # checks the account: what would make the deploy fail
  npx cdktf diff photos      # shows what a deploy creates
  npx cdktf deploy photos    # creates it
  mrap routes apply photos   # sets the initial routing, once
  mrap verify photos         # checks that it works
  mrap connect photos        # prints what an application needs
`);
  const file = join(folder, "environments", "photos.yaml");
  expect(loadEnvironment(file)).toMatchObject({
    regions: {
      "eu-west-1": {
        bucket: "photos-123456789012-eu-west-1",
        routing: "active",
        network: { vpc: "default" },
      },
      "us-east-1": { bucket: "photos-123456789012-us-east-1", routing: "passive" },
    },
    state: {
      bucket: "photos-123456789012-terraform-state",
      region: "eu-central-1",
      key: "photos/terraform.tfstate",
    },
  });
  const stack = RealStack.on(aws, file);
  expectStatus(await stack.synth(), 0);
  expect(stack.json).toContain("photos-123456789012-us-east-1");
});

test("by keys: asks with proposals, shows the file and writes it", async () => {
  const { status, shown } = await type(
    [
      ["Name of the access point [photos]: ", "Shop\r"],
      ["Name of the access point [photos]: ", "shop\r"],
      ["[eu-west-1 us-east-1]: ", "\r"],
      // The first name is taken by a bucket of this account.
      ["Bucket in eu-west-1 [shop-123456789012-eu-west-1-2]: ", "\r"],
      ["Bucket in us-east-1 [shop-123456789012-us-east-1]: ", "shop-virginia\r"],
      ["Passive Regions", "us-east-1\r"],
      ["VPC for an endpoint in eu-west-1 (its ID, or default for vpc-", "default\r"],
      ["VPC for an endpoint in us-east-1", "\r"],
      ["Region of the state bucket [eu-central-1]: ", "\r"],
      ["State bucket, or local [shop-123456789012-terraform-state]: ", "local\r"],
      ["ARNs of readers", "\r"],
      ["ARNs of writers", "arn:aws:iam::123456789012:role/writer\r"],
      ["Write shop.yaml? [yes]: ", "\r"],
    ],
    ["shop.yaml"],
  );
  expect(status).toBe(0);
  expect(shown).toContain("Account 123456789012, ");
  expect(shown).toContain("'Shop' is not a valid name for a Multi-Region Access Point.");
  expect(shown).toContain("Wrote shop.yaml.");
  expect(shown).toContain("  export MRAP_ENVIRONMENTS=shop.yaml\n");
  expect(loadEnvironment(join(folder, "shop.yaml"))).toMatchObject({
    name: "shop",
    regions: {
      "eu-west-1": { bucket: "shop-123456789012-eu-west-1-2", network: { vpc: "default" } },
      "us-east-1": { bucket: "shop-virginia", routing: "passive" },
    },
    state: "local",
    access: { writers: ["arn:aws:iam::123456789012:role/writer"] },
  });
});

test("by keys: no, or the end of the input, writes nothing", async () => {
  const given = [...photos, "--passive", "us-east-1", "--network", "us-east-1", "--state-bucket", "local"];
  const all = [...given, "--reader", "210987654321", "--writer", "210987654321"];
  const buckets = [
    ["Bucket in eu-west-1", "\r"],
    ["Bucket in us-east-1", "\r"],
  ] as const;
  const no = await type([...buckets, ["Write environments/photos.yaml? [yes]: ", "no\r"]], all);
  expect(no.status).toBe(1);
  expect(no.shown).toContain("\nNothing was written.\n");
  const end = await type([["Bucket in eu-west-1", "\u0004"]], all);
  expect(end.status).toBe(1);
  expect(end.shown).toContain("The input ended. Nothing was written.");
  expect(existsSync(join(folder, "environments"))).toBe(false);
});

test.each([40, 80, 200])("at %d columns, no line is too wide", async (columns) => {
  const command = [process.execPath, join(mrap.folder, "run.js"), "init", "--yes", ...photos];
  const { shown } = await onTerminal(command, {
    columns,
    cwd: folder,
    env: aws.childEnv({ HOME: mrap.folder }),
  });
  expect(shown.replace(/\s+/g, " ")).toContain("The credentials belong to the account 123456789012.");
  expect(tooWide(shown, columns)).toEqual([]);
});

test("without a terminal it asks nothing, and names everything that is missing", async () => {
  expect(await init([])).toMatchObject({
    status: 2,
    stdout: "",
    stderr:
      "There is no terminal to ask, and the command line is not complete. Add --name NAME and --region REGION for 2 to 17 Regions.\n",
  });
});

test("without credentials it needs the names of the buckets, and checks nothing", async () => {
  const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
  const why =
    "There are no AWS credentials: set AWS_PROFILE (or --profile), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";
  expect(await init(photos, none)).toMatchObject({
    status: 2,
    stderr: `There is no terminal to ask, and the command line is not complete. Add --region eu-west-1=BUCKET and --region us-east-1=BUCKET and --state-bucket BUCKET. Names can be proposed only for a known account. ${why}\n`,
  });
  const named = ["--name", "photos", "--region", "eu-west-1=photos-a", "--region", "us-east-1=photos-b"];
  const { status, stdout } = await init([...named, "--state-bucket", "local"], none);
  expect(status).toBe(0);
  expect(stdout).toContain(`not known: The account is not known. ${why}\n`);
  expect(stdout).toContain(
    "not known: Whether the bucket name photos-a is free in eu-west-1 is not known.\n",
  );
});

test("a bucket name that is taken is an error, and the file is written all the same", async () => {
  const args = [
    "--name",
    "shop",
    "--region",
    "eu-west-1=shop-123456789012-eu-west-1",
    "--region",
    "us-east-1",
  ];
  const { status, stdout } = await init(args);
  expect(status).toBe(1);
  expect(stdout).toContain(
    "error:     The bucket shop-123456789012-eu-west-1 exists already, and a deploy would try to create it. Choose another name.\n",
  );
  expect(existsSync(join(folder, "environments", "shop.yaml"))).toBe(true);
});

test("overwrites nothing without --force", async () => {
  writeFileSync(join(folder, "mine.yaml"), "name: mine\n");
  expect(await init(["mine.yaml", ...photos])).toMatchObject({
    status: 1,
    stdout: "",
    stderr: "'mine.yaml' exists already. Name another file, or replace it with --force.\n",
  });
  expect(readFileSync(join(folder, "mine.yaml"), "utf8")).toBe("name: mine\n");
  expect(await init(["mine.yaml", ...photos, "--force"])).toMatchObject({ status: 0 });
  expect(loadEnvironment(join(folder, "mine.yaml")).name).toBe("photos");
});

test("an error in the file is reported, and nothing is written", async () => {
  const { status, stderr } = await init([...photos, "--passive", "eu-west-1", "--passive", "us-east-1"]);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^environments\/photos\.yaml has 1 error:[\s\S]*\n\nNothing was written\.\n$/);
  expect(existsSync(join(folder, "environments"))).toBe(false);
});

test("--from-example keeps the settings of the example, and names its placeholders", async () => {
  const { status, output } = await new Promise<{ status: number; output: string }>((done) => {
    const args = ["init", "private.yaml", "--from-example", "three-regions-private", "--name", "private"];
    execFile(join(project, "bin", "mrap"), args, { cwd: folder, env: aws.childEnv() }, (error, out, err) =>
      done({ status: error ? Number(error.code) : 0, output: out + err }),
    );
  });
  expect(status).toBe(0);
  expect(output).toContain("Replace the placeholders of the example before you deploy: o-a1b2c3d4e5, ");
  expect(loadEnvironment(join(folder, "private.yaml"))).toMatchObject({
    name: "private",
    access: { onlyFromEndpoints: true, readers: ["arn:aws:iam::123456789012:role/reports"] },
    state: { bucket: "private-123456789012-terraform-state", key: "private/terraform.tfstate" },
  });
});

test("FILE and --project exclude each other, and --project still writes a project", async () => {
  expect(await init(["a.yaml", "--project", "app"])).toMatchObject({
    status: 2,
    stderr: "FILE and --project exclude each other: --project writes an environment file of its own.\n",
  });
  const { status, stdout } = await init(["--project", "app", "--cdk", "cdktn"]);
  expect(status).toBe(0);
  expect(stdout).toContain(
    "Next: cd app, edit environments/photos.yaml, then run npm install and npm run deploy.\n",
  );
  expect(readFileSync(join(folder, "app", "package.json"), "utf8")).toContain("cdktn");
});
