import { changeFor, type ChangeRequest, type ChangingEnvironment } from "../../../cli/regions/change";
import { UserError } from "../../../cli/errors";
import { MEMBER_REGIONS } from "../../../environment/rules/regions";

const THREE: ChangingEnvironment = {
  name: "photos",
  regions: {
    "eu-west-1": { bucket: "photos-eu-west-1", routing: "active" },
    "us-east-1": { bucket: "photos-virginia", routing: "passive" },
    "sa-east-1": { bucket: "photos-brazil", routing: "passive" },
  },
  state: { bucket: "photos-state", region: "eu-central-1", key: "photos/terraform.tfstate" } as never,
};
const context = { id: "photos", file: "environments/photos.yaml" };
const both = (environment: ChangingEnvironment): ChangingEnvironment => ({
  ...environment,
  regions: Object.fromEntries(
    Object.entries(environment.regions).map(([region, { bucket }]) => [
      region,
      { bucket, routing: "active" },
    ]),
  ),
});
const change = (request: ChangeRequest, environment = both(THREE), more: object = {}) =>
  changeFor(environment, request, { ...context, ...more });

test("add, remove and replace name the Regions, the buckets and the new access point", () => {
  expect(change({ kind: "add", region: "ap-south-1", bucket: "photos-mumbai" })).toEqual({
    kind: "add",
    oldName: "photos",
    name: "photos-2",
    added: { region: "ap-south-1", bucket: "photos-mumbai", routing: "active" },
  });
  expect(change({ kind: "remove", region: "sa-east-1" })).toEqual({
    kind: "remove",
    oldName: "photos",
    name: "photos-2",
    removed: { region: "sa-east-1", bucket: "photos-brazil" },
  });
});

test("a replacement takes the routing of the Region, and the bucket's name if the Region is in it", () => {
  const { added } = change({ kind: "replace", region: "eu-west-1", with: "eu-west-2" });
  expect(added).toEqual({ region: "eu-west-2", bucket: "photos-eu-west-2", routing: "active" });
  expect(
    change({ kind: "replace", region: "us-east-1", with: "us-east-2", bucket: "photos-ohio" }, THREE).added,
  ).toEqual({ region: "us-east-2", bucket: "photos-ohio", routing: "passive" });
});

test.each([
  ["photos", [], "photos-2"],
  ["photos-2", [], "photos-3"],
  ["photos-2", ["photos-7"], "photos-8"],
  ["photos-eu-9", [], "photos-eu-10"],
  ["a".repeat(50), [], `${"a".repeat(48)}-2`],
])("after %s %j comes %s", (name, generations, next) => {
  const environment = { ...both(THREE), name };
  expect(change({ kind: "remove", region: "sa-east-1" }, environment, { generations }).name).toBe(next);
});

const two: ChangingEnvironment = {
  ...both(THREE),
  regions: { "eu-west-1": { bucket: "photos-ireland" }, "us-east-1": { bucket: "photos-virginia" } },
};
const seventeen: ChangingEnvironment = {
  ...THREE,
  regions: Object.fromEntries(
    MEMBER_REGIONS.filter((one) => one !== "eu-central-1" && one !== "us-west-2")
      .slice(0, 17)
      .map((region) => [region, { bucket: `photos-${region}` }]),
  ),
};
const stateInIreland: ChangingEnvironment = {
  ...both(THREE),
  state: { bucket: "photos-state", region: "eu-west-1", key: "k" } as never,
};
const changing: ChangingEnvironment = {
  ...both(THREE),
  name: "photos-2",
  previous: { name: "photos", regions: THREE.regions },
};
const remove = (region: string): ChangeRequest => ({ kind: "remove", region });
const add = (region: string, bucket = "photos-new"): ChangeRequest => ({ kind: "add", region, bucket });

test.each<[string, ChangingEnvironment, ChangeRequest, string]>([
  [
    "the only active Region in the file",
    THREE,
    remove("eu-west-1"),
    "eu-west-1 is the only active Region of photos in environments/photos.yaml: without it, no Region would serve requests. Write routing: active for another Region, such as us-east-1, and make it active: mrap failover photos --to us-east-1",
  ],
  [
    "the only active Region, replaced",
    THREE,
    { kind: "replace", region: "eu-west-1", with: "eu-west-2" },
    "eu-west-1 is the only active Region of photos in environments/photos.yaml: without it, no Region would serve requests. Write routing: active for another Region, such as us-east-1, and make it active: mrap failover photos --to us-east-1",
  ],
  [
    "the Region of the state, removed",
    stateInIreland,
    remove("eu-west-1"),
    "eu-west-1 is also the Region of the state bucket. If you give up the Region, Terraform loses the state of every other Region with it. Move the state to another Region first (docs/state.md), then run the command again.",
  ],
  [
    "the Region of the state, which is no member",
    THREE,
    remove("eu-central-1"),
    "eu-central-1 is the Region of the state bucket, and not a Region of photos. The Regions of photos are eu-west-1, us-east-1 and sa-east-1. docs/state.md describes how to move the state.",
  ],
  [
    "the Region of the state, added",
    THREE,
    add("eu-central-1"),
    "eu-central-1 is the Region of the state bucket. If eu-central-1 were lost, a member and the state would be lost together. Choose another Region, or move the state to a Region without a member first (docs/state.md).",
  ],
  [
    "an eighteenth Region",
    seventeen,
    add("us-west-2"),
    "photos has 17 Regions, and AWS allows at most 17. Replace a Region instead: mrap regions replace REGION --with us-west-2 photos",
  ],
  [
    "a bucket of another Region",
    THREE,
    add("ap-south-1", "photos-virginia"),
    "photos-virginia is the bucket of us-east-1. A bucket is in one Region only, and cannot move. Choose another name for the bucket in ap-south-1.",
  ],
  [
    "an unknown Region",
    THREE,
    add("us-esat-2"),
    'us-esat-2 is not an AWS Region in which a Multi-Region Access Point can have a bucket. Did you mean "us-east-2"?',
  ],
  [
    "a Region that is a member already",
    THREE,
    add("us-east-1"),
    "us-east-1 is already a Region of photos, with the bucket photos-virginia. Each Region has one bucket. Name another Region.",
  ],
  [
    "a Region that is no member",
    THREE,
    remove("us-west-1"),
    "us-west-1 is not a Region of photos. Its Regions are eu-west-1, us-east-1 and sa-east-1.",
  ],
  [
    "one of two Regions",
    two,
    remove("us-east-1"),
    "photos has only 2 Regions, and a failover needs 2. Add a Region first (mrap regions add), or replace us-east-1: mrap regions replace us-east-1 --with REGION photos",
  ],
  [
    "a second change",
    changing,
    remove("us-east-1"),
    "A change is in progress: photos is replaced by photos-2. Finish it first: mrap regions status photos names the next step. To undo it, run: mrap regions cancel photos",
  ],
  [
    "no name for the bucket",
    THREE,
    { kind: "replace", region: "us-east-1", with: "us-east-2" },
    "Which bucket in us-east-2? The name of photos-virginia does not contain us-east-1, so there is no proposal. Add --bucket NAME.",
  ],
  [
    "the name of the old access point",
    THREE,
    { ...add("ap-south-1"), name: "photos" },
    "The environment had an access point with the name photos before. Each access point of a change needs a name of its own. Choose another --name.",
  ],
])("%s is refused", (_, environment, request, message) => {
  const attempt = () => changeFor(environment, request, context);
  expect(attempt).toThrow(UserError);
  expect(attempt).toThrow(expect.objectContaining({ message, exitStatus: 2 }));
});

test("the Region that alone is active in AWS is refused, whatever the file says", () => {
  expect(() => change(remove("eu-west-1"), both(THREE), { active: ["eu-west-1"] })).toThrow(
    "eu-west-1 is the only active Region of photos: it serves all requests now. Make another Region active first: mrap failover photos --to us-east-1",
  );
});

test("seventeen Regions can replace one", () => {
  expect(change({ kind: "replace", region: "eu-south-1", with: "us-west-2" }, seventeen).name).toBe(
    "photos-2",
  );
});

test("the bucket of a Region that left earlier cannot be given to another Region, and can return to its own", () => {
  const more = { retired: { "ca-central-1": "photos-montreal" } };
  const add = (region: string) =>
    change({ kind: "add", region, bucket: "photos-montreal" }, both(THREE), more);
  expect(() => add("ap-south-1")).toThrow(
    "photos-montreal is the bucket of ca-central-1, which left photos earlier. A bucket is in one Region only, and cannot move. Choose another name for the bucket in ap-south-1.",
  );
  expect(add("ca-central-1").added).toMatchObject({ bucket: "photos-montreal" });
});
