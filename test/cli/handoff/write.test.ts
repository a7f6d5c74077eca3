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

test("a new folder is created with its parent folders, and no other file is left", async () => {
  const deep = join(root, "a", "b");
  expect(await writeBundle(deep, files)).toBe("written");
  expect(await tree(root)).toEqual({ "a/b/main.tf": "# new\n", "a/b/tests/plan.tftest.hcl": "# test\n" });
});

test("an empty folder is filled, and a second call changes nothing", async () => {
  await fs.mkdir(out);
  expect(await writeBundle(out, files)).toBe("written");
  expect(await writeBundle(out, files)).toBe("unchanged");
  await fs.writeFile(join(out, "terraform.tfvars"), "");
  expect(await writeBundle(out, files)).toBe("unchanged");
});

test("a folder with other content is unchanged without force", async () => {
  const before = await earlier();
  await expect(writeBundle(out, files)).rejects.toThrow(
    `'${out}' is not empty. It contains .git, main.tf, old.tf and 1 more. Name an empty or a new folder with --out, or replace the Terraform files, the tests and the README in it with --force. Nothing was written.`,
  );
  expect(await tree(out)).toEqual(before);
});

test("with force, the Terraform files are replaced and all other files are kept", async () => {
  await earlier();
  expect(await writeBundle(out, files, { force: true })).toBe("replaced");
  expect(await tree(root)).toEqual({
    "out/.git/HEAD": "ref",
    "out/terraform.tfvars": "a = 1",
    "out/main.tf": "# new\n",
    "out/tests/plan.tftest.hcl": "# test\n",
  });
});

test("the folder's own .gitignore is kept", async () => {
  await fs.mkdir(out);
  await fs.writeFile(join(out, ".gitignore"), "mine");
  const withIgnore = new Map([...files, [".gitignore", "theirs"]]);
  expect(await writeBundle(out, withIgnore, { force: true })).toBe("replaced");
  expect((await tree(out))[".gitignore"]).toBe("mine");
  expect(await writeBundle(out, withIgnore)).toBe("unchanged");
});

test.each([1, 2, 3, 4])("a failure at step %i leaves the old folder unchanged", async (failing) => {
  const before = await earlier();
  failingRename = failing;
  await expect(writeBundle(out, files, { force: true })).rejects.toThrow(
    `Cannot write '${out}': the disk is full. The folder is unchanged.`,
  );
  expect(await tree(root)).toEqual(
    Object.fromEntries(Object.entries(before).map(([file, text]) => [`out/${file}`, text])),
  );
});

test("a failure while the files are written leaves the old folder unchanged", async () => {
  const before = await earlier();
  const clash = new Map([...files, ["main.tf/inner", "a file is no folder"]]);
  await expect(writeBundle(out, clash, { force: true })).rejects.toThrow("The folder is unchanged.");
  expect(await tree(root)).toEqual(
    Object.fromEntries(Object.entries(before).map(([file, text]) => [`out/${file}`, text])),
  );
});

test("a file, a symbolic link and the current folder are rejected", async () => {
  await fs.writeFile(out, "");
  await expect(writeBundle(out, files, { force: true })).rejects.toThrow(
    `'${out}' is a file, and --out names a folder. Nothing was written.`,
  );
  const link = join(root, "link");
  await fs.symlink(root, link);
  await expect(writeBundle(link, files, { force: true })).rejects.toThrow(
    "is a symbolic link. Name the folder that it points to.",
  );
  await expect(writeBundle(process.cwd(), files, { force: true })).rejects.toThrow(
    "is the current folder or a folder above it",
  );
  await expect(writeBundle(join(out, "below"), files)).rejects.toThrow("part of the path is a file");
});
