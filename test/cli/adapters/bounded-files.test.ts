import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appendBounded, isLocal, readBounded } from "../../../cli/adapters/bounded-files";

let folder: string;
/** The table of a machine whose home directories are on a file server. */
const remote = [
  { folder: "/", type: "ext4" },
  { folder: tmpdir(), type: "nfs4" },
];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bounded-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("only a file on a file system of this machine is local", () => {
  expect(isLocal(join(folder, "a"), [{ folder: "/", type: "ext4" }])).toBe(true);
  expect(isLocal(join(folder, "a"), remote)).toBe(false);
  expect(isLocal(join(folder, "a"), [])).toBe(false);
});

test("a remote file that answers is written and read", async () => {
  const file = join(folder, "deep", "runs.jsonl");
  await appendBounded(file, "one\n", remote);
  await appendBounded(file, "two\n", remote);
  expect(await readBounded(file, remote)).toBe("one\ntwo\n");
  expect(readFileSync(file, "utf8")).toBe("one\ntwo\n");
});

test("a remote file that is missing is called missing", async () => {
  await expect(readBounded(join(folder, "none"), remote)).rejects.toMatchObject({ missing: true });
});

test("a remote file that does not answer is given up, and the folder is not asked again", async () => {
  // Nobody writes to or reads from the pipe: each access to it waits forever.
  const file = join(folder, "access-points.json");
  execFileSync("mkfifo", [file]);
  const silent = `the file system of ${folder} does not answer`;
  await expect(readBounded(file, remote)).rejects.toMatchObject({ message: silent, missing: false });
  const again = appendBounded(join(folder, "runs.jsonl"), "one\n", remote);
  await expect(again).rejects.toMatchObject({ message: silent });
});
