import type { RegionalBucketProps } from "../../constructs/bucket";
import type { ObjectLock } from "../../constructs/object-lock";
import { ReplicationMesh } from "../../constructs/replication";
import { synthPlain } from "../support/synth";
import { TWO_REGIONS } from "./support";

const make = (objectLock: ObjectLock, props: Partial<RegionalBucketProps> = {}) =>
  synthPlain(["eu-west-1"], (stack) => void stack.bucket("eu-west-1", { objectLock, ...props }));

const LOCK = "aws_s3_bucket_object_lock_configuration";

test("Object Lock is enabled at creation, and never replaces a bucket that exists", () => {
  const made = make(true);
  expect(made.resource("aws_s3_bucket")).toMatchObject({
    object_lock_enabled: true,
    lifecycle: { prevent_destroy: true, ignore_changes: ["object_lock_enabled"] },
  });
  expect(made.resource(LOCK)).toEqual({
    bucket: "${aws_s3_bucket.eu-west-1/Resource.id}",
    depends_on: ["aws_s3_bucket_versioning.eu-west-1/Versioning"],
    provider: "aws.eu_west_1",
  });
});

test("a bucket without protection is not replaced either", () => {
  expect(make(true, { protect: false }).resource("aws_s3_bucket").lifecycle).toEqual({
    ignore_changes: ["object_lock_enabled"],
  });
});

test.each<[ObjectLock, object]>([
  [{ days: 30 }, { mode: "GOVERNANCE", days: 30 }],
  [
    { mode: "compliance", years: 7 },
    { mode: "COMPLIANCE", years: 7 },
  ],
  [
    { mode: "COMPLIANCE", days: 1 },
    { mode: "COMPLIANCE", days: 1 },
  ],
])("%j is the default retention", (lock, retention) => {
  expect(make(lock).resource(LOCK).rule).toEqual({ default_retention: retention });
});

test.each([false, undefined])("%s creates nothing", (lock) => {
  const made = make(lock as boolean);
  expect(made.types).not.toContain(LOCK);
  expect(made.resource("aws_s3_bucket")).not.toHaveProperty("object_lock_enabled");
});

test.each<[ObjectLock, string]>([
  [
    {},
    "'objectLock' should have either 'days' or 'years', got none. For Object Lock without a default retention, set true",
  ],
  [{ days: 1, years: 1 }, "'objectLock' should have either 'days' or 'years', got both."],
  [{ days: 0 }, "'objectLock' should have a whole number of days from 1 to 36500, got 0"],
  [{ years: 101 }, "'objectLock' should have a whole number of years from 1 to 100, got 101"],
  [
    { mode: "strict" as never, days: 1 },
    "'objectLock' should have the mode governance or compliance, got 'strict'",
  ],
])("%j is an error", (lock, message) => {
  expect(() => make(lock)).toThrow(message);
});

test("an existing bucket keeps its own configuration", () => {
  const made = make(false, { existing: { objectLock: true } });
  expect(made.types).not.toContain(LOCK);
  expect(made.resource("aws_s3_bucket")).not.toHaveProperty("object_lock_enabled");
  expect(() => make(true, { existing: {} })).toThrow(
    "'objectLock' should not be set for an 'existing' bucket, which keeps its own",
  );
});

const mesh = (locks: readonly boolean[]) =>
  synthPlain(TWO_REGIONS, (stack) => {
    const buckets = TWO_REGIONS.map((region, index) => stack.bucket(region, { objectLock: locks[index] }));
    new ReplicationMesh(stack, "mesh", { buckets });
  });

test("the roles may read the lock of an object before there is one, and replication follows Object Lock", () => {
  const made = mesh([true, true]);
  const configurations = TWO_REGIONS.map((region) => `${LOCK}.${region}/ObjectLock`);
  for (const one of Object.values(made.resources("aws_s3_bucket_replication_configuration")))
    expect(one.depends_on).toEqual(expect.arrayContaining(configurations));
  for (const one of Object.values(made.resources(LOCK)))
    expect(one.depends_on).toEqual(
      expect.arrayContaining(
        TWO_REGIONS.map((region) => `aws_iam_role_policy.mesh/${region}/replication/Policy`),
      ),
    );
});

test("Object Lock on one side only is an error", () => {
  expect(() => mesh([true, false])).toThrow(
    "'buckets' should all have Object Lock or none, got none in 'us-east-1'",
  );
});
