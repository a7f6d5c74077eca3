import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  mkdirSync(environments, { recursive: true });
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

/** Fails with the stack of the call if anything connects, or looks a name up. */
const OFFLINE = `
const refuse = () => { process.stderr.write(new Error("a connection").stack); process.exit(9); };
require("node:net").Socket.prototype.connect = refuse;
require("node:dgram").Socket.prototype.send = refuse;
require("node:dns").lookup = refuse;
`;

test("synth opens no connection, and its record recognizes a later name", () => {
  const hook = join(folder, "offline.cjs");
  writeFileSync(hook, OFFLINE);
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = `--require ${hook}`;
  try {
    const text = environment("photos", 1);
    expect(synthesize({ "photos.yaml": text })).toMatchObject({ status: 0, stderr: "" });
    const record = join(folder, "environments", "photos.identity.json");
    expect(JSON.parse(readFileSync(record, "utf8"))).toMatchObject({
      name: "photos",
      providers: ["ap-northeast-1", "ap-southeast-2", "eu-west-1", "us-east-1"],
    });
    const renamed = synthesize({ "photos.yaml": text.replace("name: photos", "name: albums") });
    expect(renamed.status).toBe(1);
    expect(renamed.stderr).toContain("renames the environment photos.");
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  }
});

test("environments within the limits are written", () => {
  const result = synthesize({ "photos.yaml": environment("photos", 90) });
  expect(result).toEqual({ status: 0, stderr: "", written: ["environments", "out"] });
});
