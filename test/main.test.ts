import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { appCommand } from "./support/app-command";

const PROJECT = resolve(__dirname, "..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "main-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An environment file with as many readers. */
const environment = (name: string, readers: number) => `name: ${name}
regions:
  eu-west-1: { bucket: ${name}-ireland }
  us-east-1: { bucket: ${name}-virginia, routing: passive }
state: local
access:
  readers: [${Array.from({ length: readers }, (_, index) => `arn:aws:iam::123456789012:role/${"a".repeat(50)}${index}`).join(", ")}]
`;

function synthesize(files: Readonly<Record<string, string>>) {
  const environments = join(folder, "environments");
  mkdirSync(environments);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(environments, name), text);
  const [command, ...args] = appCommand();
  const out = join(folder, "out");
  const { status, stderr } = spawnSync(command, args, {
    cwd: PROJECT,
    encoding: "utf8",
    env: { ...process.env, MRAP_ENVIRONMENTS: environments, CDKTF_OUTDIR: out },
  });
  return { status, stderr: stderr.replaceAll(`${environments}/`, ""), written: readdirSync(folder) };
}

test("the sizes of all environments are reported with the other errors, and nothing is written", () => {
  const result = synthesize({
    "archive.yaml": environment("archive", 150),
    "photos.yaml": environment("photos", 160),
    "broken.yaml": environment("amazon-photos", 1),
    "sound.yaml": environment("sound", 1),
  });
  expect(result).toEqual({
    status: 1,
    stderr: `broken.yaml has 1 error:

broken.yaml:1:7  name
  starts with "amazon". Systems Manager reserves this prefix, and the failover runbook is named
  amazon-photos-failover
  got:     amazon-photos
  allowed: a name that does not start with "aws", "amazon", "amzn"
  fix:     choose another name, or set failover.runbook: false

archive.yaml has 1 error:

archive.yaml:7:3  access.readers
  makes the policy of the access point too large
  got:     about 26,878 bytes
  allowed: at most 20,480 bytes
  fix:     name an account ID in place of its roles and users

photos.yaml has 1 error:

photos.yaml:7:3  access.readers
  makes the policy of the access point too large
  got:     about 28,618 bytes
  allowed: at most 20,480 bytes
  fix:     name an account ID in place of its roles and users
`,
    written: ["environments"],
  });
});

test("environments within the limits are written", () => {
  const result = synthesize({ "photos.yaml": environment("photos", 90) });
  expect(result).toEqual({ status: 0, stderr: "", written: ["environments", "out"] });
});
