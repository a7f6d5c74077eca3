import { App, TerraformStack } from "cdktf";
import { RegionalProviders } from "../../constructs/providers";
import { messageOf, synth } from "../support/synth";

const make = (props: ConstructorParameters<typeof RegionalProviders>[2]) =>
  synth((app) => {
    const stack = new TerraformStack(app, "app");
    new RegionalProviders(stack, "Providers", props);
    return stack;
  }).json;

test("creates a provider without an alias in us-west-2, and an aliased provider for each Region", () => {
  expect(make({ regions: ["ap-south-1", "us-west-2"] }).provider.aws).toEqual([
    { region: "us-west-2" },
    { region: "ap-south-1", alias: "ap_south_1" },
    { region: "us-west-2", alias: "us_west_2" },
  ]);
});

test("every provider assumes the role and sets the default tags", () => {
  const { aws } = make({
    regions: ["eu-west-1"],
    assumeRole: "arn:aws:iam::123456789012:role/terraform",
    tags: { team: "storage" },
  }).provider;
  expect(aws).toHaveLength(2);
  for (const provider of aws) {
    expect(provider.assume_role).toEqual([{ role_arn: "arn:aws:iam::123456789012:role/terraform" }]);
    expect(provider.default_tags).toEqual([{ tags: { team: "storage" } }]);
  }
});

test("creates no empty blocks", () => {
  expect(make({ regions: ["eu-west-1"], tags: {} }).provider.aws[0]).toEqual({ region: "us-west-2" });
});

test("replaces the exact version of the bindings by a range, with the full source", () => {
  expect(make({ regions: ["eu-west-1"] }).terraform.required_providers).toEqual({
    aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" },
  });
});

test("creates one provider for a Region that is listed twice", () => {
  expect(make({ regions: ["eu-west-1", "eu-west-1"] }).provider.aws).toHaveLength(2);
});

test("throws an error for a Region without a provider", () => {
  const stack = new TerraformStack(new App(), "app");
  const providers = new RegionalProviders(stack, "Providers", { regions: ["eu-west-1", "us-east-1"] });
  expect(messageOf(() => providers.in("eu-west-2"))).toBe(
    "there is no provider for Region 'eu-west-2', only for eu-west-1, us-east-1: add it to 'regions' (at app/Providers)",
  );
});
