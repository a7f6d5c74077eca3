import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle } from "../../../cli/handoff/bundle";
import { synthesize } from "../../../cli/handoff/synthesize";
import type { EnvironmentProps } from "../../../composition/props";
import { terraformBinary } from "../../../local-aws/terraform";
import { ALL_REGIONS, environment } from "../../support/environment";

type Props = EnvironmentProps["state"];

const synthesized = new Map<Props, ReturnType<typeof synthesize>>();

function filesOf(state: Props, format: "hcl" | "json" = "hcl"): Map<string, string> {
  const props = environment(ALL_REGIONS.slice(0, 2), { state });
  const one = synthesized.get(state) ?? synthesize("id", props);
  synthesized.set(state, one);
  return bundle({ id: "id", environment: props, synthesized: one, format });
}

const http: Props = { http: { address: "https://example.com/photos", lockMethod: "PUT" } };
const cloud: Props = {
  cloud: { organization: "example", workspace: "photos", project: "storage", hostname: "tfe.example.com" },
};
const gcs: Props = { gcs: { bucket: "photos-state" } };
const azurerm: Props = {
  azurerm: { storageAccountName: "photos", containerName: "state", resourceGroupName: "terraform" },
};

test("backend.tf has the block of the backend", () => {
  expect(filesOf(cloud).get("backend.tf"))
    .toBe(`# This block accepts no variables. To move the state, edit it and run: terraform init
terraform {
  cloud {
    organization = "example"
    hostname     = "tfe.example.com"

    workspaces {
      name    = "photos"
      project = "storage"
    }
  }
}
`);
  expect(filesOf(http).get("backend.tf"))
    .toBe(`# A backend accepts no variables. To move the state, edit this block and run: terraform init
# -migrate-state
terraform {
  backend "http" {
    address        = "https://example.com/photos"
    lock_address   = "https://example.com/photos"
    unlock_address = "https://example.com/photos"
    lock_method    = "PUT"
  }
}
`);
});

test("the JSON form has the block too", () => {
  const main = JSON.parse(filesOf(cloud, "json").get("main.tf.json")!) as { terraform: object };
  expect(main.terraform).toMatchObject({
    cloud: { organization: "example", workspaces: { name: "photos", project: "storage" } },
  });
  expect(main.terraform).not.toHaveProperty("backend");
});

test.each([
  [
    "cloud",
    cloud,
    "The state is in the workspace `photos` of the organization `example` in HCP Terraform.",
    "`terraform init`, with a token from `terraform login`.",
    "edit `backend.tf` and run `terraform init`. The block accepts no variables.",
  ],
  [
    "http",
    http,
    "The state is in `https://example.com/photos`.",
    "`terraform init`, with `TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD`.",
    "edit `backend.tf` and run `terraform init -migrate-state`. A backend accepts no variables.",
  ],
  [
    "gcs",
    gcs,
    "The state is in `gs://photos-state/my-mrap/default.tfstate`.",
    "`terraform init`, with Google Cloud credentials that can read and write the bucket.",
    "edit `backend.tf` and run `terraform init -migrate-state`. A backend accepts no variables.",
  ],
  [
    "azurerm",
    azurerm,
    "The state is in the blob `my-mrap/terraform.tfstate` in the container `state` of the Azure storage account `photos`.",
    "`terraform init`, with Azure credentials that can read and write the container.",
    "edit `backend.tf` and run `terraform init -migrate-state`. A backend accepts no variables.",
  ],
])("the README names the place of the state: %s", (_name, state, place, init, move) => {
  const readme = filesOf(state).get("README.md")!;
  for (const text of [place, init, move]) expect(readme).toContain(text);
});

test.each([
  ["cloud", cloud],
  ["http", http],
  ["gcs", gcs],
  ["azurerm", azurerm],
])("the real Terraform formats the block as it is: %s", (_name, state) => {
  const folder = mkdtempSync(join(tmpdir(), "handoff-backend-"));
  try {
    const file = join(folder, "backend.tf");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, filesOf(state).get("backend.tf")!);
    const { TF_CLI_CONFIG_FILE: _, ...env } = process.env;
    const options = { cwd: folder, env, encoding: "utf8" } as const;
    expect(execFileSync(terraformBinary(), ["fmt", "-check", "-diff"], options)).toBe("");
    execFileSync(terraformBinary(), ["init", "-backend=false"], options);
    execFileSync(terraformBinary(), ["validate"], options);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
