import { App } from "cdktf";
import { MultiRegionAccessPoint } from "../../constructs/access-point";
import { messageOf, PlainStack, synthPlain } from "../support/synth";
import { accessPoint, TWO_REGIONS } from "./support";

const make = (protect?: boolean) =>
  synthPlain(TWO_REGIONS, (stack) => void accessPoint(stack, { protect })).resource(
    "aws_s3control_multi_region_access_point",
  );

test("references one bucket for each Region, blocks public access and prevents destroy", () => {
  expect(make()).toEqual({
    details: {
      name: "my-mrap",
      public_access_block: {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
      region: [
        { bucket: "${aws_s3_bucket.eu-west-1/Resource.id}" },
        { bucket: "${aws_s3_bucket.us-east-1/Resource.id}" },
      ],
    },
    lifecycle: { prevent_destroy: true },
    timeouts: { create: "24h", delete: "24h" },
  });
});

test("can be destroyed if protect is false", () => {
  expect(make(false)).not.toHaveProperty("lifecycle");
});

test.each([["My-Mrap"], ["ab"], ["-abc"], ["abc-"], ["a".repeat(51)], ["with.dot"], ["with_underscore"]])(
  "rejects the name '%s'",
  (name) => {
    const stack = new PlainStack(new App(), TWO_REGIONS);
    expect(
      messageOf(() => new MultiRegionAccessPoint(stack, "mrap", { name, buckets: stack.buckets() })),
    ).toBe(
      `'name' should be 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends, got '${name}' (at plain/mrap)`,
    );
  },
);

test("does not check a name that only Terraform knows", () => {
  const synthesized = synthPlain(TWO_REGIONS, (stack) => {
    new MultiRegionAccessPoint(stack, "mrap", { name: stack.accountId, buckets: stack.buckets() });
  });
  expect(synthesized.resource("aws_s3control_multi_region_access_point").details.name).toBe(
    "${data.aws_caller_identity.current.account_id}",
  );
});

test.each([1, 18])("rejects %d buckets", (count) => {
  const regions = Array.from({ length: count }, (_, index) => `xx-region-${index}`);
  const stack = new PlainStack(new App(), regions);
  expect(messageOf(() => accessPoint(stack))).toBe(
    `'buckets' should have 2 to 17 buckets, got ${count} (at plain/mrap)`,
  );
});
