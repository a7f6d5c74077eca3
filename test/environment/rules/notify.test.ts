import { load, plus, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "email addresses that SNS rejects",
    plus(
      'monitoring:\n  notify: ["ops@example","größe@example.com","a..b@example.com",".a@example.com","a@-example.com","a@example.123","Ops <ops@example.com>","a b@example.com","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@example.com"]\n',
    ),
    `e.yaml:7:12  monitoring.notify[0]
  is not an email address that SNS accepts, and not the ARN of an SNS topic
  got:     ops@example
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address in each entry, such as ops@example.com

e.yaml:7:26  monitoring.notify[1]
  is not an email address that SNS accepts, and not the ARN of an SNS topic
  got:     größe@example.com
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address in each entry, such as ops@example.com

e.yaml:7:46  monitoring.notify[2]
  is not an email address that SNS accepts, and not the ARN of an SNS topic
  got:     a..b@example.com
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address in each entry, such as ops@example.com

e.yaml:7:65  monitoring.notify[3]
  is not an email address that SNS accepts, and not the ARN of an SNS topic
  got:     .a@example.com
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address in each entry, such as ops@example.com

e.yaml:7:82  monitoring.notify[4]
  is not an email address that SNS accepts, and not the ARN of an SNS topic
  got:     a@-example.com
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address in each entry, such as ops@example.com

e.yaml:7:99  monitoring.notify[5]
  is not an email address that SNS accepts, and not the ARN of an SNS topic
  got:     a@example.123
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address in each entry, such as ops@example.com

e.yaml:7:115  monitoring.notify[6]
  is not an email address that SNS accepts, and not the ARN of an SNS topic
  got:     Ops <ops@example.com>
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address in each entry, such as ops@example.com

e.yaml:7:139  monitoring.notify[7]
  is not an email address that SNS accepts, and not the ARN of an SNS topic
  got:     a b@example.com
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address in each entry, such as ops@example.com

e.yaml:7:157  monitoring.notify[8]
  is not an email address that SNS accepts, and not the ARN of an SNS topic
  got:     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@example.com
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address in each entry, such as ops@example.com`,
  ],
  [
    "topics",
    plus(
      'monitoring:\n  notify: ["arn:aws:sns:eu-west-1:210987654321:ops.fifo","arn:aws:sns:eu-west-1:2109876543210:ops","arn:aws:sns:eu-west-1:000000000000:ops","arn:aws:sns:eu-west-1:210987654321:ops:0123","arn:aws:sqs:eu-west-1:210987654321:ops","arn:aws:sns"]\n',
    ),
    `e.yaml:7:12  monitoring.notify[0]
  is a FIFO topic. CloudWatch alarms cannot notify the email addresses of a FIFO topic
  got:     arn:aws:sns:eu-west-1:210987654321:ops.fifo
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     name a standard topic

e.yaml:7:58  monitoring.notify[1]
  is not the ARN of an SNS topic: its account ID does not have 12 digits
  got:     arn:aws:sns:eu-west-1:2109876543210:ops
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     copy the ARN of the topic from the SNS console

e.yaml:7:100  monitoring.notify[2]
  is not the ARN of an SNS topic: no AWS account has the ID 000000000000
  got:     arn:aws:sns:eu-west-1:000000000000:ops
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     copy the ARN of the topic from the SNS console

e.yaml:7:141  monitoring.notify[3]
  is the ARN of a subscription
  got:     arn:aws:sns:eu-west-1:210987654321:ops:0123
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     remove its last part

e.yaml:7:187  monitoring.notify[4]
  is not the ARN of an SNS topic
  got:     arn:aws:sqs:eu-west-1:210987654321:ops
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     copy the ARN of the topic from the SNS console

e.yaml:7:228  monitoring.notify[5]
  is not the ARN of an SNS topic: the ARN is incomplete
  got:     arn:aws:sns
  allowed: an email address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     copy the ARN of the topic from the SNS console`,
  ],
]);

test.each([
  [
    "addresses and topics",
    plus(
      'monitoring:\n  notify: ["a+b.c_d-e@mail.example-1.co.uk","o\'neil@example.com","arn:aws:sns:eu-west-1:210987654321:On_call-1"]\n',
    ),
  ],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
