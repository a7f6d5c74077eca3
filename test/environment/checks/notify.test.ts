import { load, plus, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a topic in a Region without a bucket",
    plus('monitoring:\n  notify: ["arn:aws:sns:ap-south-1:210987654321:ops"]\n'),
    `e.yaml:7:12  monitoring.notify[0]
  is a topic in a Region without a bucket. An alarm notifies only topics in its own Region
  got:     arn:aws:sns:ap-south-1:210987654321:ops
  allowed: a topic in eu-west-1, us-east-1, us-west-2
  fix:     name a topic in one of these Regions, or an email address`,
  ],
  [
    "more topics than an alarm has targets",
    plus(
      'monitoring:\n  notify: ["arn:aws:sns:us-east-1:210987654321:ops1","arn:aws:sns:us-east-1:210987654321:ops2","arn:aws:sns:us-east-1:210987654321:ops3","arn:aws:sns:us-east-1:210987654321:ops4","arn:aws:sns:us-east-1:210987654321:ops5"]\n',
    ),
    `e.yaml:7:180  monitoring.notify[4]
  is one topic too many in us-east-1. An alarm or event rule has at most 5 targets, and one of them is the
  topic that this environment creates
  got:     arn:aws:sns:us-east-1:210987654321:ops5
  allowed: at most 4 topics in each Region
  fix:     subscribe the others to one of these topics`,
  ],
  [
    "a topic in us-west-2 without notifications of routing changes",
    plus(
      'monitoring: { notify: ["arn:aws:sns:us-west-2:210987654321:ops"] }\nfailover: { announceChanges: false }\n',
    ),
    `e.yaml:6:24  monitoring.notify[0]
  is a topic in a Region without a bucket. An alarm notifies only topics in its own Region
  got:     arn:aws:sns:us-west-2:210987654321:ops
  allowed: a topic in eu-west-1, us-east-1
  fix:     name a topic in one of these Regions, or an email address`,
  ],
  [
    "a topic in a Region that does not exist",
    plus('monitoring:\n  notify: ["arn:aws:sns:eu-wst-1:210987654321:ops"]\n'),
    `e.yaml:7:12  monitoring.notify[0]
  is a topic in a Region without a bucket. An alarm notifies only topics in its own Region
  got:     arn:aws:sns:eu-wst-1:210987654321:ops
  allowed: a topic in eu-west-1, us-east-1, us-west-2
  fix:     name a topic in one of these Regions, or an email address`,
  ],
]);

test.each([
  ["a topic in us-west-2", plus('monitoring:\n  notify: ["arn:aws:sns:us-west-2:210987654321:ops"]\n')],
  [
    "four topics in a Region",
    plus(
      'monitoring:\n  notify: ["arn:aws:sns:us-east-1:210987654321:ops1","arn:aws:sns:us-east-1:210987654321:ops2","arn:aws:sns:us-east-1:210987654321:ops3","arn:aws:sns:us-east-1:210987654321:ops4"]\n',
    ),
  ],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
