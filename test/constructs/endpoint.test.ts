import { TerraformOutput } from "cdktf";
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
      "${[for zone, ids in {for s in data.aws_subnet.endpoint/Subnet : s.availability_zone => s.id... if " +
      "contains(data.aws_vpc_endpoint_service.endpoint/Service.availability_zones, s.availability_zone) && !s.ipv6_native} : sort(ids)[0]]}",
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
  expect(stack.data("aws_vpc_endpoint_service")).toEqual({});
});

test("allows port 443 from all IPv4 CIDR blocks of the VPC if there are no clients", () => {
  const stack = make();
  const rules = stack.resources("aws_vpc_security_group_ingress_rule");
  expect(rules["endpoint/vpc"]).toMatchObject({
    cidr_ipv4: "${data.aws_vpc.endpoint/Vpc.cidr_block}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
  });
  expect(rules["endpoint/vpc-secondary"]).toMatchObject({
    for_each:
      '${toset([for a in data.aws_vpc.endpoint/Vpc.cidr_block_associations : a.cidr_block if a.state == "associated" && a.cidr_block != data.aws_vpc.endpoint/Vpc.cidr_block])}',
    cidr_ipv4: "${each.value}",
    from_port: 443,
  });
  expect(Object.keys(rules)).toHaveLength(2);
  expect(stack.types).not.toContain("aws_vpc_security_group_egress_rule");
});

test("creates a rule for each client: a CIDR block, a prefix list or a security group", () => {
  const rules = make({ clients: ["10.0.0.0/16", "sg-0123456789abcdef0", "pl-0123456789abcdef0"] }).resources(
    "aws_vpc_security_group_ingress_rule",
  );
  expect(
    Object.values(rules).map(
      (rule) => rule.cidr_ipv4 ?? rule.referenced_security_group_id ?? rule.prefix_list_id,
    ),
  ).toEqual(["10.0.0.0/16", "pl-0123456789abcdef0", "sg-0123456789abcdef0"]);
});

test("uses the security groups of the props and creates none", () => {
  const stack = make({ securityGroups: ["sg-0aaa"] });
  expect(stack.resource("aws_vpc_endpoint").security_group_ids).toEqual(["sg-0aaa"]);
  expect(stack.types).not.toContain("aws_security_group");
});

test("the policy allows principals of the organization only", () => {
  for (const statement of Object.values(
    make({ organization: "o-abcdefghij" }).statements("endpoint/endpoint"),
  ))
    expect(statement.condition).toEqual([
      { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-abcdefghij"] },
    ]);
});

test("knows the zones without a subnet, unless the props name the subnets", () => {
  const zonesLeftOut = (subnets?: string[]) =>
    synthPlain(["eu-west-1", "us-east-1"], (stack) => {
      const buckets = stack.buckets();
      const accessPoint = new MultiRegionAccessPoint(stack, "mrap", { name: "my-mrap", buckets });
      const props = { accessPoint, buckets, vpc: "default", name: "my-mrap-endpoint", subnets };
      const { zonesLeftOut: value } = new AccessPointEndpoint(stack, "endpoint", props);
      if (value) new TerraformOutput(stack, "zones", { value });
    }).json.output?.zones.value as unknown;
  expect(zonesLeftOut(["subnet-0aaa"])).toBeUndefined();
  const supported =
    "contains(data.aws_vpc_endpoint_service.endpoint/Service.availability_zones, s.availability_zone) && !s.ipv6_native";
  expect(zonesLeftOut()).toBe(
    "${sort(setsubtract(toset([for s in data.aws_subnet.endpoint/Subnet : s.availability_zone]), " +
      `toset([for s in data.aws_subnet.endpoint/Subnet : s.availability_zone if ${supported}])))}`,
  );
});
