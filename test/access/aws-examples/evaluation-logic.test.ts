/** The examples of the IAM User Guide: "Policy evaluation logic" and "Cross-account policy evaluation logic". */
import { ACCOUNT, allowAll, decide, OTHER_ACCOUNT, policy, role, user } from "./support";

describe('IAM User Guide, "Policy evaluation logic"', () => {
  const carlos = user("carlos");
  const identity = [
    policy(
      {
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListAllMyBuckets"],
        Resource: "arn:aws:s3:::*",
      },
      { Effect: "Allow", Action: "s3:*", Resource: ["arn:aws:s3:::carlos/*", "arn:aws:s3:::carlos"] },
      { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::*log*" },
    ),
  ];
  const resource = policy({
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:user/carlos" },
    Action: "s3:*",
    Resource: ["arn:aws:s3:::carlos/*", "arn:aws:s3:::carlos"],
  });

  test("an explicit deny in the identity policy denies an upload to the bucket for logs", () => {
    expect(decide({ identity }, carlos, "s3:PutObject", "arn:aws:s3:::carlos-logs/file")).toBe(
      "explicit deny",
    );
  });

  test("the identity policy, the bucket policy or both allow an upload", () => {
    const upload = (policies: object) => decide(policies, carlos, "s3:PutObject", "arn:aws:s3:::carlos/file");
    expect(upload({ identity, resource })).toBe("allow");
    expect(upload({ identity })).toBe("allow");
    expect(upload({ resource })).toBe("allow");
    expect(upload({})).toBe("implicit deny");
  });

  test("an explicit deny wins, and everything that nothing allows is denied", () => {
    const iam = [
      policy(
        { Effect: "Allow", Action: ["iam:Get*", "iam:List*"], Resource: "*" },
        { Effect: "Deny", Action: "iam:*Report", Resource: "*" },
      ),
    ];
    const call = (action: string) => decide({ identity: iam }, carlos, action, "*");
    expect(call("iam:GetUser")).toBe("allow");
    expect(call("iam:CreatePolicy")).toBe("implicit deny");
    expect(call("iam:GetOrganizationsAccessReport")).toBe("explicit deny");
  });

  test("a permissions boundary limits a role that a resource's policy names, but not its session or a user", () => {
    const boundary = policy({ Effect: "Allow", Action: "ec2:*", Resource: "*" });
    const named = (arn: string) =>
      policy({ Effect: "Allow", Principal: { AWS: arn }, Action: "s3:GetObject", Resource: "*" });
    const call = (arn: string, principal = role("app")) =>
      decide({ boundary, resource: named(arn) }, principal, "s3:GetObject", "arn:aws:s3:::b/k");
    expect(call(`arn:aws:iam::${ACCOUNT}:role/app`)).toBe("implicit deny");
    expect(call(`arn:aws:sts::${ACCOUNT}:assumed-role/app/session`)).toBe("allow");
    expect(call(`arn:aws:iam::${ACCOUNT}:user/ana`, user("ana"))).toBe("allow");
    expect(decide({ boundary, identity: [allowAll] }, user("ana"), "s3:GetObject", "*")).toBe(
      "implicit deny",
    );
    expect(decide({ boundary, identity: [allowAll] }, user("ana"), "ec2:RunInstances", "*")).toBe("allow");
  });

  test("a service control policy limits every grant", () => {
    const serviceControl = [policy({ Effect: "Allow", Action: "ec2:*", Resource: "*" })];
    const grants = { identity: [allowAll], serviceControl };
    expect(decide(grants, carlos, "ec2:RunInstances", "*")).toBe("allow");
    expect(decide(grants, carlos, "s3:GetObject", "arn:aws:s3:::carlos/file")).toBe("implicit deny");
    expect(decide({ resource, serviceControl }, carlos, "s3:GetObject", "arn:aws:s3:::carlos/a")).toBe(
      "implicit deny",
    );
  });
});

describe('IAM User Guide, "Cross-account policy evaluation logic"', () => {
  const carlos = user("carlos", OTHER_ACCOUNT);
  const identity = [
    policy(
      { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
      { Effect: "Allow", Action: "s3:*Object*", Resource: "arn:aws:s3:::production/*" },
      { Effect: "Deny", Action: "s3:*", Resource: ["arn:aws:s3:::*log*", "arn:aws:s3:::*log*/*"] },
    ),
  ];
  const resource = policy({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:user/carlos` },
    Action: ["s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"],
    Resource: "arn:aws:s3:::production/*",
  });
  const object = "arn:aws:s3:::production/file";

  test("both accounts must allow the request", () => {
    expect(decide({ identity, resource }, carlos, "s3:PutObject", object)).toBe("allow");
    expect(decide({ identity }, carlos, "s3:PutObject", object)).toBe("implicit deny");
    expect(decide({ resource }, carlos, "s3:PutObject", object)).toBe("implicit deny");
    expect(decide({ identity, resource }, carlos, "s3:DeleteObject", object)).toBe("implicit deny");
  });

  test("an explicit deny in one account is enough", () => {
    expect(decide({ identity }, carlos, "s3:PutObject", "arn:aws:s3:::production-logs/file")).toBe(
      "explicit deny",
    );
  });
});
