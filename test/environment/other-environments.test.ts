import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bucketsElsewhere } from "../../environment/other-environments";

test("the buckets of the other files in the folder are found, and a broken file has none", () => {
  const folder = mkdtempSync(join(tmpdir(), "environments-"));
  const write = (name: string, ...buckets: string[]) => {
    const regions = buckets.map(
      (bucket, index) => `  ${["eu-west-1", "us-east-1"][index]}:\n    bucket: ${bucket}\n    adopt: true\n`,
    );
    writeFileSync(join(folder, `${name}.yaml`), `name: ${name}\nregions:\n${regions.join("")}state: local\n`);
  };
  write("photos", "photos-a", "photos-b");
  write("twin", "photos-a", "photos-c");
  write("broken", "x");
  writeFileSync(
    join(folder, "change.yaml"),
    "name: change-2\nregions:\n  eu-west-1:\n    bucket: photos-d\n  us-east-1:\n    bucket: photos-e\nprevious:\n  name: change\n  regions:\n    eu-west-1:\n      bucket: photos-d\n    us-west-2:\n      bucket: photos-f\nstate: local\n",
  );
  expect([...bucketsElsewhere(join(folder, "photos.yaml"))]).toEqual([
    ["photos-d", "change.yaml"],
    ["photos-e", "change.yaml"],
    ["photos-f", "change.yaml"],
    ["photos-a", "twin.yaml"],
    ["photos-c", "twin.yaml"],
  ]);
  rmSync(folder, { recursive: true });
});
