import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../../cli/main";

const project = resolve(__dirname, "../../..");
const demo = join(project, "environments", "demo.yaml");
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "diagram-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function diagram(...args: string[]): Promise<{ status: number; output: string }> {
  let output = "";
  const keep = (text: string | Uint8Array): boolean => {
    output += String(text);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, "write").mockImplementation(keep),
  );
  try {
    return { status: await run(["diagram", ...args]), output };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

test("the README's picture shows environments/demo.yaml; npm run pictures regenerates it", async () => {
  const out = join(folder, "demo.svg");
  expect(await diagram(demo, "-o", out)).toEqual({
    status: 0,
    output: `Wrote ${out}: the picture of my-new-mrap1, 2 Regions.\n`,
  });
  expect(readFileSync(join(project, "docs", "pictures", "demo.svg"), "utf8")).toBe(readFileSync(out, "utf8"));
  expect(readFileSync(join(project, "README.md"), "utf8")).toContain("](docs/pictures/demo.svg)");
});

test("a file that is there is replaced whole, and left alone where it is the same", async () => {
  const out = join(folder, "demo.mmd");
  writeFileSync(out, "old");
  expect((await diagram(demo, "-o", out)).output).toBe(
    `Replaced ${out}: the picture of my-new-mrap1, 2 Regions.\n`,
  );
  expect(readFileSync(out, "utf8")).toMatch(/^%% Multi-Region Access Point over 2 Regions/);
  expect((await diagram(demo, "-o", out)).output).toBe(
    `${out} already contains the picture of my-new-mrap1, 2 Regions.\n`,
  );
  expect(readdirSync(folder)).toEqual(["demo.mmd"]);
});

test.each(["demo.png", "demo", "demo.svg.txt"])(
  "%s: an ending that says nothing of the picture is refused",
  async (name) => {
    const out = join(folder, name);
    expect(await diagram(demo, "-o", out)).toEqual({
      status: 2,
      output: `'${out}' must end in .svg or .mmd (Mermaid). The ending selects the format.\n`,
    });
    expect(readdirSync(folder)).toEqual([]);
  },
);

test("a folder that is not there, and a folder in the file's place", async () => {
  const lost = join(folder, "no", "demo.svg");
  expect(await diagram(demo, "-o", lost)).toEqual({
    status: 1,
    output: `Cannot write '${lost}': there is no folder '${join(folder, "no")}'; make it first. Nothing was written.\n`,
  });
  const taken = join(folder, "taken.svg");
  mkdirSync(taken);
  expect(await diagram(demo, "-o", taken)).toEqual({
    status: 1,
    output: `Cannot write '${taken}': it is a folder; name a file in it. Nothing was written.\n`,
  });
});

test("an environment that is not there", async () => {
  const missing = join(folder, "no.yaml");
  const { status, output } = await diagram(missing, "-o", join(folder, "a.svg"));
  expect(status).toBe(1);
  expect(output).toContain(missing.slice(-7));
  expect(output).not.toMatch(/^\s+at /m);
});
