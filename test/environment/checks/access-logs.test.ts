import { load, plus, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a Region that is not a member",
    plus("accessLogs: { us-west-2: my-logs }\n"),
    `e.yaml:6:15  accessLogs.us-west-2
  is not a Region of this environment
  got:     us-west-2
  allowed: eu-west-1, us-east-1
  fix:     remove it, or name a Region of this environment`,
  ],
  [
    "a member bucket",
    plus("accessLogs: { eu-west-1: two-in-virginia }\n"),
    `e.yaml:6:26  accessLogs.eu-west-1
  is also the member bucket in us-east-1. Its access logs would be replicated and logged again
  got:     two-in-virginia
  allowed: an existing bucket in eu-west-1 that is not a member
  fix:     name another bucket for the logs`,
  ],
  [
    "one log bucket for two Regions",
    plus("accessLogs: { eu-west-1: my-logs, us-east-1: my-logs }\n"),
    `e.yaml:6:46  accessLogs.us-east-1
  is also the log bucket of eu-west-1. A log bucket must be in the Region of the bucket
  got:     my-logs
  allowed: an existing bucket in us-east-1 that is not a member
  fix:     name another bucket for the logs`,
  ],
]);

test.each([["log buckets in some of the Regions", plus("accessLogs: { eu-west-1: my-logs }\n")]])(
  "accepts %s",
  (_what, text) => {
    expect(load(text).name).toBeDefined();
  },
);
