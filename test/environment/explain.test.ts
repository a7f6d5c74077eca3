import { plus, region, removeFolders, state, testReports } from "./support";

afterAll(removeFolders);

testReports([
  [
    "an unknown key that resembles a known one",
    plus("replicaton: {}\n"),
    `e.yaml:6:1  replicaton
  is not a known key
  got:     replicaton
  allowed: name, regions, previous, state, replication, encryption, lifecycle, access, accessLogs, monitoring,
           failover, repair, objectLock, accessPoint, protect, iam, assumeRole, tags
  fix:     did you mean "replication"?`,
  ],
  [
    "a key that belongs elsewhere",
    plus("prefixes: [a]\n"),
    `e.yaml:6:1  prefixes
  is not a known key
  got:     prefixes
  allowed: name, regions, previous, state, replication, encryption, lifecycle, access, accessLogs, monitoring,
           failover, repair, objectLock, accessPoint, protect, iam, assumeRole, tags
  fix:     move it under replication`,
  ],
  [
    "an unknown key that resembles nothing",
    region("zzzzzzzz: 1"),
    `e.yaml:3:40  regions.eu-west-1.zzzzzzzz
  is not a known key
  got:     zzzzzzzz
  allowed: bucket, routing, network, adopt
  fix:     remove it, or write one of the allowed keys`,
  ],
  [
    "an unknown value that resembles an allowed one",
    region("routing: Active"),
    `e.yaml:3:49  regions.eu-west-1.routing
  is not an allowed value
  got:     Active
  allowed: active, passive
  fix:     did you mean "active"?`,
  ],
  [
    "an unknown key of the state",
    state("bucket: a-state, region: eu-west-1, table: locks"),
    `e.yaml:5:46  state.table
  is not a known key
  got:     table
  allowed: bucket, region, key, kmsKey, cloud, http, gcs, azurerm
  fix:     remove it, or write one of the allowed keys`,
  ],
]);
