/** The stack of an environment with an adopted access point, and its end. */
import { Testing } from "cdktf";
import type { EnvironmentProps } from "../../composition/props";
import { MultiRegionAccessPointStack } from "../../composition/stack";

const account = "123456789012";
const MRAP = "aws_s3control_multi_region_access_point";
const Statement = [
  { Effect: "Allow", Principal: { AWS: account }, Action: "s3:GetObject", Resource: "x/${aws:username}/*" },
];

function synth(props: Partial<EnvironmentProps>): any {
  const regions = {
    "eu-west-1": { bucket: "photos-ireland", adopt: true },
    "us-east-1": { bucket: "photos-virginia", adopt: true, routing: "passive" },
  } as const;
  const stack = new MultiRegionAccessPointStack(Testing.app(), "photos", {
    name: "photos",
    state: "local",
    protect: false,
    regions,
    ...props,
  });
  return JSON.parse(Testing.synth(stack));
}

const adopted = synth({
  accessPoint: "adopt",
  existingAccessPoint: { account, alias: "mfzwi23gnjvgw.mrap", policy: { Statement } },
});

test("the access point and its policy are imported at their frozen addresses", () => {
  const imports = adopted.import.filter(({ to }: { to: string }) => to.startsWith(MRAP));
  expect(imports).toEqual([
    { to: `${MRAP}.this`, id: `${account}:photos` },
    { to: `${MRAP}_policy.this`, id: `${account}:photos` },
  ]);
});

test("Terraform never destroys the access point, also with protect: false", () =>
  expect(adopted.resource[MRAP].this.lifecycle).toEqual({ prevent_destroy: true }));

test("the policy has the recorded statements, which Terraform does not evaluate", () => {
  const { details } = adopted.resource[`${MRAP}_policy`].this;
  expect(JSON.parse(details.policy)).toEqual({
    Statement: [{ ...Statement[0], Resource: "x/$${aws:username}/*" }],
  });
  expect(adopted.data.aws_iam_policy_document).not.toHaveProperty("access_point");
});

test("no output tells the user to set the routing", () => {
  expect(adopted.output).not.toHaveProperty("your_next_step");
  expect(synth({}).output).toHaveProperty("your_next_step");
});

test("an access point without a policy gets none", () => {
  const stack = synth({
    accessPoint: "adopt",
    existingAccessPoint: { account, alias: "mfzwi23gnjvgw.mrap" },
  });
  expect(stack.resource).not.toHaveProperty(`${MRAP}_policy`);
});

test("the end of the adoption forgets the access point and its policy", () => {
  const regions = {
    "eu-west-1": { bucket: "photos-ireland", adopt: "restore" },
    "us-east-1": { bucket: "photos-virginia", adopt: "restore" },
  } as const;
  const removed = (stack: any): unknown[] =>
    (stack.removed ?? []).filter(({ from }: { from: string }) => from.startsWith(MRAP));
  const forgotten = { lifecycle: { destroy: false } };
  const ended = synth({ accessPoint: "forget", regions });
  expect(removed(ended)).toEqual([
    { from: `${MRAP}_policy.this`, ...forgotten },
    { from: `${MRAP}.this`, ...forgotten },
  ]);
  expect(ended.resource).not.toHaveProperty(MRAP);
  // Terraform deletes an access point that it created.
  expect(removed(synth({ regions }))).toEqual([]);
});

test("an access point without a record is an error", () =>
  expect(() => synth({ accessPoint: "adopt" })).toThrow(
    "'existingAccessPoint' should describe the access point, got none (at photos)",
  ));
