/** Commands, snippets and editor settings in the pages. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { parse } from "yaml";
import { TrialState } from "../../constructs/remote-state";

const project = join(__dirname, "..", "..");
const read = (file: string): string => readFileSync(join(project, file), "utf8");

const pages = ["README.md", "CONTRIBUTING.md", "help"].concat(
  readdirSync(join(project, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path}`),
);

test("each page that shows cdktf diff says that it needs --skip-provider-lock with a mirror", () => {
  const showing = pages.filter((page) => /cdktf diff/.test(read(page)));
  expect(showing).toEqual(expect.arrayContaining(["README.md", "help", "docs/upgrading.md"]));
  expect(showing.filter((page) => !read(page).includes("--skip-provider-lock"))).toEqual([]);
});

/** The YAML in the code blocks of a page. */
function snippets(page: string): string[] {
  return [...read(page).matchAll(/```ya?ml\n([\s\S]*?)```/g)].map(([, text]) => text!);
}

test("each whole environment file in the README and the examples begins with the schema line", () => {
  const whole = (text: string): boolean => {
    const data = parse(text) as Record<string, unknown>;
    return data.name !== undefined && data.regions !== undefined;
  };
  const files = [
    ...snippets("README.md").filter(whole),
    ...["environments", "examples"].flatMap((folder) =>
      readdirSync(join(project, folder))
        .filter((file) => file.endsWith(".yaml"))
        .map((file) => read(join(folder, file))),
    ),
  ];
  expect(files.length).toBeGreaterThanOrEqual(6);
  for (const text of files)
    expect(text).toMatch(/^# yaml-language-server: \$schema=\S+environment\.schema\.json\n/);
});

test("the settings of Visual Studio Code name the schema, its files and the extension that reads it", () => {
  const settings = JSON.parse(read(".vscode/settings.json")) as { "yaml.schemas": Record<string, string[]> };
  expect(settings["yaml.schemas"]).toEqual({
    "./environments/environment.schema.json": ["environments/*.yaml", "examples/*.yaml"],
  });
  const { recommendations } = JSON.parse(read(".vscode/extensions.json")) as { recommendations: string[] };
  expect(recommendations).toContain("redhat.vscode-yaml");
  expect(read(".editorconfig")).toContain("insert_final_newline = true");
});

test("Git ignores the state file of state: local, its backup, and what deploys and builds write", () => {
  const folder = mkdtempSync(join(tmpdir(), "mrap-ignored-"));
  try {
    copyFileSync(join(project, ".gitignore"), join(folder, ".gitignore"));
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    const stack = new TerraformStack(new App({ outdir: folder }), "photos");
    new TrialState(stack, "State");
    const { backend } = (stack.toTerraform() as { terraform: { backend: { local: { path: string } } } })
      .terraform;
    const state = join("cdktf.out/stacks/photos", backend.local.path);
    const files = [
      state,
      `${state}.backup`,
      "cdktf.out/manifest.json",
      "dist/mrap.js",
      "handoff/photos/main.tf",
    ];
    const ignored = execFileSync("git", ["check-ignore", ...files], { cwd: folder, encoding: "utf8" });
    expect(ignored.trimEnd().split("\n")).toEqual(files);
    expect(state).toBe("terraform.photos.tfstate");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the README sets the initial routing directly after the first deploy", () => {
  const commands = /cdktf deploy photos\n(.*)\n/.exec(read("README.md"))?.[1];
  expect(commands).toMatch(/^bin\/mrap routes apply photos/);
});
