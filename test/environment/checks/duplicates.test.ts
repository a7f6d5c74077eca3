import { plus, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a duplicate entry",
    plus("replication: { prefixes: [a/, b/, a/] }\n"),
    `e.yaml:6:35  replication.prefixes[2]
  is a duplicate entry
  got:     a/
  allowed: each entry once
  fix:     remove one of the two`,
  ],
]);
