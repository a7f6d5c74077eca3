import { SHORTEST, plus, removeFolders, testReports } from "./support";

afterAll(removeFolders);

testReports([
  [
    "a missing key",
    SHORTEST.replace("name: my-mrap", "protect: true"),
    `e.yaml:1:1  name
  is missing
  allowed: 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     add name at the top of the file`,
  ],
  [
    "a Region without its bucket",
    SHORTEST.replace("bucket: two-in-virginia, ", ""),
    `e.yaml:4:3  regions.us-east-1.bucket
  is missing
  allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     add bucket under regions.us-east-1`,
  ],
  [
    "a section without its keys",
    plus("lifecycle:\n"),
    `e.yaml:6:1  lifecycle
  has no value
  got:     nothing
  allowed: a group of the keys abortIncompleteUploadsAfterDays, expireNoncurrentVersionsAfterDays
  fix:     write its keys below it, indented, or remove lifecycle to use the default`,
  ],
  [
    "a name that is a number in YAML",
    SHORTEST.replace("my-mrap", "0123"),
    `e.yaml:1:7  name
  is a number in YAML and must be a string
  got:     0123
  allowed: 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     put it in quotes: "0123"`,
  ],
  [
    "a state that is neither a bucket nor local",
    SHORTEST.replace("local", "Local"),
    `e.yaml:5:8  state
  must be an S3 bucket, a backend outside AWS or the word "local"
  got:     Local
  allowed: a group of the keys bucket, region, key, kmsKey; a group with one of the keys cloud, http, gcs,
           azurerm; or the word "local" for a trial
  fix:     did you mean "local"?`,
  ],
  [
    "a state in a file",
    SHORTEST.replace("local", "./terraform.tfstate"),
    `e.yaml:5:8  state
  must be an S3 bucket, a backend outside AWS or the word "local"
  got:     ./terraform.tfstate
  allowed: a group of the keys bucket, region, key, kmsKey; a group with one of the keys cloud, http, gcs,
           azurerm; or the word "local" for a trial
  fix:     write bucket and region below state, indented, or write "state: local" for a trial`,
  ],
  [
    "a backend that is not known",
    SHORTEST.replace("local", "{ consul: { path: photos } }"),
    `e.yaml:5:1  state
  must be an S3 bucket, a backend outside AWS or the word "local"
  got:     a group of the keys consul
  allowed: a group of the keys bucket, region, key, kmsKey; a group with one of the keys cloud, http, gcs,
           azurerm; or the word "local" for a trial
  fix:     write bucket and region below state, indented, or write "state: local" for a trial`,
  ],
  [
    "a backend as in Terraform",
    SHORTEST.replace("local", "{ s3: { bucket: a-state } }"),
    `e.yaml:5:1  state
  must be an S3 bucket, a backend outside AWS or the word "local"
  got:     a group of the keys s3
  allowed: a group of the keys bucket, region, key, kmsKey; a group with one of the keys cloud, http, gcs,
           azurerm; or the word "local" for a trial
  fix:     write bucket and region below state, indented, or write "state: local" for a trial`,
  ],
  [
    "a string instead of a list, and a list instead of a string",
    plus("replication: { prefixes: a/ }\nassumeRole: [a]\n"),
    `e.yaml:6:26  replication.prefixes
  must be a list
  got:     a/
  allowed: a list; each entry is a key prefix of 1 to 1024 bytes, such as "invoices/"
  fix:     put it in brackets: [a/]

e.yaml:7:1  assumeRole
  must be a single value
  got:     a list of 1 entry
  allowed: arn:aws:iam::ACCOUNT:role/NAME
  fix:     write one value after the key`,
  ],
  [
    "numbers",
    plus(
      'lifecycle: { abortIncompleteUploadsAfterDays: 0, expireNoncurrentVersionsAfterDays: 1.5 }\nmonitoring: { latencySeconds: -1, pendingBytes: "1_000", failedOperations: one }\n',
    ),
    `e.yaml:6:47  lifecycle.abortIncompleteUploadsAfterDays
  must be from 1 to 2147483647
  got:     0
  allowed: a whole number of days from 1 to 2147483647
  fix:     write 1, or remove the key to use the default, 7

e.yaml:6:85  lifecycle.expireNoncurrentVersionsAfterDays
  must be a whole number
  got:     1.5
  allowed: a whole number of days from 1 to 2147483647
  fix:     write 2, or remove the key to use the default, 90

e.yaml:7:31  monitoring.latencySeconds
  must be from 0 to 2147483647
  got:     -1
  allowed: a whole number of seconds from 0 to 2147483647
  fix:     write 0, or remove the key to use the default, 900

e.yaml:7:49  monitoring.pendingBytes
  must be a number
  got:     1_000
  allowed: a whole number of bytes from 0 to 9007199254740991
  fix:     write 1000, without quotes and separators

e.yaml:7:76  monitoring.failedOperations
  must be a number
  got:     one
  allowed: a whole number of operations from 1 to 2147483647
  fix:     write digits only, without quotes and without a unit`,
  ],
  [
    "a flag in quotes",
    plus('protect: "yes"\n'),
    `e.yaml:6:10  protect
  must be true or false
  got:     yes
  allowed: true, false
  fix:     write true, without quotes`,
  ],
]);
