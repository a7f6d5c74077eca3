import { readEnvironments } from "../../environment/load";
import { renderProblems } from "../../environment/report";
import { change, FOUR, THREE, TWO } from "./change";
import { folderWith, removeFolders } from "./support";

afterAll(removeFolders);

const RECORD = { name: "photos", stateName: "photos", regions: TWO, providers: [], protect: true };
const CHANGED = {
  name: "photos-2",
  stateName: "photos",
  regions: THREE,
  previous: { name: "photos", regions: TWO },
  generations: ["photos", "photos-2"],
  providers: [],
};
const RETIRED = {
  name: "photos-2",
  stateName: "photos",
  regions: THREE,
  generations: ["photos", "photos-2"],
  deployed: ["photos-2"],
  providers: [],
};

const OTHER = { ...TWO, "us-east-1": "other-in-virginia" };

function report(text: string, record: object | undefined): string {
  const folder = folderWith({
    "e.yaml": text,
    ...(record && { "e.identity.json": JSON.stringify(record) }),
  });
  return renderProblems(readEnvironments(folder).problems)
    .replaceAll(`${folder}/`, "")
    .replace("e.yaml has 1 error:\n\n", "");
}

test.each([
  [
    "no identity record",
    change("photos-2", THREE, "photos"),
    undefined,
    `e.yaml:6:1  previous
  needs the identity record e.identity.json, which does not exist. It holds the first name of the environment,
  from which the names of its resources and its state are made
  got:     photos
  fix:     restore e.identity.json from version control. If the environment never had one, write the file as
           it is deployed, without previous, and run npx cdktf synth`,
  ],
  [
    "a previous access point that is not the deployed one",
    change("photos-2", THREE, "albums"),
    RECORD,
    `e.yaml:7:9  previous.name
  is not the access point that is deployed. That is photos, according to the identity record
  got:     albums
  allowed: photos
  fix:     write name: photos under previous, with its Regions and buckets`,
  ],
  [
    "a second change before the first one is complete",
    change("photos-3", FOUR, "photos-2", THREE),
    CHANGED,
    `e.yaml:8:9  previous.name
  is the new access point of a change that is not complete: photos is not retired
  got:     photos-2
  allowed: photos
  fix:     complete that change first: remove previous, write name: photos-2, and run npx cdktf deploy.
           bin/mrap regions retire does this after its checks`,
  ],
  [
    "another new name in the middle of a change",
    change("photos-b", THREE, "photos"),
    CHANGED,
    `e.yaml:1:7  name
  differs from photos-2, the new access point of the change that has begun. A deploy would destroy photos-2
  got:     photos-b
  allowed: photos-2
  fix:     write name: photos-2. For another new access point, go back first: remove previous, write name:
           photos and its Regions, and run npx cdktf deploy`,
  ],
  [
    "the name of an earlier access point",
    change("photos", FOUR, "photos-2", THREE),
    RETIRED,
    `e.yaml:1:7  name
  was the name of an earlier access point of this environment. Its clients would find another alias
  got:     photos
  allowed: a name other than photos, photos-2
  fix:     choose another name, such as photos-3`,
  ],
  [
    "a retired access point",
    change("photos-2", THREE, "photos"),
    RETIRED,
    `e.yaml:7:9  previous.name
  is retired. Its alias is lost, and a new access point with its name would have another one
  got:     photos
  allowed: photos-2
  fix:     remove previous. To change the Regions again, write name: photos-2 under previous, and a new name`,
  ],
  [
    "another set than the deployed one",
    change("photos-2", { ...THREE, ...OTHER }, "photos", OTHER),
    RECORD,
    `e.yaml:8:3  previous.regions
  is not the set of photos. Terraform would have to replace the access point
  got:     eu-west-1: one-in-ireland, us-east-1: other-in-virginia
  allowed: eu-west-1: one-in-ireland, us-east-1: two-in-virginia
  fix:     write the Regions and buckets of photos`,
  ],
  [
    "a retirement before the new access point is deployed",
    change("photos-2", THREE),
    { ...CHANGED, deployed: ["photos"] },
    `e.yaml:1:7  name
  is not deployed yet, and photos is removed from the file. A deploy would destroy photos before clients can
  use photos-2
  got:     photos-2
  allowed: photos
  fix:     restore previous with the name photos and run npx cdktf deploy first. To give up the change, write
           name: photos and its Regions. If another checkout deployed photos-2, add it to deployed in
           e.identity.json`,
  ],
])("reports %s", (_what, text, record, expected) => {
  expect(report(text, record)).toBe(expected);
});

test.each([
  ["a change of the deployed access point", change("photos-2", THREE, "photos"), RECORD],
  ["the same change again", change("photos-2", THREE, "photos"), CHANGED],
  ["a retirement", change("photos-2", THREE), CHANGED],
  ["a change that is given up", change("photos", TWO), CHANGED],
  [
    "another new name, if the change was not deployed",
    change("photos-b", THREE, "photos"),
    { ...CHANGED, deployed: ["photos"] },
  ],
  [
    "a retirement that is undone before its deploy",
    change("photos-2", THREE, "photos"),
    { ...RETIRED, deployed: ["photos-2", "photos"] },
  ],
  ["a second change", change("photos-3", FOUR, "photos-2", THREE), RETIRED],
])("accepts %s", (_what, text, record) => {
  expect(report(text, record)).toBe("");
});
