import { load, plus, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a path without a slash at the end",
    plus("iam: { path: /team }\n"),
    `e.yaml:6:14  iam.path
  is not a path for IAM roles
  got:     /team
  allowed: a path such as "/" or "/platform/storage/", at most 512 ASCII characters without spaces
  fix:     did you mean "/team/"?`,
  ],
  [
    "a path with a space",
    plus("iam: { path: '/a b/' }\n"),
    `e.yaml:6:14  iam.path
  is not a path for IAM roles
  got:     /a b/
  allowed: a path such as "/" or "/platform/storage/", at most 512 ASCII characters without spaces
  fix:     write such a path`,
  ],
  [
    "a path that is too long",
    plus(`iam: { path: /${"p".repeat(512)}/ }\n`),
    `e.yaml:6:14  iam.path
  has 514 characters
  got:     /ppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp…
           (514 characters)
  allowed: a path such as "/" or "/platform/storage/", at most 512 ASCII characters without spaces
  fix:     shorten it`,
  ],
  [
    "a role as a permissions boundary",
    plus("iam: { permissionsBoundary: 'arn:aws:iam::210987654321:role/Limit' }\n"),
    `e.yaml:6:29  iam.permissionsBoundary
  is not the ARN of an IAM policy
  got:     arn:aws:iam::210987654321:role/Limit
  allowed: arn:aws:iam::ACCOUNT:policy/NAME, or arn:aws:iam::aws:policy/NAME for a policy of AWS
  fix:     copy the ARN from the IAM console`,
  ],
  [
    "another Region to announce from",
    plus("failover: { announceFrom: eu-west-1 }\n"),
    `e.yaml:6:27  failover.announceFrom
  is not an allowed value
  got:     eu-west-1
  allowed: all, us-west-2
  fix:     did you mean "us-west-2"?`,
  ],
]);

test.each([
  [
    "a path and a permissions boundary",
    plus(
      "iam: { path: /team/storage/, permissionsBoundary: 'arn:aws:iam::aws:policy/job-function/Limit' }\n",
    ),
  ],
  ["one Region to announce from", plus("failover: { announceFrom: us-west-2 }\n")],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
