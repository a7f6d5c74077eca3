import { dangers, harmless, judged, policy, type Edit, type Editor } from "./edits";

const BUCKET = "aws_s3_bucket_policy.eu_west_1";
const OWN = "arn:aws:iam::123456789012:";
const FOREIGN = "arn:aws:iam::999999999999:";
const OBJECTS = "arn:aws:s3:::orders-ireland/*";
const RUNBOOK = "aws_iam_role.runbook";

const grants =
  (statement: object) =>
  (plan: Editor): void =>
    plan.update(BUCKET, (after) =>
      policy(after, (all) => [
        ...all,
        { Sid: "New", Effect: "Allow", Action: "s3:GetObject", Resource: OBJECTS, ...statement },
      ]),
    );
const trusts =
  (statement: object) =>
  (plan: Editor): void =>
    plan.update(RUNBOOK, (after) =>
      policy(
        after,
        (all) => [...all, { Effect: "Allow", Action: "sts:AssumeRole", ...statement }],
        "assume_role_policy",
      ),
    );
/** The statement that denies requests without TLS. */
const denies =
  (edit: (statement: any) => void) =>
  (plan: Editor): void =>
    plan.update(BUCKET, (after) =>
      policy(after, (all) => {
        edit(all.find((each) => JSON.stringify(each).includes("SecureTransport")));
      }),
    );

/** A role with a permissions boundary gets another one. */
const bounded =
  (boundary: string) =>
  (plan: Editor): void =>
    plan.update(RUNBOOK, (after, change) => {
      change.before.permissions_boundary = `${OWN}policy/boundary`;
      after.permissions_boundary = boundary;
    });

test("a service that acts for a foreign account is shown as such", () => {
  const { causes } = judged(
    grants({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "999999999999" } },
    }),
  );
  expect(causes).toEqual([
    expect.stringContaining("Service cloudtrail.amazonaws.com (for another organization or account) gains "),
  ]);
});

describe("who gains what in a bucket policy", () => {
  dangers([
    ["a role of the own account", "warning policy-opened", grants({ Principal: { AWS: `${OWN}role/app` } })],
    [
      "a role of a foreign account",
      "danger policy-opened",
      grants({ Principal: { AWS: `${FOREIGN}role/app` } }),
    ],
    [
      "a foreign account by its number",
      "danger policy-opened",
      grants({ Principal: { AWS: "999999999999" } }),
    ],
    [
      "both at once",
      "danger policy-opened, warning policy-opened",
      grants({ Principal: { AWS: [`${OWN}role/app`, `${FOREIGN}root`] } }),
    ],
    [
      "a service for the own account",
      "warning policy-opened",
      grants({
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      }),
    ],
    ...[
      { "aws:SourceAccount": "999999999999" },
      { "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:999999999999:trail/x" },
      { "aws:SourceOrgID": "o-zzzzzzzzzz" },
    ].map((keys): Edit => [
      `a service under a condition that names another account: ${Object.keys(keys).join()}`,
      "danger policy-opened",
      grants({ Principal: { Service: "cloudtrail.amazonaws.com" }, Condition: { StringEquals: keys } }),
    ]),
    ["* in a list", "danger policy-opened", grants({ Principal: { AWS: [`${OWN}root`, "*"] } })],
    ["everyone but the account", "danger policy-opened", grants({ NotPrincipal: { AWS: `${OWN}root` } })],
    ["a canonical user", "danger policy-opened", grants({ Principal: { CanonicalUser: "79a59df9" } })],
    ["a deleted user's id", "danger policy-opened", grants({ Principal: { AWS: "AROAEXAMPLE" } })],
    [
      "a public identity provider",
      "danger policy-opened",
      grants({ Principal: { Federated: "cognito-identity.amazonaws.com" } }),
    ],
    ["a service", "warning policy-opened", grants({ Principal: { Service: "cloudfront.amazonaws.com" } })],
    [
      "all actions but one",
      "danger policy-opened",
      grants({ Action: undefined, NotAction: "s3:PutObject", Principal: { AWS: `${FOREIGN}root` } }),
    ],
    [
      "all resources but one",
      "danger policy-opened",
      grants({ Resource: undefined, NotResource: "arn:aws:s3:::x/*", Principal: "*" }),
    ],
  ]);
});

describe("* under conditions that anyone can meet", () => {
  const conditions: Record<string, object> = {
    TLS: { Bool: { "aws:SecureTransport": "true" } },
    "every address": { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
    "every address in halves": { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } },
    "every IPv6 address": { IpAddress: { "aws:SourceIp": "::/0" } },
    "private addresses of any VPC": { IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" } },
    "roles of every account": { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } },
    "a pattern in the account": { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::??????????12:role/x" } },
    "an organization, if there is one": { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    "another organization than that of the policies of today": {
      StringEquals: { "aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-foreign0001"] },
    },
    "a part of another organization": {
      "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-foreign0001/*" },
    },
    "any organization": { StringLike: { "aws:PrincipalOrgID": "o-*" } },
    "an organization at all": { Null: { "aws:PrincipalOrgID": "false" } },
    "every account but one": { StringNotEquals: { "aws:PrincipalAccount": "123456789012" } },
    ForAllValues: { "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": ["o-a1b2c3d4e5/*"] } },
    "any endpoint": { StringLike: { "aws:SourceVpce": "vpce-*" } },
    "any VPC": { StringEquals: { "s3:AccessPointNetworkOrigin": "VPC" } },
    "any access point": { StringLike: { "s3:DataAccessPointArn": "arn:aws:s3::*:accesspoint/*" } },
    "a foreign access point": { StringEquals: { "s3:DataAccessPointAccount": "999999999999" } },
    "a referer": { StringLike: { "aws:Referer": "https://example.com/*" } },
    "every address in blocks": {
      IpAddress: { "aws:SourceIp": Array.from({ length: 256 }, (_, i) => `${i}.0.0.0/8`) },
    },
    "the caller's own account": { StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalAccount}" } },
    "endpoints of another account": { StringEquals: { "aws:VpceAccount": "999999999999" } },
    "a tag of the principal": { StringEquals: { "aws:PrincipalTag/team": "x" } },
    "a tag of the object": { StringEquals: { "s3:ExistingObjectTag/public": "yes" } },
    MFA: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    "a date": { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } },
  };
  dangers(
    Object.entries(conditions).map(([name, Condition]): Edit => [
      name,
      "danger policy-opened",
      grants({ Principal: "*", Condition }),
    ]),
  );
});

describe("* under conditions that keep others out", () => {
  const conditions: Record<string, object> = {
    "the organization": { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    "an endpoint": { StringEquals: { "aws:SourceVpce": "vpce-0a1b2c3d" } },
    "the account": { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
    "a network": { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    "the account of the bucket": { StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } },
    "the organization of the bucket": { StringEquals: { "aws:ResourceOrgID": "${aws:PrincipalOrgID}" } },
    "endpoints of the organization": { StringEquals: { "aws:VpceOrgID": "o-a1b2c3d4e5" } },
    "endpoints of the account": { StringEquals: { "aws:VpceAccount": "123456789012" } },
    "roles of the account": { ArnLike: { "aws:PrincipalArn": `${OWN}role/x*` } },
    "access points of the account": { StringEquals: { "s3:DataAccessPointAccount": "123456789012" } },
  };
  dangers(
    Object.entries(conditions).map(([name, Condition]): Edit => [
      name,
      "warning policy-opened",
      grants({ Principal: "*", Condition }),
    ]),
  );
});

describe("Deny statements", () => {
  dangers([
    [
      "one is removed",
      "danger policy-condition-dropped",
      (plan) =>
        plan.update(BUCKET, (after) =>
          policy(after, (all) => all.filter((each) => !JSON.stringify(each).includes("SecureTransport"))),
        ),
    ],
    [
      "one gets a condition",
      "danger policy-condition-dropped",
      denies((each) => (each.Condition.StringEquals = { "aws:PrincipalAccount": "1" })),
    ],
    [
      "one is about fewer principals",
      "danger policy-condition-dropped",
      denies((each) => (each.Principal = { AWS: `${OWN}role/x` })),
    ],
    [
      "one is about fewer actions",
      "danger policy-condition-dropped",
      denies((each) => (each.Action = "s3:PutObject")),
    ],
    ["one becomes an Allow statement", "danger policy-opened", denies((each) => (each.Effect = "Allow"))],
    ["the policy is deleted", "danger policy-condition-dropped", (plan) => plan.remove(BUCKET)],
    [
      "one exempts every role of the account",
      "danger policy-condition-dropped",
      denies((each) => (each.Condition.ArnNotLike = { "aws:PrincipalArn": `${OWN}*` })),
    ],
  ]);
});

describe("other policies", () => {
  dangers([
    [
      "a topic",
      "danger trust-widened",
      (plan) =>
        plan.update("aws_sns_topic_policy.routing", (after) =>
          policy(after, (all) => [
            ...all,
            { Effect: "Allow", Principal: "*", Action: "sns:Subscribe", Resource: "*" },
          ]),
        ),
    ],
    [
      "a queue",
      "danger trust-widened",
      (plan) =>
        plan.update("aws_sqs_queue_policy.routing_undelivered", (after) =>
          policy(after, (all) => [
            ...all,
            {
              Effect: "Allow",
              Principal: { AWS: "999999999999" },
              Action: "sqs:ReceiveMessage",
              Resource: "*",
            },
          ]),
        ),
    ],
    ["the trust of a role", "danger trust-widened", trusts({ Principal: { AWS: `${FOREIGN}root` } })],
    [
      "trust in every project of a code host",
      "danger trust-widened",
      trusts({
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: `${OWN}oidc-provider/token.actions.githubusercontent.com` },
        Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" } },
      }),
    ],
    ...["repo:acme*", "repo:acme*/orders:*", "repo:a?me/orders:*"].map((sub): Edit => [
      `trust in the organizations of a code host that match ${sub}`,
      "danger trust-widened",
      trusts({
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: `${OWN}oidc-provider/token.actions.githubusercontent.com` },
        Condition: { StringLike: { "token.actions.githubusercontent.com:sub": sub } },
      }),
    ]),
    ...["repo:acme/*", "repo:acme/orders:*"].map((sub): Edit => [
      `trust in the projects of one organization that match ${sub}`,
      "warning trust-widened",
      trusts({
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: `${OWN}oidc-provider/token.actions.githubusercontent.com` },
        Condition: { StringLike: { "token.actions.githubusercontent.com:sub": sub } },
      }),
    ]),
    [
      "trust in one project of a code host",
      "warning trust-widened",
      trusts({
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: `${OWN}oidc-provider/token.actions.githubusercontent.com` },
        Condition: {
          StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/orders:ref:refs/heads/main" },
        },
      }),
    ],
    [
      "an access point",
      "danger policy-opened",
      (plan) =>
        plan.update("aws_s3control_multi_region_access_point_policy.this", (after) => {
          after.details[0].policy = JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
          });
        }),
    ],
    [
      "a regional access point",
      "danger policy-opened",
      (plan) =>
        plan.add("aws_s3control_access_point_policy", {
          after: {
            access_point_arn: "arn:aws:s3:eu-west-1:123456789012:accesspoint/x",
            policy: JSON.stringify({
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: "999999999999" },
                  Action: "s3:GetObject",
                  Resource: "*",
                },
              ],
            }),
          },
        }),
    ],
    [
      "a bucket of the Cloud Control provider",
      "danger policy-opened",
      (plan) =>
        plan.add("awscc_s3_bucket_policy", {
          after: {
            bucket: "orders-ireland",
            policy_document: JSON.stringify({
              Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
            }),
          },
        }),
    ],
    [
      "an endpoint",
      "danger policy-opened",
      (plan) => {
        plan.configured("aws_vpc_endpoint.eu_west_1").policy = {};
        plan.update("aws_vpc_endpoint.eu_west_1", (after) => {
          after.policy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
        });
      },
    ],
    ...[
      ["aws_s3tables_table_policy", "resource_policy", "policy-opened"],
      ["aws_media_store_container_policy", "policy", "policy-opened"],
      ["awscc_s3_access_point", "policy", "policy-opened"],
      ["awscc_iam_role", "assume_role_policy_document", "trust-widened"],
    ].map(([type = "", attribute = "", finding = ""]): Edit => [
      `a policy of a type without a finding of its own: ${type}`,
      `danger ${finding}`,
      (plan) =>
        plan.add(type, {
          actions: ["update"],
          before: { [attribute]: '{"Statement":[]}' },
          after: {
            [attribute]: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
          },
        }),
    ]),
    [
      "a statement in lower case",
      "danger policy-opened",
      (plan) =>
        plan.update(BUCKET, (after) =>
          policy(after, (all) => [
            ...all,
            { effect: "Allow", principal: "*", action: "s3:*", resource: "*" },
          ]),
        ),
    ],
    [
      "a policy that one resource attaches to several roles",
      "danger permissions-widened",
      (plan) =>
        plan.add("aws_iam_policy_attachment", {
          after: {
            roles: ["orders-failover"],
            users: [],
            groups: [],
            policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
          },
        }),
    ],
    [
      "an exclusive list of a role's managed policies",
      "danger permissions-widened",
      (plan) =>
        plan.add("aws_iam_role_policy_attachments_exclusive", {
          after: {
            role_name: "orders-failover",
            policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
          },
        }),
    ],
    [
      "the inline policy of a role",
      "danger permissions-widened",
      (plan) =>
        plan.update("aws_iam_role_policy.runbook", (after) =>
          policy(after, (all) => [...all, { Effect: "Allow", Action: "*", Resource: "*" }]),
        ),
    ],
    [
      "a managed policy of AWS",
      "danger permissions-widened",
      (plan) =>
        plan.add("aws_iam_role_policy_attachment", {
          after: { role: "orders-failover", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
        }),
    ],
    [
      "a smaller managed policy of AWS",
      "warning permissions-widened",
      (plan) =>
        plan.add("aws_iam_role_policy_attachment", {
          after: { role: "orders-failover", policy_arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" },
        }),
    ],
    [
      "a permissions boundary that is removed",
      "warning permissions-widened",
      (plan) =>
        plan.update(RUNBOOK, (after, change) => {
          change.before.permissions_boundary = `${OWN}policy/boundary`;
          after.permissions_boundary = null;
        }),
    ],
    ["another permissions boundary", "warning permissions-widened", bounded(`${OWN}policy/wide`)],
    [
      "a permissions boundary that allows everything",
      "danger permissions-widened",
      bounded("arn:aws:iam::aws:policy/AdministratorAccess"),
    ],
    [
      "a Deny statement allows deletes, and continues to deny uploads",
      "danger policy-condition-dropped",
      (plan) =>
        plan.update("aws_s3_bucket_policy.eu_west_1", (after, { before }) => {
          const deny = (...actions: string[]): object => ({
            Effect: "Deny",
            Principal: "*",
            NotAction: actions,
            Resource: "arn:aws:s3:::orders-ireland/*",
          });
          policy(before, (all) => [...all, deny("s3:GetObject")]);
          policy(after, (all) => [...all, deny("s3:GetObject", "s3:DeleteObject")]);
        }),
    ],
  ]);
});

describe("the same effect, or less access", () => {
  const becomes =
    (before: object[], after: object[]) =>
    (plan: Editor): void =>
      plan.update(BUCKET, (value, change) => {
        change.before.policy = JSON.stringify({ Version: "2012-10-17", Statement: before });
        value.policy = JSON.stringify({ Version: "2012-10-17", Statement: after });
      });
  const allow = { Effect: "Allow", Principal: { AWS: `${OWN}role/a` }, Resource: OBJECTS };
  const deny = {
    Effect: "Deny",
    Principal: "*",
    Resource: OBJECTS,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const ORGANIZATION = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
  const under = (Condition: object): object[] => [
    { Sid: "A", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: OBJECTS, Condition },
  ];
  const tls = (version: string): object[] => [
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: OBJECTS,
      Condition: { NumericLessThan: { "s3:TlsVersion": version } },
    },
  ];
  harmless([
    [
      "two statements are merged",
      becomes(
        [
          { ...allow, Action: "s3:GetObject" },
          { ...allow, Action: "s3:PutObject" },
        ],
        [{ ...allow, Action: ["s3:PutObject", "s3:GetObject"] }],
      ),
    ],
    [
      "principals are merged",
      becomes(
        [
          { ...allow, Action: "s3:GetObject" },
          { ...allow, Principal: { AWS: `${OWN}role/b` }, Action: "s3:GetObject" },
        ],
        [{ ...allow, Principal: { AWS: [`${OWN}role/b`, `${OWN}role/a`] }, Action: "s3:GetObject" }],
      ),
    ],
    [
      "a Deny statement is split",
      becomes(
        [{ ...deny, Action: ["s3:GetObject", "s3:PutObject"] }],
        [
          { ...deny, Action: "s3:PutObject" },
          { ...deny, Action: ["s3:GetObject"] },
        ],
      ),
    ],
    [
      "a pattern is replaced by the actions that are needed",
      becomes([{ ...allow, Action: "s3:*" }], [{ ...allow, Action: ["s3:GetObject", "s3:ListBucket"] }]),
    ],
    [
      "two spellings of an account",
      becomes(
        [{ ...allow, Principal: { AWS: "123456789012" }, Action: "s3:GetObject" }],
        [{ ...allow, Principal: { AWS: [`${OWN}root`] }, Action: "s3:GetObject" }],
      ),
    ],
    [
      "a narrower CIDR block",
      becomes(
        under({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
        under({ IpAddress: { "aws:SourceIp": ["203.0.113.0/26", "203.0.113.64/26"] } }),
      ),
    ],
    [
      "a lower number",
      becomes(
        under({ ...ORGANIZATION, NumericLessThan: { "s3:max-keys": "100" } }),
        under({ ...ORGANIZATION, NumericLessThan: { "s3:max-keys": "10" } }),
      ),
    ],
    [
      "an earlier date",
      becomes(
        under({ ...ORGANIZATION, DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } }),
        under({ ...ORGANIZATION, DateLessThan: { "aws:CurrentTime": "2029-01-01T00:00:00Z" } }),
      ),
    ],
    [
      "a higher TLS version is allowed",
      becomes(
        under({ ...ORGANIZATION, NumericGreaterThanEquals: { "s3:TlsVersion": "1.2" } }),
        under({ ...ORGANIZATION, NumericGreaterThanEquals: { "s3:TlsVersion": "1.3" } }),
      ),
    ],
    ["a lower TLS version is denied", becomes(tls("1.2"), tls("1.3"))],
    [
      "two CIDR blocks are consolidated",
      becomes(
        under({ IpAddress: { "aws:SourceIp": ["203.0.113.0/25", "203.0.113.128/25"] } }),
        under({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
      ),
    ],
    [
      "two denied CIDR blocks are consolidated",
      becomes(
        under({ ...ORGANIZATION, NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
        under({ ...ORGANIZATION, NotIpAddress: { "aws:SourceIp": ["203.0.113.0/25", "203.0.113.128/25"] } }),
      ),
    ],
    [
      "another spelling of false",
      becomes(
        [{ ...deny, Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "False" } } }],
        [{ ...deny, Action: "s3:*" }],
      ),
    ],
    [
      "a shorter validity of signatures",
      becomes(
        [{ ...deny, Action: "s3:*", Condition: { NumericGreaterThan: { "s3:signatureAge": "600000" } } }],
        [{ ...deny, Action: "s3:*", Condition: { NumericGreaterThan: { "s3:signatureAge": "60000" } } }],
      ),
    ],
    [
      "another case of a key",
      becomes(under(ORGANIZATION), under({ StringEquals: { "aws:principalorgid": ["o-a1b2c3d4e5"] } })),
    ],
    [
      "statements in another order",
      (plan) => plan.update(BUCKET, (after) => policy(after, (all) => [...all].reverse())),
    ],
  ]);
  dangers([
    [
      "a lower TLS version is accepted again",
      "danger policy-condition-dropped",
      becomes(tls("1.3"), tls("1.2")),
    ],
    [
      "a wider CIDR block",
      "warning policy-condition-dropped",
      becomes(
        under({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
        under({ IpAddress: { "aws:SourceIp": "203.0.0.0/16" } }),
      ),
    ],
  ]);
});

test("a list that is cut shows the most dangerous actions first, and never cuts them", () => {
  const reads = ["s3:GetObject", "s3:GetObjectTagging", "s3:ListBucket", "s3:GetObjectVersion"];
  const { causes } = judged(
    grants({
      Principal: { AWS: `${FOREIGN}root` },
      Action: [...reads, "s3:PutBucketPolicy", "s3:DeleteBucket", "s3:PutReplicationConfiguration"],
    }),
  );
  expect(causes[0]).toContain(
    "gains s3:PutBucketPolicy, s3:DeleteBucket, s3:PutReplicationConfiguration, s3:GetObject on",
  );
});

test("the gain that reaches farthest comes first", () => {
  const { causes } = judged((plan) => {
    grants({ Sid: "Partner", Principal: { AWS: `${FOREIGN}root` }, Action: "s3:PutObject" })(plan);
    plan.update("aws_s3_bucket_policy.eu_central_1", (after) =>
      policy(after, (all) => [
        ...all,
        { Effect: "Allow", Principal: "*", Action: "s3:List*", Resource: "*" },
      ]),
    );
  });
  expect(causes.map((cause) => /policy: (\S+) .* gains/.exec(cause)?.[1])).toEqual(["*", `${FOREIGN}root`]);
});
