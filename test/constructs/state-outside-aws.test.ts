import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformOutput, TerraformStack } from "cdktf";
import {
  AzureState,
  GoogleCloudState,
  HcpTerraformState,
  HttpState,
} from "../../constructs/state-outside-aws";
import { terraformBinary } from "../../local-aws/terraform";
import { startStateServer, type StateServer } from "../support/state-server";
import { synth } from "../support/synth";

const synthesized = (build: (stack: TerraformStack) => void) =>
  synth((app) => {
    const stack = new TerraformStack(app, "app");
    build(stack);
    new TerraformOutput(stack, "answer", { value: "42", staticId: true });
    return stack;
  }).json;

const folders: string[] = [];
const servers: StateServer[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  for (const server of servers.splice(0)) await server.close();
});

/** Runs the real Terraform on a configuration without providers. */
function terraformIn(json: unknown, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "backend-"));
  folders.push(folder);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
  const { TF_CLI_CONFIG_FILE: _, ...rest } = process.env;
  return (...args: string[]): Promise<{ readonly status: number; readonly output: string }> =>
    new Promise((done) => {
      const options = { cwd: folder, env: { ...rest, CHECKPOINT_DISABLE: "1", ...env } };
      execFile(terraformBinary(), args, options, (error, stdout, stderr) =>
        done({ status: error === null ? 0 : Number(error.code), output: stdout + stderr }),
      );
    });
}

const google = synthesized(
  (stack) =>
    new GoogleCloudState(stack, "State", {
      bucket: "states",
      prefix: "photos",
      kmsKey: "projects/a/locations/b/keyRings/c/cryptoKeys/d",
    }),
);
const azure = synthesized(
  (stack) =>
    new AzureState(stack, "State", {
      storageAccountName: "photos",
      containerName: "state",
      key: "photos/terraform.tfstate",
      resourceGroupName: "terraform",
      subscriptionId: "00000000-0000-0000-0000-000000000000",
      tenantId: "00000000-0000-0000-0000-000000000000",
      useAzureadAuth: true,
      useOidc: true,
    }),
);
const cloud = synthesized(
  (stack) =>
    new HcpTerraformState(stack, "State", {
      organization: "example",
      workspace: "photos",
      project: "storage",
      hostname: "127.0.0.1:1",
    }),
);

test("each backend has the arguments of Terraform and requires Terraform 1.10", () => {
  expect(google.terraform).toEqual({
    backend: {
      gcs: {
        bucket: "states",
        prefix: "photos",
        kms_encryption_key: "projects/a/locations/b/keyRings/c/cryptoKeys/d",
      },
    },
    required_version: ">= 1.10",
  });
  expect(azure.terraform).toEqual({
    backend: {
      azurerm: {
        storage_account_name: "photos",
        container_name: "state",
        key: "photos/terraform.tfstate",
        resource_group_name: "terraform",
        subscription_id: "00000000-0000-0000-0000-000000000000",
        tenant_id: "00000000-0000-0000-0000-000000000000",
        use_azuread_auth: true,
        use_oidc: true,
      },
    },
    required_version: ">= 1.10",
  });
  expect(cloud.terraform).toEqual({
    cloud: {
      organization: "example",
      hostname: "127.0.0.1:1",
      workspaces: { name: "photos", project: "storage" },
    },
    required_version: ">= 1.10",
  });
});

test("a server locks at the state's URL, GitLab at another one, and a server without locks never", () => {
  const http = (props: ConstructorParameters<typeof HttpState>[2]) =>
    synthesized((stack) => new HttpState(stack, "State", props)).terraform.backend.http;
  const address = "https://example.com/photos";
  expect(http({ address })).toEqual({ address, lock_address: address, unlock_address: address });
  const gitLab = "https://gitlab.example.com/api/v4/projects/42/terraform/state/photos";
  expect(http({ address: gitLab })).toEqual({
    address: gitLab,
    lock_address: `${gitLab}/lock`,
    unlock_address: `${gitLab}/lock`,
    lock_method: "POST",
    unlock_method: "DELETE",
  });
  expect(http({ address: gitLab, lockMethod: "PUT", unlockAddress: address })).toEqual({
    address: gitLab,
    lock_address: `${gitLab}/lock`,
    unlock_address: address,
    lock_method: "PUT",
    unlock_method: "DELETE",
  });
  expect(http({ address, lockAddress: null })).toEqual({ address });
  const gitea = "https://gitea.example.com/api/packages/storage/terraform/state/photos";
  expect(http({ address: gitea })).toMatchObject({ lock_address: `${gitea}/lock`, lock_method: "POST" });
});

test.each([
  ["any server", "/photos", undefined],
  [
    "GitLab",
    "/api/v4/projects/42/terraform/state/photos",
    { lock: "POST", unlock: "DELETE", ending: "/lock" },
  ],
])("the real Terraform locks and writes the state on %s", async (_what, path, methods) => {
  const server = await startStateServer(methods);
  servers.push(server);
  const json = synthesized(
    (stack) => new HttpState(stack, "State", { address: server.url + path, username: "ci" }),
  );
  const terraform = terraformIn(json, { TF_HTTP_PASSWORD: "secret" });
  expect(await terraform("init", "-input=false", "-no-color")).toMatchObject({ status: 0 });
  expect(await terraform("apply", "-auto-approve", "-no-color")).toMatchObject({ status: 0 });
  const { lock, unlock, ending } = methods ?? { lock: "LOCK", unlock: "UNLOCK", ending: "" };
  const order = server.requests.filter((request) => !request.startsWith("GET"));
  expect(order[0]).toBe(`${lock} ${path}${ending}`);
  expect(order).toContain(`POST ${path}`);
  expect(order.at(-1)).toBe(`${unlock} ${path}${ending}`);
  expect([...server.credentials]).toEqual(["ci:secret"]);
  expect(JSON.parse(server.states.get(path)!)).toMatchObject({ outputs: { answer: { value: "42" } } });

  server.locks.set(path, JSON.stringify({ ID: "1", Who: "someone@else", Operation: "OperationTypeApply" }));
  const second = await terraform("apply", "-auto-approve", "-no-color");
  expect(second.status).toBe(1);
  expect(second.output).toContain("Error acquiring the state lock");
  expect(second.output).toContain("HTTP remote state already locked: ID=1");
});

test.each([
  // The services are not reached. Terraform names an argument that it does not know before it connects.
  ["gcs", google, { GOOGLE_CREDENTIALS: '{"type":"service_account"}' }, /private key should be a PEM/],
  ["cloud", cloud, { TF_TOKEN_127_0_0_1: "token" }, /Failed to request discovery document/],
  ["azurerm", azure, { HTTPS_PROXY: "http://127.0.0.1:1" }, /authorizer for Storage API|listing blobs/],
])("the real Terraform accepts the arguments of %s", async (_name, json, env, reached) => {
  const terraform = terraformIn(json, env);
  expect(await terraform("init", "-backend=false", "-input=false", "-no-color")).toMatchObject({ status: 0 });
  expect(await terraform("validate", "-no-color")).toMatchObject({ status: 0 });
  const { status, output } = await terraform("init", "-input=false", "-no-color");
  expect(status).toBe(1);
  expect(output.replace(/\s+/g, " ")).toMatch(reached);
  expect(output).not.toMatch(/Unsupported argument|Missing required argument|Invalid backend/);
});
