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
  expect(failuresIn(body)).toEqual([
    {
      time: "2026-11-26T01:02:03.000Z",
      key: "a b/c",
      versionId: "v1",
      source: "source",
      destination: "there",
      reason: "DstBucketNotFound",
    },
  ]);
});

test.each(["no JSON", "{}", '{"Records":[{"eventName":"Replication:OperationFailedReplication"}]}'])(
  "finds nothing in %s",
  (body) => {
    expect(failuresIn(body)).toEqual([]);
  },
);
