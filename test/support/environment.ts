import type { EnvironmentProps, NetworkProps } from "../../composition/props";

/** Seventeen Regions, the maximum of an access point. */
export const ALL_REGIONS = [
  "ap-south-1",
  "us-east-1",
  "eu-west-1",
  "us-west-2",
  "eu-central-1",
  "ca-central-1",
  "sa-east-1",
  "eu-north-1",
  "ap-southeast-2",
  "us-east-2",
  "us-west-1",
  "eu-west-2",
  "eu-west-3",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-southeast-1",
];

type Options = Partial<Omit<EnvironmentProps, "regions">> & { network?: Record<string, NetworkProps> };

/** An environment named my-mrap with buckets named bucket-in-REGION. */
export function environment(
  regions: readonly string[],
  { network = {}, ...props }: Options = {},
): EnvironmentProps {
  return {
    name: "my-mrap",
    regions: Object.fromEntries(
      regions.map((region) => [region, { bucket: `bucket-in-${region}`, network: network[region] }]),
    ),
    state: { bucket: "terraform-state", region: "eu-west-1" },
    ...props,
  };
}
