import { join } from "node:path";
import { checkFiles, checkJson, checkReport } from "../../../cli/check/check";
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
