import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unknownAccount } from "../../../cli/init/account";
import { exampleNames, exampleText } from "../../../cli/init/example";
import { loadEnvironment } from "../../../environment/load";
import { accountWith } from "./account";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mrap-init-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = (text: string) => {
  const file = join(folder, "example.yaml");
  writeFileSync(file, text);
  return loadEnvironment(file);
};

test.each(exampleNames())(
  "the example %s loads with your names and keeps everything else",
  async (example) => {
    const text = await exampleText(example, accountWith(), { name: "mine", regions: [] }, "./s.json");
    const made = load(text);
    const original = loadEnvironment(join(__dirname, "../../../examples", `${example}.yaml`));
    expect(text.startsWith("# yaml-language-server: $schema=./s.json\n")).toBe(true);
    expect(made.name).toBe("mine");
    expect(Object.keys(made.regions)).toEqual(Object.keys(original.regions));
    for (const [region, { bucket, routing }] of Object.entries(made.regions)) {
      expect(bucket).toBe(`mine-210987654321-${region}`);
      expect(routing).toBe(original.regions[region]!.routing);
    }
    expect(made.monitoring).toEqual(
      JSON.parse(JSON.stringify(original.monitoring).replaceAll("123456789012", "210987654321")),
    );
    expect(text).not.toContain("123456789012");
    if (original.state !== "local" && "bucket" in original.state)
      expect(made.state).toMatchObject({
        bucket: "mine-210987654321-terraform-state",
        key: "mine/terraform.tfstate",
      });
  },
);

test("flags replace what the example says", async () => {
  const given = {
    regions: [{ region: "eu-west-1", bucket: "mine-ireland" }],
    passive: ["eu-west-1"],
    networks: { "eu-west-1": "default" },
    stateBucket: "local",
    readers: ["210987654321"],
  };
  const made = load(await exampleText("two-regions", accountWith(), given, "x"));
  expect(made).toMatchObject({
    name: "two-regions",
    regions: {
      "eu-central-1": { routing: "active" },
      "eu-west-1": { bucket: "mine-ireland", routing: "passive", network: { vpc: "default" } },
    },
    state: "local",
    access: { readers: ["arn:aws:iam::210987654321:root"] },
  });
});

test("without an account the example still loads, with names to replace", async () => {
  const text = await exampleText("two-regions", unknownAccount("none"), { regions: [] }, "x");
  expect(load(text).regions["eu-west-1"]!.bucket).toBe("two-regions-example-eu-west-1");
  expect(readFileSync(join(__dirname, "../../../examples/two-regions.yaml"), "utf8")).toContain(
    "two-regions",
  );
});

test("names the examples and the Regions that exist", async () => {
  await expect(exampleText("none", accountWith(), { regions: [] }, "x")).rejects.toThrow(
    `There is no example 'none'. The examples are ${exampleNames().join(", ")}.`,
  );
  await expect(
    exampleText("two-regions", accountWith(), { regions: [{ region: "us-east-1" }] }, "x"),
  ).rejects.toThrow(
    "The example two-regions has no Region us-east-1. Its Regions are eu-central-1, eu-west-1.",
  );
});
