/** `mrap doctor` as a process on the local AWS: a sound account, and input that is bad. broken.long.test.ts has the rest. */
import { resolve } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { onTerminal, linesOn, tooWide } from "../../support/terminal";
import {
  environmentText,
  makeDoctor,
  makeSoundAccount,
  problems,
  type Doctor,
  type SoundAccount,
} from "./account";

let aws: LocalAws;
let account: SoundAccount;
let doctor: Doctor;

beforeAll(async () => {
  aws = await startLocalAws();
  account = await makeSoundAccount(aws);
  doctor = makeDoctor(aws, account);
  doctor.write(environmentText(account));
  expect(await doctor.createState()).toMatchObject({ status: 0 });
});
afterAll(async () => {
  doctor.remove();
  await aws.stop();
});
afterEach(() => aws.control.setFaults([]));

test("a sound account is all green, and the command changes nothing", async () => {
  await aws.control.clearRequests();
  const result = await doctor.run();
  expect({ problems: problems(result), status: result.status, stderr: result.stderr }).toEqual({
    problems: [],
    status: 0,
    stderr: "",
  });
  const { name, summary, checks } = JSON.parse(result.stdout);
  expect({ name, summary }).toEqual({
    name: "photos",
    summary: { checks: checks.length, ok: checks.length, warning: 0, error: 0, notKnown: 0 },
  });
  expect(new Set(checks.map(({ key }: { key: string }) => key)).size).toBe(checks.length);
  expect(checks.find(({ id }: { id: string }) => id === "credentials")).toMatchObject({
    title: "Credentials",
    text: "The credentials belong to arn:aws:sts::123456789012:assumed-role/deployer/doctor in the account 123456789012.",
    fix: null,
    ledger: ["sts-identity"],
  });
  const actions = (await aws.control.requests()).flatMap(({ action }) => action ?? []);
  const changing = [...new Set(actions)].filter(
    (action) => !/:(Describe|Get|List|Head|Simulate)/.test(action),
  );
  expect(changing).toEqual([]);
});

test("without a terminal it prints one line for each check, the problems last, then the summary", async () => {
  await aws.control.setFaults([
    {
      host: "sns.*",
      action: "sns:GetTopicAttributes",
      fault: "status",
      status: 403,
      code: "AuthorizationError",
    },
  ]);
  const { stdout, stderr, status } = await doctor.run({}, []);
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toContain("ok         VPC, eu-west-1: " + `The VPC ${account.vpc} exists.`);
  const firstProblem = lines.findIndex((line) => !line.startsWith("ok "));
  expect(lines.slice(firstProblem).filter((line) => line.startsWith("ok "))).toEqual([]);
  expect(lines.at(-1)).toMatch(/^\d+ checks: \d+ ok, 0 warnings, 0 errors, 6 not known\.$/);
  expect(lines).toContain(
    "not known  Name of the topic, us-west-2: No permission: sns:GetTopicAttributes on photos-routing is denied; allow it to your role, or use another one.",
  );
  expect(lines).toContain("           Fix: Allow sns:GetTopicAttributes to your role, or use another role.");
});

test("without credentials the tools are still checked, and nothing else is said to be ok", async () => {
  const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "" };
  const result = await doctor.run(none);
  const { checks } = JSON.parse(result.stdout);
  const by = (level: string) =>
    checks.filter((one: { level: string }) => one.level === level).map(({ id }: { id: string }) => id);
  expect(by("ok")).toEqual(["node", "terraform", "provider", "cdktf"]);
  expect(by("error")).toEqual(["credentials"]);
  expect(problems(result)[0]).toBe(
    "error credentials: There are no AWS credentials: set AWS_PROFILE (or --profile), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
  );
  expect(checks.at(-1)).toMatchObject({
    level: "not known",
    text: "AWS was not asked, because the caller is not known.",
    fix: "Fix the credentials, then run the command again.",
    because: ["credentials"],
  });
  expect(result.status).toBe(1);
});

test("a file with mistakes is reported whole, and nothing is checked", async () => {
  const text = environmentText(account);
  doctor.write(text.replace("eu-west-1:", "eu-wst-1:").replace("passive", "asleep"));
  const { status, stdout, stderr } = await doctor.run();
  doctor.write(text);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("eu-wst-1");
  expect(stderr).toContain("asleep");
});

test("on a terminal it shows the progress, and every line fits", async () => {
  const command = [process.execPath, resolve(__dirname, "../../../bin/mrap"), "doctor", doctor.file];
  const env = aws.childEnv(account.env);
  const { status, shown } = await onTerminal(command, { columns: 70, steps: [], cwd: doctor.folder, env });
  const lines = linesOn(shown);
  expect(shown).toMatch(/\d+ of \d+ checks done …/);
  expect(tooWide(shown, 70)).toEqual([]);
  expect(lines.filter(Boolean).at(-1)).toMatch(/^\d+ checks: \d+ ok, 0 warnings, 1 error, 0 not known\.$/);
  // The folder of the file has no node_modules.
  expect(lines.join("\n")).toContain("error      CDKTF: This folder has neither cdktf nor cdktn in");
  expect(status).toBe(1);
});
