import { setChanges, type Deployed } from "../../../cli/access-point/set-changes";
import { load, SHORTEST } from "../../environment/support";
import { removeFolders } from "../../environment/support";

afterAll(removeFolders);

const deployed: Deployed = {
  name: "my-mrap",
  alias: "abc.mrap",
  regions: { "eu-west-1": "one-in-ireland", "us-east-1": "two-in-virginia" },
  heldBuckets: ["one-in-ireland", "two-in-virginia"],
};
const changes = (text: string, now: Deployed = deployed) => setChanges("photos", load(text), now);
const trial = `${SHORTEST}protect: false\n`;
const three = (text: string) => text.replace("state:", "  sa-east-1: { bucket: three-in-brazil }\nstate:");
const free = { ...deployed, heldBuckets: [] };

test("the same set is no change", () => {
  expect(changes(SHORTEST)).toEqual([]);
  expect(changes(trial, free)).toEqual([]);
});

test("a rename of a protected environment is refused, with the way back first", () => {
  expect(changes(SHORTEST.replace("my-mrap", "other"))).toEqual([
    {
      kind: "renamed",
      sentence:
        "The file renames the access point from my-mrap to other. AWS replaces the access point my-mrap: its alias abc.mrap is lost, and every client needs the new alias.",
      steps: [
        "To keep the access point, write name: my-mrap.",
        "To change it nevertheless, follow docs/change.md: it takes protect: false and a time without service.",
      ],
      refused: true,
    },
  ]);
});

test("added, removed and replaced members are named", () => {
  expect(changes(three(SHORTEST))).toMatchObject([{ kind: "region-added", refused: true }]);
  expect(
    changes(SHORTEST, { ...deployed, regions: { ...deployed.regions, "sa-east-1": "gone" } }),
  ).toMatchObject([
    {
      kind: "region-removed",
      sentence:
        "The file removes sa-east-1 with the bucket gone. AWS replaces the access point my-mrap: its alias abc.mrap is lost, and every client needs the new alias. Terraform also destroys the bucket, unless it contains objects.",
    },
  ]);
  expect(changes(SHORTEST.replace("two-in-virginia", "new-in-virginia"))).toMatchObject([
    { kind: "bucket-changed", refused: true },
  ]);
});

test("a trial may change, once protect: false is deployed", () => {
  const removed = { "sa-east-1": "three-in-brazil" };
  const before = { ...free, regions: { ...deployed.regions, ...removed } };
  expect(changes(trial, before)).toMatchObject([{ kind: "region-removed", refused: false }]);
  expect(changes(trial, { ...before, heldBuckets: ["three-in-brazil"] })).toMatchObject([
    {
      kind: "region-removed",
      refused: true,
      steps: [
        "Terraform cannot delete the objects in three-in-brazil before protect: false is deployed. Add sa-east-1 with the bucket three-in-brazil to regions.",
        "Then run: npx cdktf deploy photos",
        "Then make the change again.",
      ],
    },
    { kind: "not-unprotected" },
  ]);
});

test("protect: false that is not deployed is reported before a destroy", () => {
  expect(changes(trial)).toEqual([
    {
      kind: "not-unprotected",
      sentence:
        "protect: false is not deployed yet. A destroy now deletes the access point and the policies, and then stops at one-in-ireland, two-in-virginia if they contain objects.",
      steps: ["Before a destroy, run: npx cdktf deploy photos"],
      refused: false,
    },
  ]);
});

describe("with previous in the file, the new access point is no rename", () => {
  const previous = `previous:
  name: my-mrap
  regions:
    eu-west-1: { bucket: one-in-ireland }
    us-east-1: { bucket: two-in-virginia }
`;
  const changing = `${three(SHORTEST).replace("my-mrap", "my-mrap-2")}${previous}`;

  test("before the deploy: the file creates a second access point, and the deployed one remains", () => {
    expect(changes(changing)).toEqual([
      {
        kind: "second-access-point",
        sentence:
          "The file creates the access point my-mrap-2 in addition to my-mrap. my-mrap keeps its alias as long as the file contains previous.",
        steps: ["Run bin/mrap regions status photos, which shows the steps of the change."],
        refused: false,
      },
    ]);
  });

  test("another set of the deployed access point is still refused", () => {
    const now = { ...deployed, regions: { ...deployed.regions, "eu-west-3": "four-in-paris" } };
    expect(changes(changing, now).slice(1)).toMatchObject([{ kind: "region-removed", refused: true }]);
  });
});
