import { load, plus, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "principals",
    plus(
      `access:\n  readers: ["arn:aws:sts::210987654321:assumed-role/App/session","arn:aws-cn:iam::210987654321:role/App","arn:aws:iam::21098765432:role/App","arn:aws:iam::000000000000:role/App","arn:aws:iam::210987654321:group/Apps","arn:aws:iam::210987654321:instance-profile/Web","arn:aws:iam","nobody","arn:aws:iam:us-east-1:210987654321:role/App","arn:aws:s3:::a-bucket"]\n`,
    ),
    `e.yaml:7:13  access.readers[0]
  is the ARN of a role session
  got:     arn:aws:sts::210987654321:assumed-role/App/session
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     write the ARN of the role: "arn:aws:iam::210987654321:role/App" (add the path if the role has one)

e.yaml:7:66  access.readers[1]
  is not the ARN of an IAM role, user or account in the partition aws: its partition is "aws-cn"
  got:     arn:aws-cn:iam::210987654321:role/App
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     use an ARN in the partition aws: Multi-Region Access Points exist only there

e.yaml:7:106  access.readers[2]
  is not the ARN of an IAM role, user or account: its account ID does not have 12 digits
  got:     arn:aws:iam::21098765432:role/App
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     copy the ARN from the IAM console

e.yaml:7:142  access.readers[3]
  is not the ARN of an IAM role, user or account: no AWS account has the ID 000000000000
  got:     arn:aws:iam::000000000000:role/App
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     copy the ARN from the IAM console

e.yaml:7:179  access.readers[4]
  is the ARN of an IAM group, which cannot be a principal
  got:     arn:aws:iam::210987654321:group/Apps
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     name a role, or each user of the group

e.yaml:7:218  access.readers[5]
  is the ARN of an instance profile
  got:     arn:aws:iam::210987654321:instance-profile/Web
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     write the ARN of its role

e.yaml:7:267  access.readers[6]
  is not the ARN of an IAM role, user or account: the ARN is incomplete
  got:     arn:aws:iam
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     copy the ARN from the IAM console

e.yaml:7:281  access.readers[7]
  is not the ARN of an IAM role, user or account
  got:     nobody
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     copy the ARN from the IAM console

e.yaml:7:290  access.readers[8]
  is not the ARN of an IAM role, user or account: IAM ARNs have no Region
  got:     arn:aws:iam:us-east-1:210987654321:role/App
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     remove "us-east-1"

e.yaml:7:336  access.readers[9]
  is not the ARN of an IAM role, user or account
  got:     arn:aws:s3:::a-bucket
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     copy the ARN from the IAM console`,
  ],
  [
    "wildcards in principals",
    plus(`access:\n  readers: ["arn:aws:iam::210987654321:role/*","arn:aws:iam::*:root"]\n`),
    `e.yaml:7:13  access.readers[0]
  contains a wildcard. AWS does not allow wildcards in the ARN of a principal
  got:     arn:aws:iam::210987654321:role/*
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     name each principal, or write the account ID to grant access to a whole account

e.yaml:7:48  access.readers[1]
  contains a wildcard. AWS does not allow wildcards in the ARN of a principal
  got:     arn:aws:iam::*:root
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     name each principal, or write the account ID to grant access to a whole account`,
  ],
  [
    "account IDs",
    plus(`access:\n  readers: ["21098765432","000000000000"]\n`),
    `e.yaml:7:13  access.readers[0]
  is not an account ID: an account ID has 12 digits
  got:     21098765432
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     copy the account ID from the AWS console

e.yaml:7:27  access.readers[1]
  is not an account ID: no AWS account has it
  got:     000000000000
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     copy the account ID from the AWS console`,
  ],
  [
    "names that IAM does not allow",
    plus(
      `access:\n  readers:\n    - arn:aws:iam::210987654321:role/Größe\n    - "arn:aws:iam::210987654321:user/${"$"}{aws:username}"\n`,
    ),
    `e.yaml:8:7  access.readers[0]
  is not the ARN of an IAM role, user or account: IAM names are ASCII only
  got:     arn:aws:iam::210987654321:role/Größe
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     copy the ARN from the IAM console

e.yaml:9:7  access.readers[1]
  is not the ARN of an IAM role, user or account: it contains a policy variable, which AWS does not replace
  here
  got:     arn:aws:iam::210987654321:user/\${aws:username}
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     write the name of the role or user`,
  ],
  [
    "a name that is too long",
    plus(`access: { writers: ["arn:aws:iam::210987654321:role/${"r".repeat(65)}"] }\n`),
    `e.yaml:6:21  access.writers[0]
  is not the ARN of an IAM role, user or account: the name has 65 characters, and IAM allows 64
  got:     arn:aws:iam::210987654321:role/rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr
  allowed: arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:user/NAME, an account ID in quotes, or "*"
           together with access.organization
  fix:     copy the ARN from the IAM console`,
  ],
  [
    "administrators",
    plus(
      'access:\n  administrators: ["210987654321", "arn:aws:iam::210987654321:role/*", "arn:aws:iam::*:role/Admin", "*", "arn:aws:iam::210987654321:role/a/**"]\n',
    ),
    `e.yaml:7:20  access.administrators[0]
  is an account ID. A Deny statement exempts ARNs of roles and users only
  got:     210987654321
  allowed: arn:aws:iam::ACCOUNT:role/NAME or arn:aws:iam::ACCOUNT:user/NAME, with * and ? allowed after role/
           or user/, or arn:aws:iam::ACCOUNT:root for the root user of an account
  fix:     name each role and user

e.yaml:7:36  access.administrators[1]
  has a name that consists of wildcards only, which would exempt everyone
  got:     arn:aws:iam::210987654321:role/*
  allowed: arn:aws:iam::ACCOUNT:role/NAME or arn:aws:iam::ACCOUNT:user/NAME, with * and ? allowed after role/
           or user/, or arn:aws:iam::ACCOUNT:root for the root user of an account
  fix:     write at least a part of the name

e.yaml:7:72  access.administrators[2]
  has a wildcard before the name
  got:     arn:aws:iam::*:role/Admin
  allowed: arn:aws:iam::ACCOUNT:role/NAME or arn:aws:iam::ACCOUNT:user/NAME, with * and ? allowed after role/
           or user/, or arn:aws:iam::ACCOUNT:root for the root user of an account
  fix:     write the partition and the account ID, and use wildcards only after role/ or user/

e.yaml:7:101  access.administrators[3]
  has a name that consists of wildcards only, which would exempt everyone
  got:     *
  allowed: arn:aws:iam::ACCOUNT:role/NAME or arn:aws:iam::ACCOUNT:user/NAME, with * and ? allowed after role/
           or user/, or arn:aws:iam::ACCOUNT:root for the root user of an account
  fix:     write at least a part of the name

e.yaml:7:106  access.administrators[4]
  has a name that consists of wildcards only, which would exempt everyone
  got:     arn:aws:iam::210987654321:role/a/**
  allowed: arn:aws:iam::ACCOUNT:role/NAME or arn:aws:iam::ACCOUNT:user/NAME, with * and ? allowed after role/
           or user/, or arn:aws:iam::ACCOUNT:root for the root user of an account
  fix:     write at least a part of the name`,
  ],
  [
    "a user as the role to assume",
    plus("assumeRole: arn:aws:iam::210987654321:user/me\n"),
    `e.yaml:6:13  assumeRole
  is not the ARN of an IAM role
  got:     arn:aws:iam::210987654321:user/me
  allowed: arn:aws:iam::ACCOUNT:role/NAME
  fix:     copy the ARN from the IAM console`,
  ],
  [
    "a role to assume in an account that does not exist",
    plus("assumeRole: arn:aws:iam::000000000000:role/Deploy\n"),
    `e.yaml:6:13  assumeRole
  is not the ARN of an IAM role: no AWS account has the ID 000000000000
  got:     arn:aws:iam::000000000000:role/Deploy
  allowed: arn:aws:iam::ACCOUNT:role/NAME
  fix:     copy the ARN from the IAM console`,
  ],
]);

test.each([
  [
    "roles, users, accounts and account IDs",
    plus(
      `access:\n  readers: ["arn:aws:iam::210987654321:role/team/App","arn:aws:iam::210987654321:user/a+b=c,d.e@f_g-h","arn:aws:iam::210987654322:root","123456789012"]\n`,
    ),
  ],
  [
    "administrators with wildcards in the name and in the path",
    plus(
      "access:\n  administrators:\n    - arn:aws:iam::210987654321:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*\n    - arn:aws:iam::210987654321:role/Ops?\n    - arn:aws:iam::210987654321:root\n",
    ),
  ],
  ["a role with a path to assume", plus("assumeRole: arn:aws:iam::210987654321:role/team/Deploy\n")],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});

test("an account ID becomes the ARN of the account", () => {
  expect(load(plus('access: { readers: ["123456789012"] }\n')).access.readers).toEqual([
    "arn:aws:iam::123456789012:root",
  ]);
});
