import { parse } from "yaml";
import { cancelChange, retireChange, startChange } from "../../../cli/regions/edit";
import type { Change } from "../../../cli/regions/change";

const FILE = `# yaml-language-server: $schema=./environment.schema.json
name:   "photos" # unique

# Where the objects are
regions:
  eu-west-1: # Dublin
    bucket: photos-ireland
    # the office
    network: { vpc: vpc-0123456789abcdef0 }
  us-east-1:
    bucket:   photos-virginia   # do not touch

state: { bucket: photos-state,   region: eu-central-1 }
tags:
    team: 'images' # four spaces
`;

const add: Change = {
  kind: "add",
  oldName: "photos",
  name: "photos-2",
  added: { region: "ap-south-1", bucket: "photos-mumbai", routing: "passive" },
};
const replace: Change = {
  kind: "replace",
  oldName: "photos",
  name: "photos-2",
  added: { region: "eu-west-2", bucket: "photos-london", routing: "active" },
  removed: { region: "eu-west-1", bucket: "photos-ireland" },
};

test("an added Region is written, and every other line keeps its bytes", () => {
  expect(startChange(FILE, "photos.yaml", add)).toBe(
    FILE.replace('"photos"', "photos-2").replace(
      "# do not touch\n",
      "# do not touch\n  ap-south-1:\n    bucket: photos-mumbai\n    routing: passive\n",
    ) +
      `
previous: # the access point that clients use until it is retired: mrap regions status
  name: photos
  regions:
    eu-west-1: { bucket: photos-ireland }
    us-east-1: { bucket: photos-virginia }
`,
  );
});

test("a replaced Region moves to previous with its lines and comments, and the new one takes its place", () => {
  const text = startChange(FILE, "photos.yaml", replace);
  expect(text).toContain(`regions:
  eu-west-2:
    bucket: photos-london
  us-east-1:
`);
  expect(text).toContain(`  regions:
    eu-west-1: # Dublin
      bucket: photos-ireland
      # the office
      network: { vpc: vpc-0123456789abcdef0 }
    us-east-1: { bucket: photos-virginia }
`);
});

test.each([
  ["add", add],
  ["replace", replace],
  ["remove", { ...replace, kind: "remove", added: undefined } as unknown as Change],
])("%s can be undone, and the file is the same but for its quotes", (_, change) => {
  const undone = cancelChange(startChange(FILE, "photos.yaml", change), "photos.yaml");
  expect(undone).toBe(FILE.replace('"photos"', "photos"));
});

test("a retired access point leaves the lines of the new one", () => {
  const changed = startChange(FILE, "photos.yaml", add);
  expect(retireChange(changed, "photos.yaml")).toBe(changed.slice(0, changed.indexOf("\nprevious:")));
});

test("line breaks of Windows and a missing one at the end are kept", () => {
  const windows = startChange(FILE.replaceAll("\n", "\r\n").trimEnd(), "photos.yaml", add);
  expect(windows.replaceAll("\r\n", "")).not.toContain("\n");
  expect(parse(windows)).toEqual(parse(startChange(FILE, "photos.yaml", add)));
});

test.each([
  [
    "one line",
    "{ name: photos, regions: { eu-west-1: { bucket: photos-ireland }, us-east-1: { bucket: photos-virginia } } }\n",
  ],
  [
    "braces",
    "name: photos # a\nregions: { eu-west-1: { bucket: photos-ireland }, us-east-1: { bucket: photos-virginia } } # b\n",
  ],
])("a map in %s is written again, with its comments", (_, text) => {
  for (const change of [add, replace]) {
    const after = startChange(text, "photos.yaml", change);
    expect(parse(after)).toMatchObject({ name: "photos-2", previous: { name: "photos" } });
    for (const comment of text.match(/# \w/g) ?? []) expect(after).toContain(comment);
    expect(parse(cancelChange(after, "photos.yaml"))).toEqual(parse(text));
  }
});

test("an anchor that would move behind its alias is refused with the lines to write", () => {
  const text =
    "name: photos\nregions:\n  eu-west-1: &one { bucket: photos-ireland }\n  us-east-1: { <<: *one, bucket: photos-virginia }\n";
  expect(() => startChange(text, "photos.yaml", replace)).toThrow(
    /^photos\.yaml has a form that the command cannot edit, such as an anchor or a merge key\. Write these lines yourself:\n\nname: photos-2\nregions:\n/,
  );
});

test.each([
  [
    "braces",
    "accessLogs: { eu-west-1: logs-ireland, us-east-1: logs-virginia } # logs\n",
    "accessLogs: { us-east-1: logs-virginia } # logs\n",
  ],
  [
    "lines",
    "accessLogs:\n  eu-west-1: logs-ireland # a\n  us-east-1: logs-virginia # b\n",
    "accessLogs:\n  us-east-1: logs-virginia # b\n",
  ],
  [
    "braces for one Region",
    "encryption: { type: kms, keys: { eu-west-1: arn } }\n",
    "encryption: { type: kms, keys: {} }\n",
  ],
])("entries of a Region that left are removed with the old access point, in %s", (_, before, after) => {
  const changed = startChange(FILE + before, "photos.yaml", replace);
  expect(changed).toContain(before);
  expect(retireChange(changed, "photos.yaml")).toContain(after);
  expect(cancelChange(changed, "photos.yaml")).toContain(before);
});
