import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../cli/main";
import { planText } from "./support";

const DELETED = planText([{ type: "aws_s3_bucket", actions: ["delete"], before: { bucket: "b" } }]);

let folder: string;
let out: string;
let err: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mrap-review-"));
  [out, err] = ["", ""];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => ((out += String(text)), true));
  jest.spyOn(process.stderr, "write").mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function mrap(...args: readonly string[]): Promise<number> {
  const before = process.exitCode;
  try {
    return await run(["review", ...args]);
  } finally {
    process.exitCode = before;
  }
}

function file(content: string): string {
  const path = join(folder, "plan.json");
  writeFileSync(path, content);
  return path;
}

test("a danger fails by default, and says why in every format", async () => {
  const plan = file(DELETED);
  expect(await mrap(plan)).toBe(1);
  expect(out).toContain("⛔ **A bucket is deleted, with everything in it** `bucket-deleted`");
  expect(await mrap(plan, "--format", "terminal", "--name", "orders")).toBe(1);
  expect(out).toContain(
    "orders: Dangerous: 1 danger (create 0, update 0, replace 0, delete 1, import 0, move 0, forget 0)",
  );
  out = "";
  expect(await mrap(plan, "--format", "json", "--fail-on", "never")).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    verdict: "danger",
    counts: { delete: 1 },
    findings: [
      { finding: "bucket-deleted", severity: "danger", accepted: null, address: "aws_s3_bucket.this" },
    ],
    changes: [{ address: "aws_s3_bucket.this", group: "delete", actions: ["delete"] }],
    plan: { terraformVersion: "1.11.4", formatVersion: "1.2", sha256Of: "the plan's JSON" },
  });
});

test("bad input is one sentence, and nothing on standard output", async () => {
  expect(await mrap(file("{"))).toBe(2);
  expect(err).toMatch(/^[^\n]+: the JSON is cut off or damaged \(1 characters\); create it with: [^\n]+\n$/);
  expect(out).toBe("");
});

test("a review that cannot be written is no pass, and a reader that leaves changes nothing", async () => {
  const fails = (code: string): void => {
    jest
      .spyOn(process.stdout, "write")
      .mockImplementation((_, done: any) => (done(Object.assign(new Error(), { code })), true));
  };
  fails("ENOSPC");
  expect([await mrap(file(DELETED)), err]).toEqual([2, "The review cannot be written (ENOSPC).\n"]);
  fails("EPIPE");
  expect(await mrap(file(DELETED))).toBe(1);
});

test("bad arguments", async () => {
  expect(await mrap(file(DELETED), "--format", "html")).toBe(2);
  expect(err).toContain("Allowed choices are markdown, terminal, json, sarif, junit, gitlab, conftest.");
  expect(await mrap(file(DELETED), "--fail-on", "everything")).toBe(2);
  expect(await mrap()).toBe(2);
});

test("help names the exit statuses", async () => {
  expect(await mrap("--help")).toBe(0);
  expect(out).toContain("0  No finding has the severity of --fail-on.");
});
