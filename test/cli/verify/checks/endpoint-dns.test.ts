import { dnsOutcome, isPrivate } from "../../../../cli/verify/checks/endpoint-dns";
import { line } from "./outcomes";

const host = "m.mrap.accesspoint.s3-global.amazonaws.com";
const endpoints = [{ id: "vpce-1", region: "eu-west-1", addresses: ["10.0.0.7", "10.0.1.7"] }];

test("only the addresses of an endpoint confirm the private name", () => {
  expect(line(dnsOutcome({ host, addresses: ["10.0.0.7"], endpoints }))).toBe(
    `ok: ${host} resolves to the endpoint vpce-1 in eu-west-1.`,
  );
  expect(line(dnsOutcome({ host, addresses: ["10.0.0.7", "10.9.9.9"], endpoints }))).toBe(
    `not known: ${host} resolves to private addresses (10.0.0.7, 10.9.9.9) that are not of an endpoint of this environment. | Check the DNS of this network: another endpoint or a proxy answers. Run the command on a computer in the VPC of an endpoint.`,
  );
});

test("outside the VPC nothing is known", () => {
  expect(line(dnsOutcome({ host, addresses: ["52.1.2.3"], endpoints: [] }))).toBe(
    `not known: ${host} resolves to public addresses here, so this computer does not use an endpoint. | Run the command on a computer in the VPC of an endpoint.`,
  );
  expect(line(dnsOutcome({ host, addresses: [], endpoints: [] }))).toBe(
    `not known: This computer cannot resolve ${host}. | Check the DNS of this computer.`,
  );
});

test.each([
  ["10.1.2.3", true],
  ["172.16.0.1", true],
  ["172.32.0.1", false],
  ["192.168.1.1", true],
  ["100.64.0.1", true],
  ["52.216.0.1", false],
])("%s is private: %s", (address, expected) => {
  expect(isPrivate(address)).toBe(expected);
});
