import { dangers, harmless, judged, policy, type Editor } from "./edits";

const BUCKET = "aws_s3_bucket_policy.eu_west_1";
const POINT = "aws_s3control_multi_region_access_point_policy.this";
const OWN = "arn:aws:iam::123456789012:";
const OBJECTS = "arn:aws:s3:::orders-ireland/*";

const app = {
  Sid: "App",
  Effect: "Allow",
  Principal: { AWS: [`${OWN}role/app`, `${OWN}role/report`] },
  Action: ["s3:GetObject", "s3:PutObject"],
  Resource: OBJECTS,
};

/** A bucket policy with a statement for two applications, and what it becomes. */
const becomes =
  (after: readonly object[], before: readonly object[] = [app]) =>
  (plan: Editor): void => {
    plan.update(BUCKET, (_, change) => {
      policy(change.before, (all) => [...all, ...before]);
      policy(change.after, (all) => [...all, ...after]);
    });
  };
const except = (...actions: string[]): object => ({ ...app, Action: undefined, NotAction: actions });
const denyAllBut = (...roles: string[]): object => ({
  Sid: "Only",
  Effect: "Deny",
  NotPrincipal: { AWS: roles.map((role) => `${OWN}role/${role}`) },
  Action: "s3:GetObject",
  Resource: OBJECTS,
});
const causes = (edit: (plan: Editor) => void): string[] => {
  const { findings, causes: all } = judged(edit);
  return all.filter((_, i) => findings[i]?.endsWith("access-lost"));
};

describe("a principal that loses access", () => {
  test("its statement is deleted", () => {
    expect(causes(becomes([]))).toEqual([
      `bucket policy: ${OWN}role/app, ${OWN}role/report loses s3:GetObject, s3:PutObject on ${OBJECTS} (statement App)`,
    ]);
  });

  test("one of two principals is removed", () => {
    expect(causes(becomes([{ ...app, Principal: { AWS: `${OWN}role/report` } }]))).toEqual([
      `bucket policy: ${OWN}role/app loses s3:GetObject, s3:PutObject on ${OBJECTS} (statement App)`,
    ]);
  });

  test("one of two actions is removed", () => {
    expect(causes(becomes([{ ...app, Action: "s3:GetObject" }]))).toEqual([
      `bucket policy: ${OWN}role/app, ${OWN}role/report loses s3:PutObject on ${OBJECTS} (statement App)`,
    ]);
  });

  test("a prefix remains", () => {
    expect(causes(becomes([{ ...app, Resource: `${OBJECTS.slice(0, -1)}reports/*` }]))).toEqual([
      `bucket policy: ${OWN}role/app, ${OWN}role/report keeps only a part of s3:GetObject, s3:PutObject on ${OBJECTS} (statement App)`,
    ]);
  });

  test("a Deny statement names it", () => {
    const deny = {
      ...app,
      Sid: "Out",
      Effect: "Deny",
      Principal: { AWS: `${OWN}role/app` },
      Action: "s3:Put*",
    };
    expect(causes(becomes([app, deny]))).toEqual([
      `bucket policy: ${OWN}role/app is denied s3:Put* on ${OBJECTS} (statement Out)`,
    ]);
  });

  test("a Deny statement for everyone names it in a condition", () => {
    const deny = {
      Sid: "Out",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: OBJECTS,
      Condition: { ArnEquals: { "aws:PrincipalArn": `${OWN}role/app` } },
    };
    expect(causes(becomes([app, deny]))).toEqual([
      `bucket policy: ${OWN}role/app is denied s3:* on ${OBJECTS} (statement Out)`,
    ]);
  });

  test("it is no longer exempt from a Deny statement", () => {
    const deny = (...names: string[]) => ({
      Sid: "OnlyThese",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: OBJECTS,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": names } },
    });
    expect(
      causes(becomes([deny(`${OWN}role/report`)], [deny(`${OWN}role/app`, `${OWN}role/report`)])),
    ).toEqual([`bucket policy: ${OWN}role/app is denied s3:GetObject on ${OBJECTS} (statement OnlyThese)`]);
  });

  test("a condition names fewer callers", () => {
    const allow = (...names: string[]) => ({
      Sid: "Callers",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: OBJECTS,
      Condition: { StringEquals: { "aws:PrincipalArn": names } },
    });
    expect(
      causes(becomes([allow(`${OWN}role/report`)], [allow(`${OWN}role/app`, `${OWN}role/report`)])),
    ).toEqual([`bucket policy: ${OWN}role/app loses s3:GetObject on ${OBJECTS} (statement Callers)`]);
  });

  test("a list of excluded actions grows", () => {
    expect(causes(becomes([except("s3:DeleteObject", "s3:PutObject")], [except("s3:DeleteObject")]))).toEqual(
      [`bucket policy: ${OWN}role/app, ${OWN}role/report loses s3:PutObject on ${OBJECTS} (statement App)`],
    );
  });

  test("a Deny statement exempts fewer principals", () => {
    expect(causes(becomes([denyAllBut("app")], [denyAllBut("app", "report")]))).toEqual([
      `bucket policy: ${OWN}role/report is denied s3:GetObject on ${OBJECTS} (statement Only)`,
    ]);
  });

  test("a new Deny statement with NotPrincipal does not exempt a role that the policy allows", () => {
    expect(causes(becomes([app, denyAllBut("app")]))).toEqual([
      `bucket policy: ${OWN}role/report is denied s3:GetObject on ${OBJECTS} (statement Only)`,
    ]);
  });

  dangers([
    ["the bucket policy is deleted", "warning access-lost", (plan) => plan.remove(BUCKET)],
    [
      "the policy of the access point loses a statement",
      "warning access-lost",
      (plan) =>
        plan.update(POINT, (after) =>
          policy(after.details[0], (all) => all.filter(({ Sid }) => Sid !== "ReadersGetObjects")),
        ),
    ],
    [
      "a service",
      "warning access-lost",
      becomes([], [{ ...app, Principal: { Service: "cloudfront.amazonaws.com" } }]),
    ],
    [
      "another account",
      "warning access-lost",
      becomes([], [{ ...app, Principal: { AWS: "arn:aws:iam::999999999999:root" } }]),
    ],
  ]);
});

describe("nobody loses access", () => {
  harmless([
    [
      "a list of excluded actions grows, and another statement allows the action",
      becomes(
        [except("s3:DeleteObject", "s3:PutObject"), { ...app, Sid: "Put", Action: "s3:PutObject" }],
        [except("s3:DeleteObject")],
      ),
    ],
    [
      "an action is excluded that a pattern excludes already",
      becomes([except("s3:Delete*", "s3:DeleteObject")], [except("s3:Delete*")]),
    ],
    [
      "a Deny statement no longer exempts a role that another one denies",
      becomes(
        [denyAllBut("app")],
        [
          denyAllBut("app", "report"),
          {
            ...app,
            Sid: "Out",
            Effect: "Deny",
            Principal: { AWS: `${OWN}role/report` },
            Action: "s3:GetObject",
          },
        ],
      ),
    ],
    ["the order of exempt principals", becomes([denyAllBut("report", "app")], [denyAllBut("app", "report")])],
    [
      "the statement is split and renamed",
      becomes([
        { ...app, Sid: "Read", Action: "s3:GetObject" },
        { ...app, Sid: "Write", Action: "s3:PutObject" },
      ]),
    ],
    [
      "two statements are merged",
      becomes(
        [app],
        [
          { ...app, Sid: "One", Principal: { AWS: `${OWN}role/app` } },
          { ...app, Sid: "Two", Principal: { AWS: `${OWN}role/report` } },
        ],
      ),
    ],
    [
      "AWS has replaced a deleted role by its id",
      becomes([], [{ ...app, Principal: { AWS: "AROAEXAMPLE1234567890" } }]),
    ],
    [
      "a Deny statement for everyone",
      becomes([
        app,
        {
          Sid: "Tls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: OBJECTS,
          Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
        },
      ]),
    ],
    [
      "a condition on the network",
      becomes(
        [{ ...app, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/16" } } }],
        [{ ...app, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }],
      ),
    ],
  ]);

  test("another resource writes the same policy of the bucket", () => {
    const moved = (plan: Editor): void => {
      const { change } = plan.get(BUCKET);
      plan.add("aws_s3_bucket_policy", { after: change.before }, "new");
      plan.remove(BUCKET);
    };
    expect(causes(moved)).toEqual([]);
  });

  test("an endpoint policy no longer names a bucket that is deleted", () => {
    const open = (bucket: string): object => ({
      Statement: [
        { ...app, Principal: "*", Resource: OBJECTS },
        { ...app, Sid: "Other", Principal: "*", Resource: `arn:aws:s3:::${bucket}/*` },
      ],
    });
    const narrowed =
      (deleted: boolean) =>
      (plan: Editor): void => {
        plan.add("aws_vpc_endpoint", {
          actions: ["update"],
          before: { id: "vpce-1", policy: JSON.stringify(open("orders-frankfurt")) },
          after: { id: "vpce-1", policy: JSON.stringify({ Statement: [{ ...app, Principal: "*" }] }) },
        });
        if (deleted) plan.remove("aws_s3_bucket.eu_central_1");
      };
    expect(causes(narrowed(true))).toEqual([]);
    expect(causes(narrowed(false))).toEqual([
      "endpoint policy: * loses s3:GetObject, s3:PutObject on arn:aws:s3:::orders-frankfurt/* (statement Other)",
    ]);
  });

  test("the bucket is deleted", () => {
    expect(
      causes((plan) => {
        plan.remove(BUCKET);
        plan.remove("aws_s3_bucket.eu_west_1");
      }),
    ).toEqual([]);
  });
});
