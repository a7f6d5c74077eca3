import { MultiRegionAccessPoint } from "../../constructs/access-point";
import { ExistingAccessPointPolicy } from "../../constructs/existing-access-point-policy";
import { synthPlain } from "../support/synth";
import { TWO_REGIONS } from "./support";

const account = "123456789012";
const policy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:DeleteObject", Resource: "*" }],
};

const stack = synthPlain(TWO_REGIONS, (plain) => {
  const accessPoint = new MultiRegionAccessPoint(plain, "mrap", {
    name: "photos",
    buckets: plain.buckets(),
    protect: false,
    existing: { account, alias: "mfzwi23gnjvgw.mrap", policy },
    callerAccount: "210987654321",
  });
  new ExistingAccessPointPolicy(plain, "policy", { accessPoint, name: "photos", account, policy });
});

test("imports the access point and its policy", () => {
  const to = (type: string, id: string) => ({ to: `${type}.${id}`, id: `${account}:photos` });
  const imports = stack.json.import as object[];
  expect(imports).toEqual([
    to("aws_s3control_multi_region_access_point", "mrap/Resource"),
    to("aws_s3control_multi_region_access_point_policy", "policy/Resource"),
  ]);
});

test("protects the access point, and has no timeouts, which an import would add", () => {
  const point = stack.resources("aws_s3control_multi_region_access_point")["mrap/Resource"]!;
  expect(point.lifecycle).toEqual({ prevent_destroy: true });
  expect(point.timeouts).toBeUndefined();
  expect(point.depends_on).toEqual(["data.aws_s3control_multi_region_access_point.mrap/Existing"]);
});

test("looks up the access point before it is planned, in the recorded account and with the recorded alias", () => {
  const { lifecycle } = stack.data("aws_s3control_multi_region_access_point")["mrap/Existing"]!;
  expect(lifecycle.precondition[0].error_message).toBe(
    "The access point photos is in the account 123456789012 according to the record of its adoption. Run Terraform with credentials of this account.",
  );
  expect(lifecycle.postcondition).toEqual([
    {
      condition: '${self.alias == "mfzwi23gnjvgw.mrap"}',
      error_message:
        "The access point photos does not have the recorded alias mfzwi23gnjvgw.mrap: it was deleted and created again after the adoption was recorded. Run mrap adopt again, and review what changed before you plan again.",
    },
  ]);
});

test("never changes the policy", () => {
  const one = stack.resources("aws_s3control_multi_region_access_point_policy")["policy/Resource"]!;
  expect(one.lifecycle.ignore_changes).toEqual(["details"]);
  expect(one.timeouts).toBeUndefined();
  expect(JSON.parse(one.details.policy)).toEqual(policy);
});
