/** Each snippet is parsed by a tool of its language. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientRegion, identifier } from "../../../cli/connect/snippet";
import { snippetKinds } from "../../../cli/connect/snippets/index";
import { program } from "../../../cli/main";
import { systemPython } from "../../../local-aws/python";
import { terraformBinary } from "../../../local-aws/terraform";
import { ALL_REGIONS } from "../../support/environment";
import { connectionTo, run, type Outcome } from "./support";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "mrap-snippets-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a module in a process of its own, because jest does not load ES modules. `files` is in its scope. */
const evaluate = (files: readonly string[], code: string): Promise<Outcome> =>
  run(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { readFileSync } from "node:fs"; const files = ${JSON.stringify(files)}; ${code}`,
    ],
    { cwd: __dirname },
  );

/** Runs a program that takes one file. */
const each = async (files: readonly string[], program: string, ...args: string[]): Promise<Outcome> => {
  const outcomes = await Promise.all(files.map((file) => run(program, [...args, file])));
  return outcomes.find(({ status }) => status !== 0) ?? { status: 0, output: "" };
};

type Parser = (files: readonly string[]) => Promise<Outcome>;

const parsers: Readonly<Record<string, Parser>> = {
  js: (files) => each(files, process.execPath, "--check"),
  python: (files) => run(systemPython(process.env), ["-c", PARSE_PYTHON, ...files]),
  java: (files) =>
    evaluate(
      files,
      'import { parse } from "java-parser"; for (const file of files) parse(readFileSync(file, "utf8"));',
    ),
  // Fails also if gofmt would change the text.
  go: (files) =>
    evaluate(
      files,
      'import { format } from "@wasm-fmt/gofmt"; for (const file of files) { const text = readFileSync(file, "utf8"); if (format(text) !== text) throw new Error(`gofmt changes it: ${format(text)}`); }',
    ),
  bash: (files) => each(files, "bash", "-n"),
  hcl: (files) => run(terraformBinary(), ["fmt", "-check", "-diff", ...files]),
};
const PARSE_PYTHON = "import ast, sys\nfor file in sys.argv[1:]: ast.parse(open(file).read())";

/** Writes every snippet of a language, for two Regions and for 17, and for a name that is no identifier. */
function write(language: string): string[] {
  const kinds = Object.entries(snippetKinds);
  return kinds.flatMap(([sdk, kind]) =>
    (["read", "write"] as const).flatMap((access) =>
      [connectionTo("photos", ["us-east-1", "eu-west-1"]), connectionTo("1-a-b", ALL_REGIONS)].flatMap(
        (connection) => {
          const snippet = kind.snippet({ connection, access });
          const at = (file: string): string => join(folder, `${sdk}-${access}-${connection.name}-${file}`);
          const files = [];
          if (snippet.language === language) files.push([at(snippet.file), snippet.code] as const);
          if (snippet.installLanguage === language)
            files.push([at("install.sh"), `${snippet.install}\n`] as const);
          for (const [file, text] of files) writeFileSync(file, text);
          return files.map(([file]) => file);
        },
      ),
    ),
  );
}

test.each([
  ["js", 4, "import {"],
  ["python", 4, "def"],
  ["java", 4, "class {"],
  ["go", 4, "package main\nfunc {"],
  // Two tools, and what to install first.
  ["bash", 36, "if"],
  ["hcl", 8, 'resource "a" {'],
])("the snippets in %s are valid, and the parser notices a mistake", async (language, count, wrong) => {
  const files = write(language);
  expect(files).toHaveLength(count);
  expect(await parsers[language]!(files)).toMatchObject({ status: 0 });
  const broken = join(folder, `broken${files[0]!.slice(files[0]!.lastIndexOf("."))}`);
  writeFileSync(broken, wrong);
  expect((await parsers[language]!([broken])).status).not.toBe(0);
});

test.each(Object.entries(snippetKinds))("the snippet for %s names the access point", (_, kind) => {
  const connection = connectionTo("photos", ["us-east-1", "eu-west-1"]);
  const { code } = kind.snippet({ connection, access: "read" });
  expect(code).toContain(kind === snippetKinds.cloudfront ? connection.host : connection.arn);
});

test("--sdk accepts exactly the snippets that exist", () => {
  const command = program().commands.find((one) => one.name() === "connect");
  const sdk = command?.options.find((one) => one.long === "--sdk");
  expect(sdk?.argChoices).toEqual(Object.keys(snippetKinds));
});

test("the client uses the Region of a member bucket", () => {
  expect(clientRegion(connectionTo("photos", ["us-east-1", "eu-west-1"]))).toBe("eu-west-1");
  expect(clientRegion(connectionTo("photos", []))).toBe("us-east-1");
});

test("a name that starts with a digit becomes an identifier", () => {
  expect(identifier("1-a")).toBe("access_point_1_a");
  expect(identifier("my-photos")).toBe("my_photos");
});

test("Spark sends the requests for every bucket through the access point", () => {
  const connection = connectionTo("photos", ["us-east-1", "eu-west-1"]);
  const { code } = snippetKinds.spark.snippet({ connection, access: "read" });
  for (const { bucket } of connection.members)
    expect(code).toContain(
      `--conf "spark.sql.catalog.photos.s3.access-points.${bucket}=arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap"`,
    );
});

test("CloudFront gets the host name, and the environment file the distribution", () => {
  const connection = { ...connectionTo("photos", ["us-east-1", "eu-west-1"]), cloudfront: [] };
  const { install, notes } = snippetKinds.cloudfront.snippet({ connection, access: "read" });
  expect(install).toContain("SigningProtocol=sigv4a");
  expect(notes[0]).toBe(
    "Add the ARN of the distribution to access.cloudfront in the environment file, for example arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE, and deploy. CloudFront uses no identity policy.",
  );
  const arn = "arn:aws:cloudfront::123456789012:distribution/E1";
  const listed = snippetKinds.cloudfront.snippet({
    connection: { ...connection, cloudfront: [arn] },
    access: "read",
  });
  expect(listed.notes[0]).toBe(`The environment file lists this distribution in access.cloudfront: ${arn}.`);
});
