import { environmentList, listTable } from "../../../cli/env/list";
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
  expect(listTable(list, { columns: 200 })).toEqual([
    "ENVIRONMENT  ACCESS POINT  REGIONS               FILE",
    `prod         my-mrap       eu-west-1, us-east-1  ${folder}/prod.yaml`,
    `x            3 errors                            ${folder}/x.yaml`,
  ]);
  for (const columns of [40, 80])
    for (const line of listTable(list, { columns })) expect(line.length).toBeLessThanOrEqual(columns);
});

test("says where it searched if there is no environment", () => {
  const folder = folderWith({});
  process.env.MRAP_ENVIRONMENTS = folder;
  expect(environmentList).toThrow(
    `${folder} (from MRAP_ENVIRONMENTS) contains no environment file. Run the command in the project's folder, set MRAP_ENVIRONMENTS to a folder or file, or name the file.`,
  );
});
