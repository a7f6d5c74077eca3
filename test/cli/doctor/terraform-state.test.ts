import { parseState } from "../../../cli/doctor/terraform-state";

test("only managed resources that have an instance are in the state", () => {
  const resources = [
    { mode: "managed", type: "aws_s3_bucket", name: "a", instances: [{}] },
    { mode: "managed", type: "aws_s3_bucket", name: "destroyed", instances: [] },
    { mode: "data", type: "aws_vpc", name: "b", instances: [{}] },
  ];
  expect(parseState(JSON.stringify({ version: 4, resources }), "x")).toEqual({
    addresses: new Set(["aws_s3_bucket.a"]),
  });
});

test.each(["", "not JSON", "{}", '{"resources": {}}', "[]", "null"])("%p is not a state", (text) => {
  expect(parseState(text, "photos/terraform.tfstate")).toEqual({
    unknown: "photos/terraform.tfstate is not a state of Terraform.",
  });
});
