import type { EnvironmentFile } from "../../../cli/access-point/argument";
import {
  differenceSentence,
  differingRegions,
  generationNames,
  generations,
  isChanging,
  newRegions,
  onlyAccessPoint,
} from "../../../cli/access-point/generations";

const [ireland, virginia, mumbai] = ["eu-west-1", "us-east-1", "ap-south-1"] as const;

/** photos-2 replaces photos: Mumbai instead of Ireland. */
const file = {
  kind: "file",
  file: "environments/photos.yaml",
  environment: {
    name: "photos-2",
    monitoring: { latencySeconds: 900 },
    regions: {
      [mumbai]: { bucket: "photos-mumbai", routing: "active" },
      [virginia]: { bucket: "photos-virginia", routing: "passive" },
    },
    previous: {
      name: "photos",
      regions: {
        [ireland]: { bucket: "photos-ireland", routing: "active" },
        [virginia]: { bucket: "photos-virginia", routing: "active" },
      },
    },
  },
} as unknown as EnvironmentFile;

const route = (region: string, active: boolean) => ({ region, bucket: `photos-${region}`, active });

test("a file with previous has two access points; a Region of both takes its routing from regions", () => {
  expect(isChanging(file)).toBe(true);
  const [next, previous] = generations(file) as EnvironmentFile[];
  expect(generations(file).some(isChanging)).toBe(false);
  expect(generationNames(file)).toEqual(["photos-2", "photos"]);
  expect(next!.environment.regions).toEqual(file.environment.regions);
  expect(previous!.environment).toMatchObject({ name: "photos", monitoring: { latencySeconds: 900 } });
  expect(previous!.environment.regions).toEqual({
    [ireland]: { bucket: "photos-ireland", routing: "active" },
    [virginia]: { bucket: "photos-virginia", routing: "passive" },
  });
  expect(newRegions(file)).toEqual([mumbai]);
});

test("any other argument names one access point", () => {
  const name = { kind: "name", name: "photos" } as const;
  expect(generations(name)).toEqual([name]);
  expect(isChanging(name)).toBe(false);
});

test("--access-point chooses one of the two, and rejects any other name", () => {
  expect((onlyAccessPoint(file, "photos") as EnvironmentFile).environment.name).toBe("photos");
  expect(() => onlyAccessPoint(file, "photos-3")).toThrow(
    "photos-3 is not an access point of environments/photos.yaml, which has photos-2 and photos.",
  );
  expect(() => onlyAccessPoint({ kind: "name", name: "photos" }, "photos")).toThrow(
    "--access-point chooses one access point of an environment file, and photos is an access point. Leave --access-point out.",
  );
});

test("routings differ only in Regions that both access points have", () => {
  const one = { name: "photos-2", routes: [route(mumbai, true), route(virginia, false)] };
  const other = { name: "photos", routes: [route(ireland, true), route(virginia, false)] };
  expect(differingRegions(one.routes, other.routes)).toEqual([]);
  expect(differenceSentence(one, other)).toBeUndefined();
  const moved = { name: "photos", routes: [route(ireland, false), route(virginia, true)] };
  expect(differenceSentence(one, moved)).toBe(
    "The routings of photos-2 and photos differ: us-east-1 is active in photos and passive in photos-2.",
  );
  const two = { name: "photos-2", routes: [route(ireland, true), route(virginia, false)] };
  expect(differenceSentence(two, moved)).toBe(
    "The routings of photos-2 and photos differ: eu-west-1 is active in photos-2 and passive in photos, and us-east-1 is active in photos and passive in photos-2.",
  );
});
