import { Testing, TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { MultiRegionAccessPointEnvironment } from "../../composition/environment-construct";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import { RegionalProviders } from "../../constructs/providers";

const photos = {
  name: "photos",
  regions: { "eu-west-1": { bucket: "example-photos-a" }, "us-east-1": { bucket: "example-photos-b" } },
};
const videos = {
  name: "videos",
  regions: { "eu-west-1": { bucket: "example-videos-a" }, "us-east-1": { bucket: "example-videos-b" } },
};

type Json = Record<string, Record<string, Record<string, unknown>>>;
const synthesized = (stack: TerraformStack): Json => JSON.parse(Testing.synth(stack)) as Json;
const counts = ({ resource = {} }: Json): Record<string, number> =>
  Object.fromEntries(Object.entries(resource).map(([type, byLabel]) => [type, Object.keys(byLabel).length]));

test("two environments in one stack have twice the resources of a stack of their own", () => {
  const stack = new TerraformStack(Testing.app(), "storage");
  const regions = MultiRegionAccessPointEnvironment.providerRegions(photos);
  const providers = new RegionalProviders(stack, "Providers", { regions });
  new MultiRegionAccessPointEnvironment(stack, "Photos", { ...photos, providers });
  new MultiRegionAccessPointEnvironment(stack, "Videos", { ...videos, providers });

  const alone = counts(
    synthesized(new MultiRegionAccessPointStack(Testing.app(), "alone", { ...photos, state: "local" })),
  );
  const doubled = Object.fromEntries(Object.entries(alone).map(([type, count]) => [type, 2 * count]));
  expect(counts(synthesized(stack))).toEqual(doubled);
});

test("an environment uses the providers of the app and leaves its version constraint alone", () => {
  const stack = new TerraformStack(Testing.app(), "storage");
  const control = new AwsProvider(stack, "aws", { region: "us-west-2" });
  const regions = MultiRegionAccessPointEnvironment.providerRegions(photos);
  const providers = new RegionalProviders(stack, "Providers", { regions, control });
  const before = JSON.stringify(control.toTerraform());
  new MultiRegionAccessPointEnvironment(stack, "Photos", { ...photos, providers });

  expect(JSON.stringify(control.toTerraform())).toBe(before);
  const { provider, terraform } = synthesized(stack) as unknown as {
    provider: { aws: Array<{ alias?: string }> };
    terraform: { required_providers: { aws: { source: string; version: string } } };
  };
  expect(provider.aws.filter(({ alias }) => alias === undefined)).toHaveLength(1);
  expect(terraform.required_providers.aws).toEqual({ source: "aws", version: "6.25.0" });
});
