import * as fs from "node:fs/promises";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBundle } from "../../../cli/handoff/write";

let failingRename = 0;
jest.mock("node:fs/promises", () => {
  const real = jest.requireActual<typeof fs>("node:fs/promises");
  const rename = async (from: string, to: string) => {
    failingRename -= 1;
    if (failingRename === 0) throw Object.assign(new Error("full"), { code: "ENOSPC" });
    await real.rename(from, to);
  };
  return { ...real, rename };
});

let root: string;
let out: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "write-"));
  out = join(root, "out");
  failingRename = 0;
});
afterEach(() => rmSync(root, { recursive: true }));

const files = new Map([
  ["main.tf", "# new\n"],
  ["tests/plan.tftest.hcl", "# test\n"],
]);

/** Every file below a folder with its text. */
async function tree(folder: string): Promise<Record<string, string>> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(found.map((file) => fs.readFile(file, "utf8")));
  return Object.fromEntries(found.map((file, index) => [file.slice(folder.length + 1), texts[index]!]));
}

async function earlier(): Promise<Record<string, string>> {
  await fs.mkdir(join(out, ".git"), { recursive: true });
  await fs.writeFile(join(out, ".git", "HEAD"), "ref");
  await fs.writeFile(join(out, "terraform.tfvars"), "a = 1");
  await fs.writeFile(join(out, "old.tf"), "# old");
  await fs.writeFile(join(out, "main.tf"), "# edited");
  return tree(out);
}

test("a new folder is made with the folders above it, and nothing is left beside it", async () => {
  const deep = join(root, "a", "b");
  expect(await writeBundle(deep, files)).toBe("written");
  expect(await tree(root)).toEqual({ "a/b/main.tf": "# new\n", "a/b/tests/plan.tftest.hcl": "# test\n" });
});

test("an empty folder is written into, and the same again changes nothing", async () => {
  await fs.mkdir(out);
  expect(await writeBundle(out, files)).toBe("written");
  expect(await writeBundle(out, files)).toBe("unchanged");
  await fs.writeFile(join(out, "terraform.tfvars"), "");
  expect(await writeBundle(out, files)).toBe("unchanged");
});

test("a folder with other content is not touched without force", async () => {
  const before = await earlier();
  await expect(writeBundle(out, files)).rejects.toThrow(
    `'${out}' is not empty: it has .git, main.tf, old.tf and 1 more. Name an empty or a new folder with --out, or write over the Terraform files, the tests and the README in it with --force. Nothing was written.`,
  );
  expect(await tree(out)).toEqual(before);
});

test("with force the Terraform files are replaced, and what is no part of a hand-over stays", async () => {
  await earlier();
  expect(await writeBundle(out, files, { force: true })).toBe("replaced");
  expect(await tree(root)).toEqual({
    "out/.git/HEAD": "ref",
    "out/terraform.tfvars": "a = 1",
    "out/main.tf": "# new\n",
    "out/tests/plan.tftest.hcl": "# test\n",
  });
});

test.each([1, 2, 3, 4])("a failure at step %i leaves the old folder as it was", async (failing) => {
  const before = await earlier();
  failingRename = failing;
  await expect(writeBundle(out, files, { force: true })).rejects.toThrow(
    `Cannot write '${out}': the disk is full. It was left as it was.`,
  );
  expect(await tree(root)).toEqual(
    Object.fromEntries(Object.entries(before).map(([file, text]) => [`out/${file}`, text])),
  );
});

test("a failure while the files are made leaves the old folder as it was", async () => {
  const before = await earlier();
  const clash = new Map([...files, ["main.tf/inner", "a file is no folder"]]);
  await expect(writeBundle(out, clash, { force: true })).rejects.toThrow("It was left as it was.");
  expect(await tree(root)).toEqual(
    Object.fromEntries(Object.entries(before).map(([file, text]) => [`out/${file}`, text])),
  );
});

test("a file, a link, and the folder that one is in are refused", async () => {
  await fs.writeFile(out, "");
  await expect(writeBundle(out, files, { force: true })).rejects.toThrow(
    `'${out}' is a file: --out names a folder. Nothing was written.`,
  );
  const link = join(root, "link");
  await fs.symlink(root, link);
  await expect(writeBundle(link, files, { force: true })).rejects.toThrow("is a link");
  await expect(writeBundle(process.cwd(), files, { force: true })).rejects.toThrow(
    "is the folder that you are in, or one above it",
  );
  await expect(writeBundle(join(out, "below"), files)).rejects.toThrow("a part of the path is a file");
});
