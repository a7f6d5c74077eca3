import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentText, schemaFor } from "../../../cli/init/environment-text";
import type { Answers } from "../../../cli/init/answers";
import { loadEnvironment } from "../../../environment/load";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mrap-init-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const answers: Answers = {
  name: "photos",
  regions: [
    { region: "eu-west-1", bucket: "photos-ireland", routing: "active", vpc: "default" },
    { region: "us-east-1", bucket: "photos-virginia", routing: "passive" },
  ],
  state: { bucket: "photos-state", region: "eu-central-1" },
  readers: ["123456789012"],
  writers: ["arn:aws:iam::123456789012:role/writer"],
};

test("the file is short, has comments and the key of the state, and loads", () => {
  const text = environmentText(answers, "./environment.schema.json");
  expect(text).toBe(`# yaml-language-server: $schema=./environment.schema.json
# docs/environment.md lists every key. All other keys have their defaults.
# objectLock protects object versions from deletion. You can add it later, and not remove it: docs/object-lock.md.
name: photos # another name creates a new access point with a new alias

regions: # the Regions and their buckets cannot change later
  eu-west-1:
    bucket: photos-ireland
    routing: active
    network:
      vpc: default
  us-east-1:
    bucket: photos-virginia
    routing: passive

state: # the bucket for the Terraform state; mrap state create creates it
  bucket: photos-state
  region: eu-central-1
  key: photos/terraform.tfstate

access:
  readers:
    - "123456789012"
  writers:
    - arn:aws:iam::123456789012:role/writer
`);
  const file = join(folder, "photos.yaml");
  writeFileSync(file, text);
  expect(loadEnvironment(file)).toMatchObject({
    name: "photos",
    regions: { "eu-west-1": { network: { vpc: "default" } }, "us-east-1": { routing: "passive" } },
    state: { key: "photos/terraform.tfstate" },
  });
});

test("names that YAML would read as numbers are in quotes", () => {
  const file = join(folder, "numbers.yaml");
  const regions = answers.regions.map((one, index) => ({ ...one, bucket: `1e${index}000` }));
  writeFileSync(file, environmentText({ ...answers, name: "123", regions, state: "local" }, "x"));
  expect(loadEnvironment(file)).toMatchObject({
    name: "123",
    state: "local",
    regions: { "eu-west-1": { bucket: "1e0000" } },
  });
});

test("the schema is that of the project, or of the installed package", () => {
  mkdirSync(join(folder, "environments"));
  const file = join(folder, "environments", "photos.yaml");
  const installed = join(folder, "node_modules/terraform-s3-multi-region-access-point/environments");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "environment.schema.json"), "{}");
  expect(schemaFor(file)).toBe(
    "../node_modules/terraform-s3-multi-region-access-point/environments/environment.schema.json",
  );
  writeFileSync(join(folder, "environments", "environment.schema.json"), "{}");
  expect(schemaFor(file)).toBe("./environment.schema.json");
  expect(schemaFor(join(folder, "a.yaml"))).toBe("./environments/environment.schema.json");
});
