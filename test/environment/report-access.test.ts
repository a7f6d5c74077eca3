import { plus, removeFolders, testReports } from "./support";

afterAll(removeFolders);

const PRINCIPAL = `arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, or arn:aws:iam::ACCOUNT:root for a
           whole account`;

testReports([
  [
    "principals",
    plus(`access:
  readers:
    - arn:aws:sts::210987654321:assumed-role/App/session
    - "*"
    - "210987654321"
    - arn:aws-cn:iam::210987654321:role/App
    - arn:aws:iam::21098765432:role/App
    - arn:aws:iam::210987654321:group/Apps
    - arn:aws:iam
`),
    `e.yaml:8:7  access.readers[0]
  is not the ARN of an IAM role, user or account, but of one session of a role
  got:     arn:aws:sts::210987654321:assumed-role/App/session
  allowed: ${PRINCIPAL}
  fix:     write the role's ARN: "arn:aws:iam::210987654321:role/App" (with its path, if it has one)

e.yaml:9:7  access.readers[1]
  has a wildcard, and principals are named one by one
  got:     *
  allowed: ${PRINCIPAL}
  fix:     name each principal, or a whole account by arn:aws:iam::ACCOUNT:root; access.organization limits
           both

e.yaml:10:7  access.readers[2]
  is an account id and not an ARN
  got:     210987654321
  allowed: ${PRINCIPAL}
  fix:     write "arn:aws:iam::210987654321:root" for a whole account

e.yaml:11:7  access.readers[3]
  is not the ARN of an IAM role, user or account: it is in the partition "aws-cn"
  got:     arn:aws-cn:iam::210987654321:role/App
  allowed: ${PRINCIPAL}
  fix:     Multi-Region Access Points exist in the partition aws only: name a principal there

e.yaml:12:7  access.readers[4]
  is not the ARN of an IAM role, user or account: its account id is not 12 digits
  got:     arn:aws:iam::21098765432:role/App
  allowed: ${PRINCIPAL}
  fix:     copy the ARN from the IAM console

e.yaml:13:7  access.readers[5]
  is not the ARN of an IAM role, user or account, but of a group
  got:     arn:aws:iam::210987654321:group/Apps
  allowed: ${PRINCIPAL}
  fix:     name a role or the group's users

e.yaml:14:7  access.readers[6]
  is not the ARN of an IAM role, user or account: the ARN is incomplete
  got:     arn:aws:iam
  allowed: ${PRINCIPAL}
  fix:     copy the ARN from the IAM console`,
  ],
  [
    "a user as the role to assume",
    plus("assumeRole: arn:aws:iam::210987654321:user/me\n"),
    `e.yaml:6:13  assumeRole
  is not the ARN of an IAM role
  got:     arn:aws:iam::210987654321:user/me
  allowed: arn:aws:iam::ACCOUNT:role/NAME
  fix:     copy the role's ARN from the IAM console`,
  ],
  [
    "an organization and endpoints that are not there",
    plus("access: { organization: o-1, onlyFromEndpoints: true }\n"),
    `e.yaml:6:25  access.organization
  is not the id of an AWS organization
  got:     o-1
  allowed: "o-" and 10 to 32 lower-case letters and digits
  fix:     copy the "Organization ID" from the AWS Organizations console

e.yaml:6:49  access.onlyFromEndpoints
  would close the access point to everybody: no Region has a network, so there is no endpoint
  got:     true
  allowed: true only where a Region has a network
  fix:     give a Region a network, or leave out onlyFromEndpoints`,
  ],
  [
    "who is notified",
    plus(`monitoring:
  notify:
    - ops@example
    - arn:aws:sns:ap-south-1:210987654321:ops
    - arn:aws:sns:eu-west-1:210987654321:ops.fifo
    - arn:aws:sns:eu-west-1:2109876543210:ops
    - arn:aws:sns:eu-west-1:210987654321:ops:0123
`),
    `e.yaml:8:7  monitoring.notify[0]
  is neither an e-mail address nor the ARN of an SNS topic
  got:     ops@example
  allowed: an e-mail address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     write one address an entry, such as ops@example.com

e.yaml:9:7  monitoring.notify[1]
  is a topic in a Region without a bucket, and an alarm notifies topics of its own Region only
  got:     arn:aws:sns:ap-south-1:210987654321:ops
  allowed: a topic in eu-west-1, us-east-1, us-west-2
  fix:     name a topic in one of these Regions, or an e-mail address

e.yaml:10:7  monitoring.notify[2]
  is a FIFO topic, which neither e-mail nor S3's event notifications work with
  got:     arn:aws:sns:eu-west-1:210987654321:ops.fifo
  allowed: an e-mail address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     name a standard topic

e.yaml:11:7  monitoring.notify[3]
  is not the ARN of an SNS topic: its account id is not 12 digits
  got:     arn:aws:sns:eu-west-1:2109876543210:ops
  allowed: an e-mail address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     copy the topic's ARN from the SNS console

e.yaml:12:7  monitoring.notify[4]
  is not the ARN of an SNS topic, but of a subscription
  got:     arn:aws:sns:eu-west-1:210987654321:ops:0123
  allowed: an e-mail address, or arn:aws:sns:REGION:ACCOUNT:TOPIC
  fix:     leave out its last part`,
  ],
  [
    "more topics than an alarm has targets",
    plus(`monitoring:
  notify: ${JSON.stringify([1, 2, 3, 4, 5].map((n) => `arn:aws:sns:us-east-1:210987654321:ops${n}`))}
`),
    `e.yaml:7:180  monitoring.notify[4]
  is one topic too many in us-east-1: an alarm or an event rule has 5 targets, and one is the environment's
  own topic
  got:     arn:aws:sns:us-east-1:210987654321:ops5
  allowed: at most 4 topics in a Region
  fix:     subscribe the rest to one of these topics`,
  ],
  [
    "a topic in us-west-2, where nothing is announced",
    plus(`monitoring: { notify: ["arn:aws:sns:us-west-2:210987654321:ops"] }
failover: { announceChanges: false }
`),
    `e.yaml:6:24  monitoring.notify[0]
  is a topic in a Region without a bucket, and an alarm notifies topics of its own Region only
  got:     arn:aws:sns:us-west-2:210987654321:ops
  allowed: a topic in eu-west-1, us-east-1
  fix:     name a topic in one of these Regions, or an e-mail address`,
  ],
]);
