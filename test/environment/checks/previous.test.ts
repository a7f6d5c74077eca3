import { change, THREE, TWO } from "../change";
import { nextName } from "../../../environment/checks/previous";
import { load, removeFolders, testReports } from "../support";

afterAll(removeFolders);

const NEW = { "us-east-1": "two-in-virginia", "ap-south-1": "three-in-mumbai" };
const EIGHTEEN = Object.fromEntries(
  (
    "af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 " +
    "eu-central-1 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-2"
  )
    .split(" ")
    .map((region) => [region, `photos-${region}`]),
);

testReports([
  [
    "the same name",
    change("photos", THREE, "photos"),
    `e.yaml:1:7  name
  is also the name of the previous access point. The names in an account are unique
  got:     photos
  allowed: another name than previous.name
  fix:     choose another name, such as photos-2`,
  ],
  [
    "the same set",
    change("photos-2", TWO, "photos"),
    `e.yaml:7:3  previous.regions
  has the same Regions and buckets as regions. The two access points would be the same
  got:     eu-west-1, us-east-1
  fix:     change regions, or remove previous and write the old name`,
  ],
  [
    "another bucket in a Region of both sets",
    change("photos-2", { ...THREE, "eu-west-1": "another-in-ireland" }, "photos"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is another bucket than in previous.regions.eu-west-1. An environment has one bucket in each Region
  got:     another-in-ireland
  allowed: one-in-ireland
  fix:     write bucket: one-in-ireland. For another bucket in this Region, remove the Region in one change
           and add it in a second one`,
  ],
  [
    "a bucket of the old set in another Region",
    change("photos-2", { "us-east-1": "two-in-virginia", "ap-south-1": "one-in-ireland" }, "photos"),
    `e.yaml:4:25  regions.ap-south-1.bucket
  is the bucket of eu-west-1 in previous.regions. A bucket cannot move to another Region
  got:     one-in-ireland
  allowed: a bucket in ap-south-1
  fix:     choose another name for the bucket in ap-south-1`,
  ],
  [
    "an eighteenth Region",
    change("photos-2", EIGHTEEN, "photos", {
      "eu-west-1": "photos-eu-west-1",
      "us-east-1": "photos-us-east-1",
    }),
    `e.yaml:2:1  regions
  must have 2 to 17 Regions
  got:     18 Regions
  allowed: 2 to 17
  fix:     remove Regions`,
  ],
  [
    "a previous set of one Region",
    change("photos-2", THREE, "photos", { "eu-west-1": "one-in-ireland" }),
    `e.yaml:8:3  previous.regions
  must have 2 to 17 Regions
  got:     1 Region
  allowed: 2 to 17
  fix:     add a Region: a failover needs a second one`,
  ],
  [
    "a key without effect",
    change("photos-2", THREE, "photos").replace(
      "    us-east-1: { bucket: two-in-virginia",
      "$&, routing: passive",
    ),
    `e.yaml:10:43  previous.regions.us-east-1.routing
  has no effect, because us-east-1 is also in regions
  got:     routing
  allowed: bucket
  fix:     remove it. routing under regions.us-east-1 applies to both access points`,
  ],
  [
    "the state's bucket in the previous set",
    change("photos-2", NEW, "photos").replace(
      "state: local",
      "state: { bucket: one-in-ireland, region: eu-west-1 }",
    ),
    `e.yaml:10:18  state.bucket
  is also the member bucket in eu-west-1. Terraform cannot keep its state in a bucket that it manages
  got:     one-in-ireland
  allowed: an existing bucket that is not a member
  fix:     name another bucket for the state`,
  ],
  [
    "a network of a Region that only the previous set has",
    change("photos-2", NEW, "photos").replace(
      "one-in-ireland",
      "one-in-ireland, network: { subnets: [subnet-0123456789abcdef0] }",
    ),
    `e.yaml:8:42  previous.regions.eu-west-1.network.vpc
  is missing
  allowed: an ID such as vpc-0123456789abcdef0, with 17 (or, if it is old, 8) hexadecimal digits, or the word
           "default"
  fix:     add vpc under regions.eu-west-1.network, or endpoint to use an existing endpoint`,
  ],
]);

test("accepts a change of Regions", () => {
  expect(load(change("photos-2", NEW, "photos")).previous).toMatchObject({
    name: "photos",
    regions: { "eu-west-1": { bucket: "one-in-ireland" } },
  });
});

test.each([
  ["photos", "photos-2"],
  ["photos-2", "photos-3"],
  ["photos-9", "photos-10"],
  ["photos-eu", "photos-eu-2"],
])("the name after %s is %s", (name, next) => {
  expect(nextName(name)).toBe(next);
});
