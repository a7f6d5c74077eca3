import { App } from "cdktf";
import { sizeMistakes } from "../../composition/sizes";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import { renderProblems } from "../../environment/report";
import { problemsOf } from "../../environment/load";
import { load, removeFolders, SHORTEST } from "../environment/support";

afterAll(removeFolders);

const role = (name: string) => (_: unknown, index: number) =>
  `    - arn:aws:iam::123456789012:role/${name}-${String(index).padStart(56, "0")}`;
const list = (key: string, name: string, count: number) =>
  `  ${key}:\n${Array.from({ length: count }, role(name)).join("\n")}\n`;

/** The report on an environment, without the lines for the whole file. */
function report(text: string): string {
  const environment = load(SHORTEST + text);
  const stack = new MultiRegionAccessPointStack(new App(), "e", environment);
  const problems = problemsOf(environment, sizeMistakes(stack), "e");
  return renderProblems(problems.map((problem) => ({ ...problem, file: "e.yaml" })));
}

test("every resource that is too large is reported at the key that makes it large, and once for all Regions", () => {
  expect(report(`access:\n${list("readers", "app", 110)}${list("administrators", "admin", 220)}`)).toBe(
    `e.yaml has 2 errors:

e.yaml:7:3  access.readers
  makes the policy of the access point too large
  got:     about 21,678 bytes
  allowed: at most 20,480 bytes
  fix:     name an account ID in place of its roles and users

e.yaml:118:3  access.administrators
  makes the bucket policy too large
  got:     about 22,975 bytes
  allowed: at most 20,480 bytes
  fix:     write a wildcard in place of several names, such as arn:aws:iam::ACCOUNT:role/team-*`,
  );
});

test("prefixes make a replication configuration too large", () => {
  const prefixes = Array.from({ length: 450 }, (_, index) => `    - '${index}${'"'.repeat(1020)}'`).join(
    "\n",
  );
  expect(report(`replication:\n  prefixes:\n${prefixes}\n`)).toBe(
    `e.yaml has 1 error:

e.yaml:7:3  replication.prefixes
  makes the replication configuration too large
  got:     about 2,558,098 bytes
  allowed: at most 2,097,152 bytes
  fix:     write fewer or shorter prefixes`,
  );
});

test("an environment within the limits has no mistakes", () => {
  expect(report(`access:\n${list("readers", "app", 90)}${list("administrators", "admin", 170)}`)).toBe("");
});

test("an environment that was not loaded from a file is named", () => {
  const [mistake] = sizeMistakes(
    new MultiRegionAccessPointStack(
      new App(),
      "e",
      load(SHORTEST + `access:\n${list("readers", "app", 110)}`),
    ),
  );
  expect(problemsOf({}, [mistake!], "photos")).toEqual([
    {
      file: "photos",
      path: ["access", "readers"],
      message: "makes the policy of the access point too large",
      got: expect.stringMatching(/^about 2\d,\d{3} bytes$/),
      allowed: "at most 20,480 bytes",
      fix: "name an account ID in place of its roles and users",
    },
  ]);
});
