import { MultiRegionAccessPoint } from "../../constructs/access-point";
import { AccessPointEndpoint, type AccessPointEndpointProps } from "../../constructs/endpoint";
import { synthPlain } from "../support/synth";

const make = (props: Partial<AccessPointEndpointProps> = {}) =>
  synthPlain(["eu-west-1", "us-east-1"], (stack) => {
    const buckets = stack.buckets();
    new AccessPointEndpoint(stack, "endpoint", {
      accessPoint: new MultiRegionAccessPoint(stack, "mrap", { name: "my-mrap", buckets }),
      buckets,
      vpc: "vpc-0123456789abcdef0",
      name: "my-mrap-endpoint",
      provider: stack.providers.in("eu-west-1"),
      ...props,
    });
  });

test("creates an interface endpoint with private DNS in its Region", () => {
  expect(make().resource("aws_vpc_endpoint")).toEqual({
    service_name: "com.amazonaws.s3-global.accesspoint",
    vpc_endpoint_type: "Interface",
    private_dns_enabled: true,
    vpc_id: "${data.aws_vpc.endpoint/Vpc.id}",
    subnet_ids:
      "${[for zone, ids in {for s in data.aws_subnet.endpoint/Subnet : s.availability_zone => s.id...} : sort(ids)[0]]}",
    security_group_ids: ["${aws_security_group.endpoint/SecurityGroup.id}"],
    policy: "${data.aws_iam_policy_document.endpoint/endpoint.json}",
    provider: "aws.eu_west_1",
    tags: { Name: "my-mrap-endpoint" },
  });
});

test("its policy allows the objects of the access point and of the member buckets, and nothing else", () => {
  const { ObjectsOfTheAccessPoint, ListingOfTheAccessPoint } = make().statements("endpoint/endpoint");
  expect(ObjectsOfTheAccessPoint!.resources).toEqual([
    "${aws_s3control_multi_region_access_point.mrap/Resource.arn}/object/*",
    "${aws_s3_bucket.eu-west-1/Resource.arn}/*",
    "${aws_s3_bucket.us-east-1/Resource.arn}/*",
  ]);
  expect(ListingOfTheAccessPoint!.resources).toEqual([
    "${aws_s3control_multi_region_access_point.mrap/Resource.arn}",
    "${aws_s3_bucket.eu-west-1/Resource.arn}",
    "${aws_s3_bucket.us-east-1/Resource.arn}",
  ]);
});

test("looks up the VPC by id, and requires DNS support and DNS hostnames", () => {
  const vpc = make().data("aws_vpc")["endpoint/Vpc"]!;
  expect(vpc.id).toBe("vpc-0123456789abcdef0");
  expect(vpc.lifecycle.postcondition[0].condition).toBe(
    "${self.enable_dns_support && self.enable_dns_hostnames}",
  );
});

test("uses the Region's default VPC for the word default", () => {
  const vpc = make({ vpc: "default" }).data("aws_vpc")["endpoint/Vpc"]!;
  expect(vpc).toMatchObject({ default: true, provider: "aws.eu_west_1" });
  expect(vpc).not.toHaveProperty("id");
});

test("uses the subnets of the props and looks up none", () => {
  const stack = make({ subnets: ["subnet-0aaa", "subnet-0bbb"] });
  expect(stack.resource("aws_vpc_endpoint").subnet_ids).toEqual(["subnet-0aaa", "subnet-0bbb"]);
  expect(stack.data("aws_subnets")).toEqual({});
});

test("allows port 443 from the VPC's CIDR block if there are no clients", () => {
  const stack = make();
  expect(stack.resource("aws_vpc_security_group_ingress_rule")).toMatchObject({
    cidr_ipv4: "${data.aws_vpc.endpoint/Vpc.cidr_block}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
  });
  expect(stack.types).not.toContain("aws_vpc_security_group_egress_rule");
});

test("creates a rule for each client, which is a CIDR block or a security group", () => {
  const rules = make({ clients: ["10.0.0.0/16", "sg-0123456789abcdef0"] }).resources(
    "aws_vpc_security_group_ingress_rule",
  );
  expect(Object.values(rules).map((rule) => rule.cidr_ipv4 ?? rule.referenced_security_group_id)).toEqual([
    "10.0.0.0/16",
    "sg-0123456789abcdef0",
  ]);
});

test("uses the security groups of the props and creates none", () => {
  const stack = make({ securityGroups: ["sg-0aaa"] });
  expect(stack.resource("aws_vpc_endpoint").security_group_ids).toEqual(["sg-0aaa"]);
  expect(stack.types).not.toContain("aws_security_group");
});
