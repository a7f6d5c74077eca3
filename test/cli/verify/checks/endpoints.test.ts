import {
  endpointOutcome,
  groupOutcome,
  policyOutcome,
  subnetsOutcome,
} from "../../../../cli/verify/checks/endpoint-outcomes";
import { AGAIN, line } from "./outcomes";

const about = { region: "eu-west-1", shown: "photos" };
const policy = (Sid: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid, Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
  });
const found = {
  id: "vpce-1",
  state: "available",
  privateDns: true,
  policy: policy("Objects"),
  subnets: ["subnet-a"],
  groups: ["sg-1"],
  interfaces: ["eni-1"],
};

test("an endpoint that is available, missing, pending, gone, or without private DNS", () => {
  const outcome = (endpoint: typeof found | undefined, network = {}, vpc: string | undefined = "vpc-1") =>
    line(endpointOutcome({ ...about, network: { vpc: "default", ...network }, vpc, found: endpoint }));
  expect(outcome(found)).toBe("ok: The endpoint vpce-1 in eu-west-1 is available with private DNS.");
  expect(outcome(undefined)).toBe(
    `error: The VPC vpc-1 in eu-west-1 has no endpoint for com.amazonaws.s3-global.accesspoint. | ${AGAIN} creates it.`,
  );
  expect(outcome(undefined, { endpoint: "vpce-9" })).toBe(
    "error: The endpoint vpce-9 does not exist in eu-west-1. | Correct regions.eu-west-1.network.endpoint.",
  );
  expect(outcome({ ...found, state: "pending" })).toBe(
    "error: The endpoint vpce-1 in eu-west-1 is pending. | Wait until it is available, then run the command again.",
  );
  expect(outcome({ ...found, state: "failed" })).toBe(
    `error: The endpoint vpce-1 in eu-west-1 is failed, not available. | ${AGAIN} creates a new one.`,
  );
  expect(outcome({ ...found, privateDns: false })).toBe(
    `error: The endpoint vpce-1 in eu-west-1 has no private DNS: the host name of the access point does not resolve to it. | ${AGAIN} turns it on.`,
  );
  const noVpc = endpointOutcome({ ...about, network: { vpc: "default" }, vpc: undefined, found: undefined });
  expect(line(noVpc)).toBe(
    "error: eu-west-1 has no default VPC. | Name a VPC in regions.eu-west-1.network.vpc.",
  );
});

test("the policy of an endpoint", () => {
  const outcome = (wanted: string, endpoint: typeof found | undefined = found) =>
    line(policyOutcome({ ...about, wanted, found: endpoint }));
  expect(outcome(policy("Objects"))).toBe(
    "ok: The policy of the endpoint vpce-1 in eu-west-1 allows the access point and its buckets.",
  );
  expect(outcome(policy("Listing"))).toBe(
    `error: The policy of the endpoint vpce-1 in eu-west-1 lacks the statement Listing and has the additional statement Objects: requests of its clients can be denied. | ${AGAIN} restores the policy.`,
  );
  expect(outcome("${aws_x.y.arn}")).toBe(
    `not known: The policy of the endpoint in eu-west-1 cannot be compared without the access point. | ${AGAIN} creates it.`,
  );
  expect(line(policyOutcome({ ...about, wanted: policy("Objects"), found: undefined }))).toBe(
    `not known: There is no endpoint in eu-west-1. | ${AGAIN} creates it.`,
  );
});

test("a zone or a subnet without the endpoint. Zones without the service and IPv6 subnets do not count", () => {
  const subnet = (id: string, zone: string, ipv6Only = false) => ({ id, vpc: "vpc-1", zone, ipv6Only });
  const outcome = (subnets: ReturnType<typeof subnet>[], wanted?: string[]) =>
    line(subnetsOutcome({ ...about, wanted, found, subnets, zones: ["a", "b"] }));
  const [here, there] = [subnet("subnet-a", "a"), subnet("subnet-b", "b")];
  expect(outcome([here, subnet("subnet-c", "c"), subnet("subnet-6", "b", true)])).toBe(
    "ok: The endpoint vpce-1 in eu-west-1 has a subnet in each zone that the VPC and the service have in common.",
  );
  expect(outcome([here, there])).toBe(
    `error: The endpoint vpce-1 in eu-west-1 has no subnet in b. | ${AGAIN} adds one.`,
  );
  expect(outcome([here, there], ["subnet-a"])).toBe(
    "ok: The endpoint vpce-1 in eu-west-1 is in the subnets of the environment file.",
  );
  expect(outcome([here, there], ["subnet-a", "subnet-b"])).toBe(
    `error: The endpoint vpce-1 in eu-west-1 is not in the subnets subnet-b. | ${AGAIN} adds them.`,
  );
});

test("a security group that is missing, closed, or open to others", () => {
  const rule = { ports: "tcp 443-443", source: "10.0.0.0/16" };
  const outcome = (more: object) =>
    line(
      groupOutcome({
        ...about,
        name: "photos-endpoint",
        given: [],
        group: "sg-1",
        clients: ["10.0.0.0/16"],
        rules: [rule],
        found,
        ...more,
      }),
    );
  expect(outcome({})).toBe(
    "ok: The security group photos-endpoint in eu-west-1 allows port 443 from its clients only.",
  );
  expect(outcome({ group: undefined })).toBe(
    `error: There is no security group photos-endpoint in eu-west-1. | ${AGAIN} creates it.`,
  );
  expect(outcome({ group: "sg-2" })).toBe(
    `error: The endpoint vpce-1 in eu-west-1 does not have the security group photos-endpoint (sg-2). | ${AGAIN} adds it.`,
  );
  expect(outcome({ rules: [] })).toBe(
    `error: The security group photos-endpoint in eu-west-1 does not allow port 443 from 10.0.0.0/16. | ${AGAIN} adds the rule.`,
  );
  expect(outcome({ rules: [rule, { ports: "tcp 22-22", source: "0.0.0.0/0" }] })).toBe(
    "warning: The security group photos-endpoint in eu-west-1 also allows tcp 22-22 from 0.0.0.0/0. | Remove the rules that you do not need.",
  );
  expect(outcome({ given: ["sg-1", "sg-3"] })).toBe(
    `error: The endpoint vpce-1 in eu-west-1 does not have the security groups sg-3. | ${AGAIN} adds them.`,
  );
});
