import { TerraformStack } from "cdktf";
import { RemoteState, TrialState } from "../../constructs/remote-state";
import { synth } from "../support/synth";

const terraform = (build: (stack: TerraformStack) => void) =>
  synth((app) => {
    const stack = new TerraformStack(app, "app");
    build(stack);
    return stack;
  }).json.terraform;

test("the state is an encrypted object with a lock file, and requires Terraform 1.10", () => {
  const { backend, required_version } = terraform(
    (stack) => new RemoteState(stack, "State", { bucket: "states", region: "eu-west-1", key: "a.tfstate" }),
  );
  expect(backend).toEqual({
    s3: { bucket: "states", region: "eu-west-1", key: "a.tfstate", encrypt: true, use_lockfile: true },
  });
  expect(required_version).toBe(">= 1.10");
});

test("the state of a trial is a file outside of cdktf.out", () => {
  expect(terraform((stack) => new TrialState(stack, "State")).backend).toEqual({
    local: { path: "../../../terraform.app.tfstate" },
  });
});
