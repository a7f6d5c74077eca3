import { environmentList, listText } from "../../../cli/env/list";
import { folderWith, removeFolders, SHORTEST } from "../../environment/support";

const before = process.env.MRAP_ENVIRONMENTS;
afterEach(() => {
  if (before === undefined) delete process.env.MRAP_ENVIRONMENTS;
  else process.env.MRAP_ENVIRONMENTS = before;
});
afterAll(removeFolders);

test("lists the environments, and the errors of a broken file", () => {
  const folder = folderWith({ "prod.yaml": SHORTEST, "x.yaml": "name: A\n" });
  process.env.MRAP_ENVIRONMENTS = folder;
  const list = environmentList();
  expect(list).toEqual([
    {
      id: "prod",
      file: `${folder}/prod.yaml`,
      accessPoint: "my-mrap",
      regions: ["eu-west-1", "us-east-1"],
      errors: 0,
    },
    { id: "x", file: `${folder}/x.yaml`, errors: 3 },
  ]);
  expect(listText(list)).toBe(
    `prod  my-mrap in eu-west-1, us-east-1 (${folder}/prod.yaml)\nx     3 errors in ${folder}/x.yaml`,
  );
});

test("says where it searched if there is no environment", () => {
  const folder = folderWith({});
  process.env.MRAP_ENVIRONMENTS = folder;
  expect(environmentList).toThrow(
    `${folder} (from MRAP_ENVIRONMENTS) contains no environment file. Run the command in the project's folder, set MRAP_ENVIRONMENTS to a folder or file, or name the file.`,
  );
});
