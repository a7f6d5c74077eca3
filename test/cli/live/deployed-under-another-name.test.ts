/** How a renamed environment is recognized although no bucket policy names its access point. */
import { deployedInAws } from "../../../cli/live/deployed-under-another-name";
import type { Aws } from "../../../cli/adapters/aws/aws";
import { ServiceError } from "../../../cli/adapters/aws/errors";
import type { IdentifiedEnvironment } from "../../../environment/identity";

const environment = {
  name: "albums",
  regions: { "eu-west-1": { bucket: "photos-ireland" }, "us-east-1": { bucket: "photos-virginia" } },
  state: { bucket: "states", region: "eu-central-1", key: "albums/terraform.tfstate" },
} as unknown as IdentifiedEnvironment;

const CALLER =
  "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ops</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
const listed = (name: string, bucket: string): string =>
  `<ListMultiRegionAccessPointsResult><AccessPoints><AccessPoint><Name>${name}</Name><Alias>abc.mrap</Alias><Status>READY</Status><Regions><Region><Bucket>${bucket}</Bucket><Region>eu-west-1</Region></Region></Regions></AccessPoint></AccessPoints></ListMultiRegionAccessPointsResult>`;
const stateOf = (name: string, bucket: string): string =>
  JSON.stringify({
    resources: [
      {
        mode: "managed",
        type: "aws_s3_bucket",
        instances: [{ attributes: { bucket, region: "eu-west-1" } }],
      },
      {
        mode: "managed",
        type: "aws_s3control_multi_region_access_point",
        instances: [{ attributes: { alias: "abc.mrap", details: [{ name, region: [{ bucket }] }] } }],
      },
    ],
  });

/** @param list the answer to a listing of the access points; undefined if it is denied */
function fakeAws(list: string | undefined, states: Readonly<Record<string, string>>): Aws {
  const missing = (code: string): never => {
    throw new ServiceError(404, code, "", true);
  };
  return {
    async send({ service, path }: { service: string; path: string }) {
      if (service === "sts") return { body: CALLER };
      if (path.endsWith("/mrap/instances") && list !== undefined) return { body: list };
      return missing(path.includes("/mrap/") ? "NoSuchMultiRegionAccessPoint" : "NoSuchBucketPolicy");
    },
    s3: async () => ({
      async send({ input }: { input: { Key?: string } }) {
        if (input.Key === undefined) return { Contents: Object.keys(states).map((Key) => ({ Key })) };
        return { Body: { transformToString: async () => states[input.Key!] } };
      },
    }),
  } as unknown as Aws;
}

test("the access point that has a bucket of the file is the deployed one", async () => {
  const { deployed } = await deployedInAws(fakeAws(listed("photos", "photos-ireland"), {}), environment);
  expect(deployed).toMatchObject({ name: "photos", alias: "abc.mrap" });
});

test("another state with a bucket of the file is the state of the environment", async () => {
  const states = {
    "other/terraform.tfstate": stateOf("other", "other-ireland"),
    "broken/terraform.tfstate": "no JSON",
    "photos/terraform.tfstate": stateOf("photos", "photos-ireland"),
    "albums/terraform.tfstate": stateOf("albums", "photos-ireland"),
  };
  expect(await deployedInAws(fakeAws(undefined, states), environment)).toEqual({
    deployed: {
      name: "photos",
      alias: "abc.mrap",
      regions: { "eu-west-1": "photos-ireland" },
      heldBuckets: ["photos-ireland"],
    },
    stateKeys: ["other/terraform.tfstate", "broken/terraform.tfstate", "photos/terraform.tfstate"],
  });
});

test("states and access points of other environments are not this one", async () => {
  const aws = fakeAws(listed("other", "other-ireland"), {
    "other/terraform.tfstate": stateOf("other", "other-ireland"),
  });
  expect(await deployedInAws(aws, environment)).toEqual({ stateKeys: [] });
});
