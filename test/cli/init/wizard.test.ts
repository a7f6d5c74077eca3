import { unknownAccount, type Account } from "../../../cli/init/account";
import type { Given } from "../../../cli/init/answers";
import { askForAnswers } from "../../../cli/init/wizard";
import { accountWith } from "./account";

/** Answers the questions in order. Enter is an empty line. */
async function interview(
  lines: readonly (string | undefined)[],
  account: Account,
  given: Given = { regions: [] },
) {
  const said: string[] = [];
  const rest = [...lines];
  const dialog = {
    ask(question: string) {
      said.push(question);
      return Promise.resolve(rest.shift());
    },
    warn: (line: string) => void said.push(line),
  };
  const answers = await askForAnswers(dialog, account, given, "eu-west-1");
  return { answers, said, rest };
}

test("Enter accepts every proposal", async () => {
  const { answers, said } = await interview(new Array<string>(12).fill(""), accountWith());
  expect(said).toEqual([
    "Name of the access point [photos]: ",
    "Regions (2 to 17), separated by spaces [eu-west-1 us-east-1]: ",
    "Bucket in eu-west-1 [photos-210987654321-eu-west-1]: ",
    "Bucket in us-east-1 [photos-210987654321-us-east-1]: ",
    "Passive Regions, separated by spaces [none]: ",
    "VPC for an endpoint in eu-west-1 (its ID, or default for vpc-0123456789abcdef0) [none]: ",
    "VPC for an endpoint in us-east-1 (its ID) [none]: ",
    "Region of the state bucket [eu-central-1]: ",
    "State bucket, or local [photos-210987654321-terraform-state]: ",
    "ARNs of readers, separated by spaces [none]: ",
    "ARNs of writers, separated by spaces [none]: ",
  ]);
  expect(answers).toEqual({
    name: "photos",
    regions: [
      { region: "eu-west-1", bucket: "photos-210987654321-eu-west-1", routing: "active" },
      { region: "us-east-1", bucket: "photos-210987654321-us-east-1", routing: "active" },
    ],
    state: { bucket: "photos-210987654321-terraform-state", region: "eu-central-1" },
    readers: [],
    writers: [],
  });
});

test("a wrong answer is asked again, with the reason", async () => {
  const { answers, said, rest } = await interview(
    [
      "My Photos",
      "shop",
      "eu-west-1",
      "eu-west-1 eu-west-1",
      "eu-west-1 mars-1",
      "eu-west-1 ap-south-1",
      "eu-west-1, us-west-2",
      "no_bucket",
      "shop-a",
      "",
      "us-east-1",
      "eu-west-1 us-west-2",
      "us-west-2",
      "default",
      "vpc-1",
      "",
      "",
      "local",
      "arn:aws:iam::210987654321:role/*",
      "arn:aws:iam::210987654321:role/reader",
      "",
    ],
    accountWith(),
  );
  expect(rest).toEqual([]);
  expect(said.filter((line) => !/: $/.test(line))).toEqual([
    `'My Photos' is not a valid name for a Multi-Region Access Point. Allowed: 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends. Did you mean "my-photos"?`,
    "An access point has 2 to 17 Regions, and this is 1.",
    "An access point has one bucket in each Region. Name each once.",
    "'mars-1' is not a Region that a Multi-Region Access Point supports.",
    "ap-south-1 is not enabled in this account. Enable it first, or choose another Region.",
    `'no_bucket' is not a valid bucket name. Allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends. Did you mean "no-bucket"?`,
    "'us-east-1' is not one of eu-west-1, us-west-2.",
    "One Region at least must be active.",
    expect.stringMatching(/^'vpc-1' is not /),
    expect.stringMatching(/^'arn:aws:iam::210987654321:role\/\*' contains a wildcard\./),
  ]);
  expect(answers).toMatchObject({
    name: "shop",
    regions: [
      { region: "eu-west-1", bucket: "shop-a", routing: "active", vpc: "default" },
      { region: "us-west-2", bucket: "shop-210987654321-us-west-2", routing: "passive" },
    ],
    state: "local",
    readers: ["arn:aws:iam::210987654321:role/reader"],
  });
});

test("asks only for what the command line does not give", async () => {
  const given: Given = {
    name: "shop",
    regions: [{ region: "eu-west-1", bucket: "shop-a" }, { region: "us-east-1" }],
    passive: [],
    networks: {},
    stateBucket: "local",
    readers: [],
    writers: [],
  };
  const { said } = await interview([""], accountWith(), given);
  expect(said).toEqual(["Bucket in us-east-1 [shop-210987654321-us-east-1]: "]);
});

test("without an account there is no proposal for buckets, and an empty answer is asked again", async () => {
  const account = unknownAccount("There are no AWS credentials.");
  const { said } = await interview(
    ["", "", "", "photos-a", "photos-b", "", "", "", "", "local", "", ""],
    account,
  );
  expect(said.slice(2, 5)).toEqual([
    "Bucket in eu-west-1: ",
    expect.stringContaining("is not a valid bucket name"),
    "Bucket in eu-west-1: ",
  ]);
});

test("the end of the input stops it", async () => {
  await expect(interview(["", undefined], accountWith())).rejects.toThrow(
    "The input ended. Nothing was written.",
  );
});
