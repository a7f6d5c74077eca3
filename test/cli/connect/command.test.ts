/** `mrap connect` as a process, against the local AWS. The snippets for JavaScript and Python run there. */
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { venvPython, systemPython } from "../../../local-aws/python";
import { terraformBinary } from "../../../local-aws/terraform";
import { mumbai, setStage, virginia, type Stage } from "../../support/command-line";
import { run } from "./support";

const project = resolve(__dirname, "../../..");
const python = venvPython(join(project, ".local", "venv")) ?? systemPython(process.env);

let stage: Stage;
beforeAll(async () => {
  stage = await setStage("photos");
});
afterAll(() => stage.stop());

const connect = (...args: string[]) => stage.mrap.run(["connect", stage.environment.file, ...args]);

/** Writes the code of a snippet into an empty folder. */
async function codeOf(sdk: string, access: string, file: string): Promise<{ folder: string; file: string }> {
  const { status, stdout, stderr } = await connect("--sdk", sdk, "--access", access, "--part", "code");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const folder = join(stage.mrap.folder, `${sdk}-${access}`);
  mkdirSync(folder);
  writeFileSync(join(folder, file), stdout);
  return { folder, file: join(folder, file) };
}

const stored = async (region: string): Promise<string | undefined> => {
  const { environment } = stage;
  const input = { Bucket: environment.buckets[region], Key: "hello.txt" };
  return (await environment.s3(region).send(new GetObjectCommand(input))).Body?.transformToString();
};

test("prints the ARN, the dependencies, the code and the identity policy as Markdown", async () => {
  const { status, stdout } = await connect("--sdk", "js");
  expect(status).toBe(0);
  const { arn, alias, buckets } = stage.environment;
  expect(
    stdout.startsWith(`# photos: AWS SDK for JavaScript v3

- ARN: ${arn}
- Alias: ${alias}
- Host: ${alias}.accesspoint.s3-global.amazonaws.com
- Buckets: ${buckets[mumbai]} (ap-south-1), ${buckets[virginia]} (us-east-1)

## Install

\`\`\`bash
npm install @aws-sdk/client-s3 @aws-sdk/signature-v4a
\`\`\`

## access-point.mjs
`),
  ).toBe(true);
  expect(stdout).toContain("## Identity policy\n\nAttach it to the role of an application that reads.\n");
  expect(stdout).toContain(`"${arn}/object/*"`);
});

test("without --sdk it lists the snippets", async () => {
  const { stdout } = await connect();
  expect(stdout).toContain("\n## Snippets\n\n--sdk js          AWS SDK for JavaScript v3\n");
  expect(stdout).toContain("\n## Identity policy\n");
});

test("the JSON has the same parts", async () => {
  const { stdout } = await stage.mrap.run(["connect", stage.environment.arn, "--sdk", "go", "--json"]);
  const { alias, arn, buckets } = stage.environment;
  expect(JSON.parse(stdout)).toMatchObject({
    accessPoint: { name: alias, arn, alias, host: `${alias}.accesspoint.s3-global.amazonaws.com` },
    buckets: [
      { region: mumbai, bucket: buckets[mumbai] },
      { region: virginia, bucket: buckets[virginia] },
    ],
    access: "read",
    sdk: "go",
    snippet: { file: "main.go", language: "go" },
    identityPolicy: { Version: "2012-10-17" },
  });
});

test("the JavaScript snippet writes and reads through the access point", async () => {
  await stage.environment.route(mumbai);
  const { folder, file } = await codeOf("js", "write", "access-point.mjs");
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  const env = stage.aws.childEnv({ AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });
  const outcome = await run(process.execPath, ["--require", join(__dirname, "through-proxy.js"), file], {
    env,
  });
  expect(outcome).toEqual({ status: 0, output: "Hello\n" });
  expect(await stored(mumbai)).toBe("Hello");
});

test("the Python snippet writes and reads through the access point", async () => {
  await stage.environment.route(virginia);
  const { folder, file } = await codeOf("python", "write", "access_point.py");
  const env = stage.aws.childEnv({
    PYTHONPATH: join(__dirname, "awscrt-double"),
    PYTHONDONTWRITEBYTECODE: "1",
  });
  expect(await run(python, [file], { env, cwd: folder })).toEqual({ status: 0, output: "Hello\n" });
  expect(await stored(virginia)).toBe("Hello");
});

test("without its dependency for SigV4A, each of the two fails as its note says", async () => {
  await stage.environment.route(virginia);
  const js = await codeOf("js", "read", "access-point.mjs");
  symlinkSync(join(project, "node_modules"), join(js.folder, "node_modules"));
  const { stdout } = await connect("--sdk", "js", "--part", "code");
  writeFileSync(js.file, stdout.replace('import "@aws-sdk/signature-v4a";\n', ""));
  const env = stage.aws.childEnv({ BOTO_DISABLE_CRT: "true", PYTHONDONTWRITEBYTECODE: "1" });
  const unsigned = await run(process.execPath, ["--require", join(__dirname, "through-proxy.js"), js.file], {
    env,
  });
  expect(unsigned.output).toContain("Neither CRT nor JS SigV4a implementation is available");
  const { file } = await codeOf("python", "read", "access_point.py");
  expect((await run(python, [file], { env })).output).toContain("MissingDependencyException");
});

test("Terraform accepts the snippets for terraform and cloudfront", async () => {
  const snippets = [
    await codeOf("terraform", "read", "main.tf"),
    await codeOf("cloudfront", "read", "main.tf"),
  ];
  const folder = join(stage.mrap.folder, "modules");
  mkdirSync(folder);
  snippets.forEach((snippet, index) => renameSync(snippet.folder, join(folder, `snippet-${index}`)));
  writeFileSync(
    join(folder, "main.tf"),
    `module "application" {
  source = "./snippet-0"
  role   = "reader"
}
module "distribution" {
  source                   = "./snippet-1"
  origin_access_control_id = "E327GJI25M56DG"
}
`,
  );
  const env = stage.aws.childEnv();
  const terraform = (...args: string[]) =>
    run(terraformBinary(), [...args, "-no-color"], { cwd: folder, env });
  expect(await terraform("init", "-backend=false", "-input=false")).toMatchObject({ status: 0 });
  expect(await terraform("validate")).toEqual({
    status: 0,
    output: "Success! The configuration is valid.\n\n",
  });
});

test.each([
  [["--part", "code"], "--part code needs an SDK or tool. Name it with --sdk, for example --sdk js.\n"],
  [["--sdk", "js", "--part", "code", "--json"], "--part and --json exclude each other. Use one of them.\n"],
  [
    ["--sdk", "cloudfront", "--access", "write"],
    "CloudFront only reads through the access point. Leave out --access write.\n",
  ],
  [
    ["--sdk", "cloudfront", "--part", "policy"],
    "CloudFront uses no identity policy. Add the distribution to access.cloudfront in the environment file.\n",
  ],
  [
    ["--sdk", "terraform", "--part", "policy"],
    "The identity policy is part of the Terraform code. Use --part code.\n",
  ],
])("rejects %j", async (args, stderr) => {
  expect(await connect(...args)).toMatchObject({ status: 2, stdout: "", stderr });
});

test("says that there are no credentials, or that there is no such access point", async () => {
  const env = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
  expect(await stage.mrap.run(["connect", "another-name"], { env })).toMatchObject({
    status: 1,
    stderr:
      "There are no AWS credentials: set AWS_PROFILE (or --profile), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n",
  });
  const missing = join(stage.mrap.folder, "missing.yaml");
  writeFileSync(
    missing,
    "name: missing\nregions:\n  eu-west-1: {bucket: missing-a}\n  us-east-1: {bucket: missing-b}\nstate: local\n",
  );
  expect(await stage.mrap.run(["connect", missing])).toMatchObject({
    status: 1,
    stdout: "",
    stderr:
      "The account 123456789012 has no Multi-Region Access Point 'missing': deploy the environment first (npx cdktf deploy), or use the credentials of its account.\n",
  });
});
