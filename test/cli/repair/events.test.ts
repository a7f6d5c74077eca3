import { failuresIn } from "../../../cli/repair/events";

const record = (eventName: string, more: object = {}) => ({
  eventName,
  eventTime: "2026-11-26T01:02:03.000Z",
  s3: { bucket: { name: "source" }, object: { key: "a+b%2Fc", versionId: "v1" } },
  replicationEventData: { destinationBucket: "arn:aws:s3:::there", failureReason: "DstBucketNotFound" },
  ...more,
});

test("names the object, the destination and the reason of a failure", () => {
  const body = JSON.stringify({
    Records: [
      record("Replication:OperationFailedReplication"),
      record("Replication:OperationMissedThreshold"),
    ],
  });
  expect(failuresIn(body)).toEqual({
    unreadable: false,
    failures: [
      {
        time: "2026-11-26T01:02:03.000Z",
        key: "a b/c",
        versionId: "v1",
        source: "source",
        destination: "there",
        reason: "DstBucketNotFound",
      },
    ],
  });
});

test.each([
  "no JSON",
  "{}",
  "null",
  '{"Records":[null]}',
  '{"Records":[{"eventName":"Replication:OperationFailedReplication"}]}',
])("finds nothing in %s, which is not in the form of an S3 event", (body) => {
  expect(failuresIn(body)).toEqual({ failures: [], unreadable: true });
});

test.each([
  '{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"source"}',
  '{"Records":[]}',
  JSON.stringify({ Records: [record("Replication:OperationNotTracked")] }),
])("finds nothing in %s, which is complete", (body) => {
  expect(failuresIn(body)).toEqual({ failures: [], unreadable: false });
});

test("a record that cannot be read does not hide the others of its message", () => {
  const bad = { bucket: { name: "source" }, object: { key: "%zz", versionId: "v1" } };
  const Records = [
    record("Replication:OperationFailedReplication", { s3: bad }),
    record("Replication:OperationFailedReplication"),
  ];
  const { failures, unreadable } = failuresIn(JSON.stringify({ Records }));
  expect([failures.map(({ key }) => key), unreadable]).toEqual([["a b/c"], true]);
});

test("an object from before versioning has the version ID null", () => {
  const s3 = { bucket: { name: "source" }, object: { key: "k" } };
  const body = JSON.stringify({ Records: [record("Replication:OperationFailedReplication", { s3 })] });
  expect(failuresIn(body).failures.map(({ versionId }) => versionId)).toEqual(["null"]);
});
