/** The kinds of profiles that the AWS CLI knows, each by a process against the local STS and sign-in portal. */
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunRecord } from "../../../cli/failover/record";
import type { LocalAws } from "../../../local-aws";
import { mumbai, setStage, virginia, type Stage } from "../../support/command-line";
import type { DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine, Result } from "../../support/process";

let stage: Stage;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;

beforeAll(async () => {
  stage = await setStage("shop");
  ({ aws, mrap, environment } = stage);
  const helper = join(mrap.folder, "helper.js");
  const keys = {
    Version: 1,
    AccessKeyId: "AKIAHELPERHELPERHELP",
    SecretAccessKey: "x",
    Expiration: "2999-01-01T00:00:00Z",
  };
  writeFileSync(helper, `console.log(${JSON.stringify(JSON.stringify(keys))})\n`);
  const renewing = join(mrap.folder, "renewing.js");
  // Each call prints another key.
  writeFileSync(
    renewing,
    `console.log(JSON.stringify({ Version: 1, AccessKeyId: "AKIA" + String(Date.now()).padStart(16, "0"), SecretAccessKey: "x" }))\n`,
  );
  writeFileSync(
    join(mrap.folder, "config"),
    `
[profile base]
aws_access_key_id = AKIABASEBASEBASEBASE
aws_secret_access_key = x

[profile ops]
role_arn = arn:aws:iam::123456789012:role/operators
source_profile = base
role_session_name = night
region = eu-west-1

[profile nowhere]
role_arn = arn:aws:iam::123456789012:role/operators
source_profile = nobody

[profile helped]
credential_process = ${process.execPath} ${helper}

[profile renewed]
credential_process = ${process.execPath} ${renewing}

[profile unhelped]
credential_process = ${process.execPath} ${helper}.missing

[profile work]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Operator

[sso-session company]
sso_region = eu-west-1
sso_start_url = https://company.awsapps.com/start
sso_registration_scopes = sso:account:access
`,
  );
});

afterAll(() => stage.stop());

beforeEach(async () => {
  await aws.control.setFaults([]);
  await environment.route(mumbai);
  signOut();
});

const cache = (): string => join(mrap.folder, ".aws", "sso", "cache");
const signOut = (): void => rmSync(cache(), { recursive: true, force: true });

/** The cache file of `aws sso login`. */
function signIn(accessToken: string, expiresAt: string): void {
  mkdirSync(cache(), { recursive: true });
  const file = `${createHash("sha1").update("company").digest("hex")}.json`;
  writeFileSync(join(cache(), file), JSON.stringify({ accessToken, expiresAt }));
}

function as(profile: string): Promise<Result> {
  const args = ["failover", environment.file, "--to", virginia, "--yes", "--force", "--no-wait", "--json"];
  return mrap.run([...args, "--profile", profile], {
    env: {
      AWS_CONFIG_FILE: join(mrap.folder, "config"),
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
    },
  });
}

test.each([
  ["a role of another profile", "ops", "arn:aws:sts::123456789012:assumed-role/operators/night"],
  ["a process that prints keys", "helped", "arn:aws:iam::123456789012:root"],
  [
    "single sign-on",
    "work",
    "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Operator_0123456789abcdef/someone",
  ],
])("%s", async (_, profile, arn) => {
  signIn("signed-in", "2999-01-01T00:00:00Z");
  const { status, stdout } = await as(profile);
  expect(status).toBe(0);
  expect((JSON.parse(stdout) as RunRecord).caller).toEqual({ account: "123456789012", arn });
  expect(await environment.active()).toEqual([virginia]);
});

const signInAgain =
  "You are not signed in, or no longer: run aws sso login --profile work, then repeat the command.";

test.each<[string, string, () => unknown, string]>([
  ["not signed in", "work", () => undefined, signInAgain],
  ["a sign-in that has expired", "work", () => signIn("signed-in", "2001-01-01T00:00:00Z"), signInAgain],
  ["a sign-in that was ended", "work", () => signIn("signed-out", "2999-01-01T00:00:00Z"), signInAgain],
  [
    "a role that may not be assumed",
    "ops",
    () =>
      aws.control.setFaults([
        { host: "sts.*", fault: "status", status: 403, code: "AccessDenied", action: "sts:AssumeRole" },
      ]),
    "No permission: sts:AssumeRole on the role of the profile 'ops' is denied; allow it to your role, or use another one.",
  ],
  [
    "a sign-in service that cannot be reached",
    "ops",
    () => aws.control.setFaults([{ host: "sts.*", fault: "refuse" }]),
    "The AWS profile 'ops' gives no credentials: the proxy cannot reach it (502).",
  ],
  [
    "a source that is not there",
    "nowhere",
    () => undefined,
    "The AWS profile 'nowhere' gives no credentials: check it in ~/.aws/config, or name another with --profile.",
  ],
  [
    "a process that fails",
    "unhelped",
    () => undefined,
    "The AWS profile 'unhelped' gives no credentials: check it in ~/.aws/config, or name another with --profile.",
  ],
])("%s: one sentence, and the routing is unchanged", async (_, profile, prepare, sentence) => {
  await prepare();
  const { status, stderr } = await as(profile);
  expect(stderr.trimEnd().split("\n").slice(1)).toEqual([
    sentence,
    "Nothing was submitted: the routing of shop is not known.",
  ]);
  expect(status).toBe(1);
  expect(await environment.active()).toEqual([mumbai]);
});

test.each(["monitoring.*", "*.s3.*", "*.s3-control.*"])(
  "credentials that %s rejects as expired are fetched again",
  async (host) => {
    await aws.control.setFaults([{ host, fault: "status", status: 400, code: "ExpiredToken", count: 1 }]);
    const { status, stdout, stderr } = await mrap.run(
      ["status", environment.file, "--json", "--profile", "renewed"],
      {
        env: {
          AWS_CONFIG_FILE: join(mrap.folder, "config"),
          AWS_ACCESS_KEY_ID: "",
          AWS_SECRET_ACCESS_KEY: "",
        },
      },
    );
    expect(stderr).toBe("");
    expect(stdout).not.toMatch(/expired/i);
    expect(status).toBe(0);
  },
);
