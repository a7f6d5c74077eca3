import { givenBy } from "../../../cli/init/given";
import { UserError } from "../../../cli/errors";

test("reads Regions with and without a bucket, and networks with and without a VPC", () => {
  expect(
    givenBy({
      name: "photos",
      region: ["eu-west-1=photos-ireland", "us-east-1"],
      passive: ["us-east-1"],
      network: ["eu-west-1", "us-east-1=vpc-0123456789abcdef0"],
      stateBucket: "state",
      stateRegion: "eu-central-1",
    }),
  ).toEqual({
    name: "photos",
    regions: [{ region: "eu-west-1", bucket: "photos-ireland" }, { region: "us-east-1" }],
    passive: ["us-east-1"],
    networks: { "eu-west-1": "default", "us-east-1": "vpc-0123456789abcdef0" },
    stateBucket: "state",
    stateRegion: "eu-central-1",
  });
});

test.each([
  [
    { name: "My Photos" },
    `--name: 'My Photos' is not a valid name for a Multi-Region Access Point. Allowed: 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends. Did you mean "my-photos"?`,
  ],
  [
    { region: ["ireland"] },
    "--region: 'ireland' is not a Region that a Multi-Region Access Point supports. Write it as REGION or REGION=BUCKET, for example eu-west-1=photos-ireland.",
  ],
  [
    { region: ["eu-west-1=a.b.c"] },
    `--region eu-west-1: 'a.b.c' contains a dot. The TLS certificate of S3 does not cover bucket names with dots. Allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends. Replace the dots with hyphens: "a-b-c".`,
  ],
  [
    { region: ["eu-west-1", "eu-west-1=other"] },
    "--region names eu-west-1 twice. An access point has one bucket in each Region.",
  ],
  [
    { region: ["eu-west-1"], passive: ["us-east-1"] },
    "--passive names us-east-1, which no --region names. Add --region us-east-1, or leave it out.",
  ],
  [
    { region: ["eu-west-1"], network: ["us-east-1=default"] },
    "--network names us-east-1, which no --region names. Add --region us-east-1, or leave it out.",
  ],
  [
    { stateBucket: "local", stateRegion: "eu-west-1" },
    "--state-bucket local keeps the state in a file, so it needs no --state-region. Leave it out.",
  ],
])("rejects %j", (flags, message) => {
  expect(() => givenBy(flags)).toThrow(new UserError(message));
});
