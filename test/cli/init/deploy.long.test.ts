/** The file that `mrap init` writes deploys as it is, with the real Terraform on the local AWS. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { copyCommandLine, type CommandLine } from "../../support/process";
import { expectStatus, RealStack } from "../../support/terraform";

let aws: LocalAws;
let mrap: CommandLine;
let folder: string;

beforeAll(async () => {
  aws = await startLocalAws();
  mrap = copyCommandLine(aws.childEnv());
  folder = mkdtempSync(join(tmpdir(), "mrap-init-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mrap.remove();
  await aws.stop();
});

test("deploys, gets its initial routing, and plans no change", async () => {
  const flags = ["--name", "first-hour", "--region", "eu-west-1", "--region", "us-east-1"];
  const more = ["--passive", "us-east-1", "--network", "eu-west-1", "--writer", "123456789012"];
  const file = join(folder, "first-hour.yaml");
  expect(await mrap.run(["init", file, ...flags, ...more])).toMatchObject({ status: 0 });
  const stack = RealStack.on(aws, file);
  expectStatus(await stack.synth(), 0);
  expectStatus(await stack.mrap("state", "create"), 0);
  expectStatus(await stack.terraform("init"), 0);
  expectStatus(await stack.terraform("apply", "-auto-approve"), 0);
  expectStatus(await stack.mrap("routes", "apply"), 0);
  expectStatus(await stack.terraform("plan", "-detailed-exitcode"), 0);
  const status = await stack.mrap("status");
  expect(status).toMatchObject({ status: 0 });
  expect(status.output).toContain("The routing of first-hour is: eu-west-1 active, us-east-1 passive.");
  // A second init sees that the names are in use.
  const again = await mrap.run(["init", file, ...flags, "--force", "--state-bucket", "local"]);
  expect(again.stdout).toContain("first-hour-123456789012-eu-west-1-2 is free.");
}, 300_000);
