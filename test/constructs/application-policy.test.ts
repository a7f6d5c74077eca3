import { ApplicationPolicy } from "../../constructs/application-policy";
import { synthPlain } from "../support/synth";
import { ACCESS_POINT_ARN, accessPoint, TWO_REGIONS } from "./support";

const make = (write: boolean) =>
  synthPlain(
    TWO_REGIONS,
    (stack) => void new ApplicationPolicy(stack, "app", { ...accessPoint(stack), write }),
  ).statements("app/Resource");

test("allows the access point, and the buckets only through it", () => {
  const statements = make(true);
  expect(statements.AccessPointObjects!.resources).toEqual([`${ACCESS_POINT_ARN}/object/*`]);
  expect(statements.BucketObjectsThroughAccessPoint).toMatchObject({
    resources: ["${aws_s3_bucket.eu-west-1/Resource.arn}/*", "${aws_s3_bucket.us-east-1/Resource.arn}/*"],
    condition: [{ test: "StringEquals", variable: "s3:DataAccessPointArn", values: [ACCESS_POINT_ARN] }],
  });
  expect(statements.BucketObjectsThroughAccessPoint!.actions).toContain("s3:PutObject");
});

test("contains no write action for readers", () => {
  const actions = Object.values(make(false)).flatMap((statement) => statement.actions as string[]);
  expect(actions.filter((action) => !/^s3:(Get|List)/.test(action))).toEqual([]);
});
