import { join } from "node:path";
import { checkFiles, checkJson, checkReport } from "../../../cli/check/check";
import { compareAll, comparisonText } from "../../../cli/check/compare";
import { folderWith, removeFolders, SHORTEST } from "../../environment/support";

const before = process.env.MRAP_ENVIRONMENTS;
afterEach(() => {
  if (before === undefined) delete process.env.MRAP_ENVIRONMENTS;
  else process.env.MRAP_ENVIRONMENTS = before;
});
afterAll(removeFolders);

const other = SHORTEST.replace("my-mrap", "other").replace("one-in", "three-in").replace("two-in", "four-in");

test("checks every file of the folder, and says so if there is no error", () => {
  const folder = folderWith({ "a.yaml": SHORTEST, "b.yaml": other });
  process.env.MRAP_ENVIRONMENTS = folder;
  const checked = checkFiles([]);
  expect(checkReport(checked, undefined)).toBe("2 environment files have no errors.");
  const one = checkFiles(["b"]);
  expect(checkReport(one, undefined)).toBe(`${folder}/b.yaml has no errors.`);
});

test("reports the errors in the named files, and between them", () => {
  const folder = folderWith({
    "a.yaml": SHORTEST,
    "b.yaml": other.replace("other", "my-mrap"),
    "c.yaml": "name: A\n",
  });
  const checked = checkFiles([join(folder, "a.yaml"), join(folder, "b.yaml")]);
  expect(checkReport(checked, 200).replaceAll(`${folder}/`, "")).toBe(`b.yaml has 1 error:

b.yaml:1:7  name
  is also the name of the access point in a.yaml. The name, and the names derived from it, are unique in an account
  got:     my-mrap
  fix:     choose another name`);
  expect(checkJson(checked)).toEqual({
    files: [`${folder}/a.yaml`, `${folder}/b.yaml`],
    errors: [
      {
        file: `${folder}/b.yaml`,
        line: 1,
        column: 7,
        path: ["name"],
        message: `is also the name of the access point in ${folder}/a.yaml. The name, and the names derived from it, are unique in an account`,
        got: "my-mrap",
        fix: "choose another name",
      },
    ],
  });
});

test("reports a missing file as an error, and a folder without files", () => {
  const folder = folderWith({});
  expect(checkReport(checkFiles([join(folder, "no.yaml")]), undefined)).toContain("does not exist");
  process.env.MRAP_ENVIRONMENTS = folder;
  expect(() => checkFiles([])).toThrow(`${folder} (from MRAP_ENVIRONMENTS) contains no environment file.`);
});

test("compares each environment with its access point in AWS", async () => {
  const folder = folderWith({ "a.yaml": SHORTEST, "b.yaml": other });
  const { environments } = checkFiles([join(folder, "a.yaml"), join(folder, "b.yaml")]);
  const regions = { "eu-west-1": "one-in-ireland", "us-east-1": "two-in-virginia" };
  const compared = await compareAll(environments, async ({ name }) => {
    if (name === "other") throw new Error("No credentials.");
    return {
      deployed: { name: "photos", alias: "abc.mrap", regions },
      stateKeys: ["photos/terraform.tfstate"],
    };
  });
  expect(compared.map(comparisonText)).toEqual([
    `a:

The file renames the access point from photos to my-mrap. AWS replaces the access point photos: its alias abc.mrap is lost, and every client needs the new alias.

Next steps:
  - To keep the access point, write name: photos.
  - To change it nevertheless, follow docs/change.md: it takes protect: false and a time without service.

The state bucket contains other states: photos/terraform.tfstate.`,
    "b: the deployed access point is not known. No credentials.",
  ]);
  const same = await compareAll(environments.slice(0, 1), async ({ name }) => ({
    deployed: { name, alias: "abc.mrap", regions },
    stateKeys: [],
  }));
  expect(same.map(comparisonText)).toEqual([
    "a: the name, the Regions and the buckets are those of the access point my-mrap.",
  ]);
});
