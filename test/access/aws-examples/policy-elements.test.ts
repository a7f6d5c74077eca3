/** Examples of the IAM User Guide for the elements of a policy. */
import { ACCOUNT, allowAll, anonymous, decide, OTHER_ACCOUNT, policy, role, service, user } from "./support";

describe('IAM User Guide, "AWS JSON policy elements: Principal"', () => {
  const object = "arn:aws:s3:::b/k";
  const get = (Principal: any, principal = user("ana"), identity = [] as any[]) =>
    decide(
      { identity, resource: policy({ Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "*" }) },
      principal,
      "s3:GetObject",
      object,
    );

  test("an account delegates to its identity policies, as an ARN or as an ID", () => {
    for (const account of [ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`]) {
      expect(get({ AWS: account })).toBe("implicit deny");
      expect(get({ AWS: account }, user("ana"), [allowAll])).toBe("allow");
    }
    expect(get({ AWS: OTHER_ACCOUNT }, user("ana", OTHER_ACCOUNT), [allowAll])).toBe("allow");
    expect(get({ AWS: OTHER_ACCOUNT }, user("ana", OTHER_ACCOUNT))).toBe("implicit deny");
    expect(get({ AWS: OTHER_ACCOUNT })).toBe("implicit deny");
  });

  test("a wildcard allows everyone, and another account still needs an identity policy", () => {
    for (const everyone of ["*", { AWS: "*" }]) {
      expect(get(everyone, anonymous)).toBe("allow");
      expect(get(everyone)).toBe("allow");
      expect(get(everyone, user("ana", OTHER_ACCOUNT))).toBe("implicit deny");
      expect(get(everyone, user("ana", OTHER_ACCOUNT), [allowAll])).toBe("allow");
    }
  });

  test("a service is named by its service principal, and a wildcard in a name matches nothing", () => {
    expect(get({ Service: ["ecs.amazonaws.com"] }, service("ecs.amazonaws.com"))).toBe("allow");
    expect(get({ Service: ["ecs.amazonaws.com"] }, service("ec2.amazonaws.com"))).toBe("implicit deny");
    expect(get({ AWS: `arn:aws:iam::${ACCOUNT}:user/*` })).toBe("implicit deny");
  });

  test("a role is named by its own ARN or by the ARN of the session", () => {
    expect(get({ AWS: `arn:aws:iam::${ACCOUNT}:role/app` }, role("app"))).toBe("allow");
    expect(get({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/app/session` }, role("app"))).toBe("allow");
    expect(get({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/app/other` }, role("app"))).toBe("implicit deny");
  });

  test("ArnNotEquals with aws:PrincipalArn denies everyone but one user", () => {
    const bob = `arn:aws:iam::${OTHER_ACCOUNT}:user/bob`;
    const resource = policy(
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::b/*", "arn:aws:s3:::b"],
        Condition: { ArnNotEquals: { "aws:PrincipalArn": bob } },
      },
      { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" },
    );
    const read = (name: string) =>
      decide({ identity: [allowAll], resource }, user(name, OTHER_ACCOUNT), "s3:GetObject", object, {
        "aws:PrincipalArn": `arn:aws:iam::${OTHER_ACCOUNT}:user/${name}`,
      });
    expect(read("bob")).toBe("allow");
    expect(read("eve")).toBe("explicit deny");
    expect(decide({ resource }, anonymous, "s3:GetObject", object)).toBe("explicit deny");
  });
});

describe('IAM User Guide, "AWS JSON policy elements: NotPrincipal"', () => {
  const deny = (...AWS: string[]) =>
    policy({ Effect: "Deny", NotPrincipal: { AWS }, Action: "s3:*", Resource: "*" });
  const call = (resource: any, principal: any) =>
    decide({ identity: [allowAll], resource }, principal, "s3:GetObject", "arn:aws:s3:::b/k");

  test("the user and its account are exempt together, and no other user of the account", () => {
    const bob = `arn:aws:iam::${ACCOUNT}:user/bob`;
    const both = deny(bob, `arn:aws:iam::${ACCOUNT}:root`);
    expect(call(both, user("bob"))).toBe("allow");
    expect(call(both, user("eve"))).toBe("explicit deny");
    expect(call(deny(bob), user("bob"))).toBe("explicit deny");
  });

  test("a role session needs the session, the role and the account in the list", () => {
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/audit/session`;
    const audit = `arn:aws:iam::${ACCOUNT}:role/audit`;
    expect(call(deny(session, audit, `arn:aws:iam::${ACCOUNT}:root`), role("audit"))).toBe("allow");
    expect(call(deny(session, `arn:aws:iam::${ACCOUNT}:root`), role("audit"))).toBe("explicit deny");
  });
});

describe('IAM User Guide, "NotAction", "NotResource" and "Resource"', () => {
  test("NotAction allows every action of S3 but one", () => {
    const identity = [policy({ Effect: "Allow", NotAction: "s3:DeleteBucket", Resource: "arn:aws:s3:::*" })];
    expect(decide({ identity }, user("ana"), "s3:GetObject", "arn:aws:s3:::b/k")).toBe("allow");
    expect(decide({ identity }, user("ana"), "s3:DeleteBucket", "arn:aws:s3:::b")).toBe("implicit deny");
  });

  test("NotResource denies everything but one bucket", () => {
    const identity = [
      policy(
        { Effect: "Allow", Action: "s3:*", Resource: "*" },
        { Effect: "Deny", Action: "s3:*", NotResource: ["arn:aws:s3:::hr", "arn:aws:s3:::hr/*"] },
      ),
    ];
    expect(decide({ identity }, user("ana"), "s3:GetObject", "arn:aws:s3:::hr/pay")).toBe("allow");
    expect(decide({ identity }, user("ana"), "s3:GetObject", "arn:aws:s3:::it/pay")).toBe("explicit deny");
  });

  test("actions ignore case, ARNs do not, and a wildcard matches no colon between two parts", () => {
    const call = (Action: string, Resource: string) =>
      decide(
        { identity: [policy({ Effect: "Allow", Action, Resource })] },
        user("ana"),
        "sqs:SendMessage",
        "arn:aws:sqs:eu-west-1:111122223333:orders",
      );
    expect(call("SQS:sendmessage", "arn:aws:sqs:eu-west-1:111122223333:orders")).toBe("allow");
    expect(call("sqs:Send*", "arn:aws:sqs:eu-*:111122223333:order?")).toBe("allow");
    expect(call("sqs:*", "arn:aws:sqs:eu-west-1:111122223333:Orders")).toBe("implicit deny");
    expect(call("sqs:*", "arn:aws:sqs:*:orders")).toBe("implicit deny");
  });
});
