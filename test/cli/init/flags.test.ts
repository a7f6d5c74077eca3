import { checkFlags } from "../../../cli/init/flags";

test.each([
  [undefined, { name: "photos", force: true }],
  ["a.yaml", { region: ["eu-west-1"] }],
  [undefined, { project: "app", cdk: "cdktn", package: "a.tgz" }],
])("accepts %j %j", (file, flags) => {
  expect(() => checkFlags(file, flags)).not.toThrow();
});

test.each([
  [
    "a.yaml",
    { project: "app" },
    "FILE and --project exclude each other: --project writes an environment file of its own.",
  ],
  [
    undefined,
    { project: "app", stateBucket: "x" },
    "--state-bucket and --project exclude each other. Write the project first, then run mrap init in it.",
  ],
  [undefined, { cdk: "cdktn" }, "--cdk is an option of a project. Add --project FOLDER, or leave it out."],
])("rejects %j %j", (file, flags, message) => {
  expect(() => checkFlags(file, flags)).toThrow(message);
});
