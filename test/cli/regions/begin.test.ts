import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { begin } from "../../../cli/regions/begin";
import { cancel } from "../../../cli/regions/cancel";
import { editLines, replaceText } from "../../../cli/regions/file";
import { status } from "../../../cli/regions/status";
import type { ChangeRequest } from "../../../cli/regions/change";
import { readIdentity } from "../../../environment/identity";
import { collectingTerminal } from "./support";
import { folderWith, removeFolders, SHORTEST } from "../../environment/support";

afterAll(removeFolders);

const add: ChangeRequest = { kind: "add", region: "ap-south-1", bucket: "three-in-mumbai" };

function opened(text = SHORTEST): { file: string; read: () => string } {
  const file = join(folderWith({ "photos.yaml": text }), "photos.yaml");
  return { file, read: () => readFileSync(file, "utf8") };
}

test("the file and the identity record are written, and every step is named", async () => {
  const { file, read } = opened();
  const { terminal, text } = collectingTerminal();
  const result = await begin({ argument: file, request: add, dryRun: false }, terminal);
  expect(result).toMatchObject({ oldName: "my-mrap", name: "my-mrap-2", written: true });
  expect(result.steps.map(({ name }) => name)).toEqual([
    "deploy",
    "ready",
    "backfill",
    "verify",
    "clients",
    "users",
    "retire",
    "empty",
  ]);
  expect(read()).toContain("name: my-mrap-2");
  // The names of all resources and the state follow the first name.
  expect(readIdentity(file)).toMatchObject({ name: "my-mrap", stateName: "my-mrap" });
  expect(text()).toContain("Wrote ");
  expect(readdirSync(join(file, "..")).sort()).toEqual(["photos.identity.json", "photos.yaml"]);
});

test("--dry-run writes nothing", async () => {
  const { file, read } = opened();
  const { terminal, text } = collectingTerminal();
  await begin({ argument: file, request: add, dryRun: true }, terminal);
  expect(read()).toBe(SHORTEST);
  expect(readdirSync(join(file, ".."))).toEqual(["photos.yaml"]);
  expect(text()).toContain("+   ap-south-1:");
  expect(text()).toContain("Nothing was written (--dry-run).");
});

test("a file with errors is not edited, and all of them are reported", async () => {
  const broken = `${SHORTEST}color: red\nprotect: maybe\n`;
  const { file, read } = opened(broken);
  await expect(
    begin({ argument: file, request: add, dryRun: false }, collectingTerminal().terminal),
  ).rejects.toThrow("has 2 errors");
  expect(read()).toBe(broken);
});

test("a change that would cause an error is refused with the error", async () => {
  const { file, read } = opened();
  const request = { ...add, bucket: "Three" } as ChangeRequest;
  await expect(
    begin({ argument: file, request, dryRun: false }, collectingTerminal().terminal),
  ).rejects.toMatchObject({
    exitStatus: 2,
    message: expect.stringMatching(
      /^With this change, the file would have errors\. Nothing was written\.\n\n.*has 1 error:[^]*regions\.ap-south-1\.bucket\n {2}is not a valid bucket name/,
    ),
  });
  expect(read()).toBe(SHORTEST);
});

test("the active Regions of AWS decide, and without an answer the file does", async () => {
  const text = SHORTEST.replace("state:", "  eu-west-2: { bucket: three-in-london }\nstate:");
  const request: ChangeRequest = { kind: "remove", region: "eu-west-1" };
  const { file } = opened(text);
  const { terminal } = collectingTerminal();
  await expect(
    begin({ argument: file, request, dryRun: true, withAws: (async () => ["eu-west-1"]) as never }, terminal),
  ).rejects.toThrow("eu-west-1 is the only active Region of my-mrap: it serves all requests now.");
  const unknown = collectingTerminal();
  const withAws = () => Promise.reject(new Error("No credentials."));
  await begin({ argument: file, request, dryRun: true, withAws }, unknown.terminal);
  expect(unknown.text()).toContain("Not known: which Regions are active now. No credentials.");
});

test("a change is undone, and status says that there is none", async () => {
  const { file, read } = opened();
  await begin({ argument: file, request: add, dryRun: false }, collectingTerminal().terminal);
  const cancelled = collectingTerminal();
  await cancel(file, { dryRun: false }, cancelled.terminal);
  expect(read()).toBe(SHORTEST);
  expect(cancelled.text()).toContain("The bucket three-in-mumbai is not deleted.");
  await expect(cancel(file, { dryRun: false }, cancelled.terminal)).rejects.toThrow(
    "my-mrap has no previous access point in its file: no change is in progress.",
  );
  const shown = collectingTerminal();
  expect(await status(undefined, file, { all: false }, shown.terminal)).toMatchObject({ steps: [] });
  expect(shown.text()).toContain("my-mrap: no change of the Regions is in progress.");
});

test("a file that somebody changed in the meantime is not overwritten", async () => {
  const { file, read } = opened();
  await expect(replaceText(file, "an older text", "new")).rejects.toThrow(
    `${file} was changed in the meantime. Nothing was written. Run the command again.`,
  );
  expect(read()).toBe(SHORTEST);
});

test("a symbolic link remains one", async () => {
  const { file, read } = opened();
  const folder = join(file, "..", "links");
  mkdirSync(folder);
  symlinkSync(file, join(folder, "photos.yaml"));
  await replaceText(join(folder, "photos.yaml"), SHORTEST, "new");
  expect(read()).toBe("new");
  writeFileSync(file, SHORTEST);
  expect(readFileSync(join(folder, "photos.yaml"), "utf8")).toBe(SHORTEST);
});

test("the lines of an edit are those that differ", () => {
  expect(editLines("a\nb\nc\n", "a\nx\nc\nd\n")).toEqual(["- b", "+ x", "+ d"]);
});
