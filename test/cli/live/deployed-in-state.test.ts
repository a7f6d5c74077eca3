import { inState } from "../../../cli/live/deployed-in-state";

const provider = (alias: string) => `provider["registry.terraform.io/hashicorp/aws"]${alias}`;

test("an empty state has no access point", () => {
  expect(inState("")).toEqual({ resources: 0, providers: [] });
});

test("reads the access point, its buckets by Region, and the providers of the resources", () => {
  const bucket = (name: string, region: string, force_destroy: boolean) => ({
    mode: "managed",
    type: "aws_s3_bucket",
    provider: provider(`.${region.replaceAll("-", "_")}`),
    instances: [{ attributes: { bucket: name, region, force_destroy } }],
  });
  const state = {
    resources: [
      { mode: "data", type: "aws_vpc", provider: provider(".sa_east_1"), instances: [] },
      bucket("one", "eu-west-1", false),
      bucket("two", "us-east-1", true),
      {
        mode: "managed",
        type: "aws_s3control_multi_region_access_point",
        provider: provider(""),
        instances: [
          {
            attributes: {
              alias: "abc.mrap",
              details: [{ name: "photos", region: [{ bucket: "one" }, { bucket: "two" }] }],
            },
          },
        ],
      },
    ],
  };
  expect(inState(JSON.stringify(state))).toEqual({
    resources: 3,
    providers: ["eu-west-1", "us-east-1"],
    deployed: {
      name: "photos",
      alias: "abc.mrap",
      regions: { "eu-west-1": "one", "us-east-1": "two" },
      heldBuckets: ["one"],
    },
  });
});

test("of two access points, the one of the file is the deployed one", () => {
  const accessPoint = (name: string) => ({
    mode: "managed",
    type: "aws_s3control_multi_region_access_point",
    provider: provider(""),
    instances: [{ attributes: { alias: `${name}.mrap`, details: [{ name, region: [] }] } }],
  });
  const state = JSON.stringify({ resources: [accessPoint("photos"), accessPoint("photos-2")] });
  expect(inState(state, "photos-2").deployed?.name).toBe("photos-2");
  expect(inState(state, "photos-3").deployed?.name).toBe("photos");
  expect(inState(state).deployed?.name).toBe("photos");
});
