import { recordTarget } from "../../../cli/failover/records";

test("--record is a file or s3://BUCKET/PREFIX", () => {
  expect(recordTarget("s3://a-bucket/runs/")).toMatchObject({
    bucket: { name: "a-bucket", prefix: "runs/" },
  });
  expect(recordTarget("s3://a-bucket")).toMatchObject({ bucket: { name: "a-bucket", prefix: "" } });
  expect(recordTarget("a.jsonl")).toEqual({ file: "a.jsonl" });
  expect(() => recordTarget("s3:/a")).toThrow(
    "--record should be s3://BUCKET/PREFIX or a file, got 's3:/a'.",
  );
});
