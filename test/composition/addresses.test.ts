import { address } from "../../composition/addresses";

test.each([
  [["Buckets", "ap-south-1", "Versioning"], "ap_south_1"],
  [["Replication", "ap-south-1", "replication", "trust"], "ap_south_1_replication_trust"],
  [["Endpoints", "ap-south-1", "from-10.0.0.0/16"], "ap_south_1_from_10_0_0_0_16"],
  [["AccessPoint", "Resource"], "this"],
  [["current"], "current"],
])("%j has the label %s", (path, label) => {
  expect(address(path)).toBe(label);
});
