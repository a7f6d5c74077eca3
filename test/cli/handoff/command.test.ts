import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../cli/main";

const folder = mkdtempSync(join(tmpdir(), "handoff-command-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command in this process. */
async function mrap(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const text = { out: "", err: "" };
  const out = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text.out += String(chunk);
    return true;
  });
  const err = jest.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text.err += String(chunk);
    return true;
  });
  try {
    return {
      status: await run(["handoff", ...args]),
      ...text,
      get out() {
        return text.out;
      },
      get err() {
        return text.err;
      },
    };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

const demo = "environments/demo.yaml";

test("the HCL form has the files that a reviewer expects, and the command prints the next step", async () => {
  const to = join(folder, "hcl");
  const { status, out, err } = await mrap(demo, "--no-lock", "--out", to);
  expect([status, err]).toEqual([0, ""]);
  expect(out).toBe(
    `Wrote ${to} (19 files).\nNext: take over the state as described in ${join(to, "README.md")}. terraform plan there reports no changes.\n`,
  );
  const files = readdirSync(to);
  for (const file of [
    "README.md",
    ".gitignore",
    "terraform.tfvars.example",
    "versions.tf",
    "providers.tf",
    "backend.tf",
    "variables.tf",
    "locals.tf",
    "main.tf",
    "outputs.tf",
    "tests",
  ])
    expect(files).toContain(file);
});

test("nothing of CDKTF remains: no metadata, no quoted reference, no path of this machine", async () => {
  const to = join(folder, "both");
  expect((await mrap(demo, "--no-lock", "--format", "both", "--out", to)).status).toBe(0);
  const json = readFileSync(join(to, "json", "main.tf.json"), "utf8");
  expect(json).not.toMatch(/"\/\/"|metadata|uniqueId/);
  for (const file of readdirSync(join(to, "hcl")).filter((name) => name.endsWith(".tf"))) {
    const text = readFileSync(join(to, "hcl", file), "utf8");
    expect(text).not.toMatch(/"\$\{[^"{}]*\}"/);
    expect(text).not.toMatch(/^\s*(provider|depends_on)\s*=\s*\[?"/m);
    expect(text).not.toContain(process.cwd());
  }
});

test("bad arguments and invalid input have their exit status, one sentence and no stack trace", async () => {
  const unknown = await mrap("no-such-environment");
  expect([unknown.status, unknown.err]).toEqual([
    2,
    expect.stringContaining("Unknown environment 'no-such-environment'"),
  ]);
  expect((await mrap(demo, "--format", "yaml")).status).toBe(2);
  expect((await mrap()).status).toBe(2);

  const wrong = join(folder, "wrong.yaml");
  writeFileSync(wrong, "name: UPPER\n");
  const mistaken = await mrap(wrong, "--out", join(folder, "never"));
  expect(mistaken.status).toBe(1);
  expect(mistaken.err).not.toMatch(/\n\s+at /);
  expect(readdirSync(folder)).not.toContain("never");
});

test("a folder with other content is rejected and unchanged", async () => {
  const to = join(folder, "hcl");
  writeFileSync(join(to, "main.tf"), "# mine");
  const { status, err } = await mrap(demo, "--no-lock", "--out", to);
  expect(status).toBe(1);
  expect(err).toMatch(/is not empty\. It contains .* with --force\. Nothing was written\.\n$/);
  expect(readFileSync(join(to, "main.tf"), "utf8")).toBe("# mine");
  expect((await mrap(demo, "--no-lock", "--out", to, "--force")).status).toBe(0);
  expect(readFileSync(join(to, "main.tf"), "utf8")).toContain("aws_s3control_multi_region_access_point");
});
