import { ExistingEndpoint } from "../../constructs/existing-endpoint";
import { synthPlain } from "../support/synth";

const stack = synthPlain(["eu-west-1"], (plain) => {
  new ExistingEndpoint(plain, "endpoint", {
    endpoint: "vpce-0123456789abcdef0",
    provider: plain.providers.in("eu-west-1"),
  });
});

test("looks up the endpoint in its Region and creates nothing", () => {
  expect(stack.types).toEqual([]);
  expect(stack.data("aws_vpc_endpoint")["endpoint/Resource"]).toMatchObject({
    id: "vpce-0123456789abcdef0",
    provider: "aws.eu_west_1",
  });
});

test("requires the service of access points and private DNS names", () => {
  const { postcondition } = stack.data("aws_vpc_endpoint")["endpoint/Resource"]!.lifecycle;
  expect(postcondition).toEqual([
    {
      condition: '${self.service_name == "com.amazonaws.s3-global.accesspoint"}',
      error_message:
        "The VPC endpoint vpce-0123456789abcdef0 is not an endpoint for the service com.amazonaws.s3-global.accesspoint. Name an endpoint for this service, or name the VPC to create one.",
    },
    {
      condition: "${self.private_dns_enabled}",
      error_message:
        "The VPC endpoint vpce-0123456789abcdef0 has no private DNS names. Without them, the host name of the access point does not resolve to the endpoint. Turn on private DNS names for the endpoint.",
    },
  ]);
});
