import * as path from "node:path";
import { environmentsPath, findEnvironment, listEnvironments, searchedPlace } from "../../environment/find";
import { folderWith, removeFolders } from "./support";

afterAll(removeFolders);

test("MRAP_ENVIRONMENTS replaces the folder environments", () => {
  expect(environmentsPath({})).toBe("environments");
  expect(environmentsPath({ MRAP_ENVIRONMENTS: "" })).toBe("environments");
  expect(environmentsPath({ MRAP_ENVIRONMENTS: "/elsewhere" })).toBe("/elsewhere");
});

test("lists the environment files of a folder, and one file", () => {
  const folder = folderWith({ "b.yml": "", "A.yaml": "", "notes.txt": "", ".c.yaml": "", "d/e.yaml": "" });
  expect(listEnvironments(folder)).toEqual([
    { id: "A", file: path.join(folder, "A.yaml") },
    { id: "b", file: path.join(folder, "b.yml") },
  ]);
  expect(listEnvironments(path.join(folder, "b.yml"))).toEqual([
    { id: "b", file: path.join(folder, "b.yml") },
  ]);
  expect(listEnvironments(path.join(folder, "missing"))).toEqual([]);
});

test("finds an environment by its name", () => {
  const folder = folderWith({ "b.yml": "" });
  expect(findEnvironment("b", folder)).toBe(path.join(folder, "b.yml"));
  expect(findEnvironment("c", folder)).toBeUndefined();
});

test("says where it searched", () => {
  const folder = folderWith({ "a.yaml": "", "b.yml": "", "empty/notes.txt": "" });
  const searched = (place: string) => searchedPlace({ MRAP_ENVIRONMENTS: path.join(folder, place) });
  expect(searched(".")).toBe(`${folder} (from MRAP_ENVIRONMENTS) contains a, b`);
  expect(searched("empty")).toBe(`${folder}/empty (from MRAP_ENVIRONMENTS) contains no environment file`);
  expect(searched("no")).toBe(`${folder}/no (from MRAP_ENVIRONMENTS) does not exist`);
  expect(searched("a.yaml")).toBe(`${folder}/a.yaml (from MRAP_ENVIRONMENTS) is the environment a`);
  expect(searchedPlace({})).toBe(`${path.resolve("environments")} contains demo`);
});
