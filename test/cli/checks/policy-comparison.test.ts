import { comparePolicies } from "../../../cli/checks/policy-comparison";

const read = {
  Sid: "Read",
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:ListBucket"],
  Resource: ["arn:aws:s3:::a/*"],
};
const write = { Sid: "Write", Effect: "Allow", Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::a/*"] };
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

test("text that Terraform escapes is compared as AWS has it", () => {
  const [expected, stored] = ["$${aws:username}", "${aws:username}"].map((user) =>
    policy({ ...read, Resource: [`arn:aws:s3:::a/${user}/*`] }),
  );
  expect(comparePolicies(expected!, stored)).toBeUndefined();
  expect(comparePolicies(expected!, expected)?.text).toBe("has the statement Read in another form");
});

test("forms that mean the same do not differ", () => {
  const expected = policy({
    ...read,
    Principal: { AWS: ["123456789012"], Service: ["s3.amazonaws.com"] },
    Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
  });
  const stored = policy({
    Effect: "Allow",
    Sid: "Read",
    Principal: { Service: "s3.amazonaws.com", AWS: "arn:aws:iam::123456789012:root" },
    Action: ["S3:ListBucket", "s3:getobject"],
    Resource: "arn:aws:s3:::a/*",
    Condition: { StringEquals: { "AWS:SourceAccount": "123456789012" } },
  });
  expect(comparePolicies(expected, stored)).toBeUndefined();
  expect(
    comparePolicies(policy({ ...read, Principal: "*" }), policy({ ...read, Principal: { AWS: "*" } })),
  ).toBeUndefined();
  expect(comparePolicies(policy(read, write), policy(write, read))).toBeUndefined();
  const bool = (value: unknown) => policy({ ...read, Condition: { Bool: { "aws:SecureTransport": value } } });
  expect(comparePolicies(bool(["false"]), bool(false))).toBeUndefined();
});

test("a statement that is missing, changed or additional is named", () => {
  expect(comparePolicies(policy(read, write), policy(read))).toEqual({
    text: "lacks the statement Write",
    onlyMore: false,
  });
  expect(comparePolicies(policy(read), policy({ ...read, Action: "s3:GetObject" }))).toEqual({
    text: "has the statement Read in another form",
    onlyMore: false,
  });
  expect(
    comparePolicies(policy(read, write), policy({ ...read, Resource: "*" }, { ...write, Sid: "New" })),
  ).toEqual({
    text: "lacks the statement Write and has the statement Read in another form and has the additional statement New",
    onlyMore: false,
  });
});

test("only an additional Allow statement counts as more", () => {
  expect(comparePolicies(policy(read), policy(read, write))).toEqual({
    text: "has the additional statement Write",
    onlyMore: true,
  });
  expect(comparePolicies(policy(read), policy(read, { ...write, Effect: "Deny" }))?.onlyMore).toBe(false);
});

test("a policy that is missing or is no JSON", () => {
  expect(comparePolicies(policy(read), undefined)).toEqual({ text: "is missing", onlyMore: false });
  expect(comparePolicies(policy(read), "<html>")).toEqual({
    text: "cannot be read as JSON",
    onlyMore: false,
  });
});

test("a statement without a sid is named by its number", () => {
  const { Sid: _, ...unnamed } = read;
  expect(comparePolicies(policy(unnamed), policy())).toEqual({
    text: "lacks the statement without a sid (number 1)",
    onlyMore: false,
  });
});
