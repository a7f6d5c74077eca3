import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFiles, writeProject } from "../../../cli/init/project";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mrap-init-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a project names its files, and the package by a path relative to the project", () => {
  const tarball = join(folder, "package.tgz");
  writeFileSync(tarball, "");
  const files = writeProject({ folder: join(folder, "app"), cdk: "cdktf", package: tarball });
  expect(files).toEqual([
    "package.json",
    "cdktf.json",
    "tsconfig.json",
    "main.ts",
    "environments/photos.yaml",
    "test/environments.test.js",
    ".gitignore",
    ".github/workflows/test.yml",
    "README.md",
  ]);
  const { dependencies } = JSON.parse(readFileSync(join(folder, "app/package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(dependencies["terraform-s3-multi-region-access-point"]).toBe("file:../package.tgz");
});

test("a folder that is not empty is refused and unchanged", () => {
  writeFileSync(join(folder, "mine.txt"), "");
  expect(() => writeProject({ folder, cdk: "cdktf" })).toThrow(
    `The folder '${folder}' is not empty. Name a new folder with --project.`,
  );
  expect(existsSync(join(folder, "package.json"))).toBe(false);
});

test("a tarball that does not exist is refused before anything is written", () => {
  const app = join(folder, "app");
  expect(() => writeProject({ folder: app, cdk: "cdktf", package: "./none.tgz" })).toThrow(
    "There is no file './none.tgz'. Name the tarball that npm pack wrote.",
  );
  expect(existsSync(app)).toBe(false);
});

test("a project for CDK Terrain names no package of CDKTF", () => {
  const files = projectFiles("cdktn", "0.1.0");
  // cdktf.json is the name of the settings file in both.
  expect(`${files["package.json"]}${files["main.ts"]}${files["test/environments.test.js"]}`).not.toMatch(
    /["@/]cdktf/,
  );
});
