import { load, removeFolders, reportOnFolder, SHORTEST, testReports } from "../support";

afterAll(removeFolders);

const file = (ireland: string, virginia: string, rest = ""): string =>
  `name: my-mrap\nregions:\n  eu-west-1: { bucket: ${ireland} }\n  us-east-1: { bucket: ${virginia} }\nstate: local\n${rest}`;

testReports([
  [
    "a member bucket with the name of the bucket for job reports",
    file("photos", "photos-jobs"),
    `e.yaml:4:24  regions.us-east-1.bucket
  is also the name of the bucket for the job reports of photos, which Terraform creates
  got:     photos-jobs
  fix:     choose another name, or set repair.batchReplication: false`,
  ],
  [
    "a bucket for access logs with that name",
    file("photos", "pictures", "accessLogs: { eu-west-1: photos-jobs }\n"),
    `e.yaml:6:26  accessLogs.eu-west-1
  is also the name of the bucket for the job reports of photos, which Terraform creates
  got:     photos-jobs
  fix:     choose another name, or set repair.batchReplication: false`,
  ],
]);

test("accepts the name if there are no buckets for job reports", () => {
  expect(load(file("photos", "photos-jobs", "repair: { batchReplication: false }\n")).name).toBe("my-mrap");
});

test("rejects the name in another file, in both orders", () => {
  const other = SHORTEST.replace("my-mrap", "other")
    .replace("one-in-ireland", "one-in-ireland-jobs")
    .replace("two-in-virginia", "three-in-virginia");
  expect(reportOnFolder({ "a.yaml": SHORTEST, "b.yaml": other })).toBe(`b.yaml has 1 error:

b.yaml:3:24  regions.eu-west-1.bucket
  is a bucket for the job reports of a.yaml, which Terraform creates
  got:     one-in-ireland-jobs
  fix:     choose another name`);
  expect(reportOnFolder({ "a.yaml": other, "b.yaml": SHORTEST })).toBe(`b.yaml has 1 error:

b.yaml:3:24  regions.eu-west-1.bucket
  needs the bucket one-in-ireland-jobs for its job reports, and a.yaml has a bucket of this name
  got:     one-in-ireland
  fix:     choose another name, or set repair.batchReplication: false`);
});
