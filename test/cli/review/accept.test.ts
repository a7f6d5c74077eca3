import { readExceptions } from "../../../cli/review/accept";
import { markdown } from "../../../cli/review/markdown";
import { families } from "../../../cli/review/findings";
import { found, reviewOf, type Resource } from "./support";

const KNOWN = families.map((family) => family.id);
const read = (yaml: string) => readExceptions(yaml, "accept.yaml", KNOWN);
const DELETED: Resource = {
  type: "aws_s3_bucket",
  name: "old",
  actions: ["delete"],
  before: { bucket: "old" },
};
const entry = (rest: string): string => `accept:\n  - address: aws_s3_bucket.old\n${rest}`;

test("an exception lowers the finding at its address and no other", () => {
  const exceptions = read(entry("    finding: bucket-deleted\n    reason: emptied in May\n"));
  const other: Resource = { ...DELETED, name: "other", before: { bucket: "other" } };
  const result = reviewOf([DELETED, other], {}, { exceptions });
  expect(result.findings.map(({ address, accepted }) => [address, accepted])).toEqual([
    ["aws_s3_bucket.old", "emptied in May"],
    ["aws_s3_bucket.other", undefined],
  ]);
  expect(result.verdict).toBe("danger");
  const text = markdown(result);
  expect(text).toContain("☑️ **A bucket is deleted, with what is in it** (accepted)");
  expect(text).toContain("accepted: `emptied in May`");
});

test("an exception that covers nothing is stale, and told", () => {
  const exceptions = read(entry("    finding: bucket-replaced\n    reason: once\n"));
  const result = reviewOf([DELETED], {}, { exceptions });
  expect(result.stale).toHaveLength(1);
  expect(markdown(result)).toContain(
    "- ⚠️ stale exception, take it out: `bucket-replaced` at `aws_s3_bucket.old`",
  );
});

test("an exception for another environment is neither used nor stale", () => {
  const exceptions = read(entry("    finding: bucket-deleted\n    reason: r\n    environment: staging\n"));
  const result = reviewOf([DELETED], {}, { exceptions, name: "production" });
  expect([result.verdict, result.stale]).toEqual(["danger", []]);
  expect(reviewOf([DELETED], {}, { exceptions, name: "staging" }).verdict).toBe("harmless");
});

test("a reason cannot break out of the comment", () => {
  const exceptions = read(
    entry('    finding: bucket-deleted\n    reason: "`@team` </details> [x](http://y)"\n'),
  );
  expect(markdown(reviewOf([DELETED], {}, { exceptions }))).toContain(
    "accepted: `` `@team` </details> [x](http://y) ``",
  );
});

test("an empty file holds no exceptions", () => {
  expect([read(""), read("accept:\n"), read("accept: []\n")]).toEqual([[], [], []]);
});

test.each([
  ["accept: [", "accept.yaml: line 1 is no YAML"],
  ["- address: a", "accept.yaml: accept: is a list of entries with address, finding and reason."],
  ["except: []", "accept.yaml: accept: is a list of entries with address, finding and reason."],
  ["accept: yes", "accept.yaml: accept: is a list of entries with address, finding and reason."],
  ["accept: [a]", "accept.yaml: entry 1 of accept is no mapping with address, finding and reason."],
  [entry("    finding: bucket-deleted\n"), "accept.yaml: entry 1 of accept needs a reason, as text."],
  [
    entry("    finding: bucket-deleted\n    reason: ' '\n"),
    "accept.yaml: entry 1 of accept needs a reason, as text.",
  ],
  [entry("    reason: r\n"), "accept.yaml: entry 1 of accept needs a finding, as text."],
  [
    entry("    finding: bucket-deletd\n    reason: r\n"),
    'accept.yaml: entry 1 of accept names the unknown finding "bucket-deletd"; the nearest known one is "bucket-deleted".',
  ],
  [
    entry("    why: r\n"),
    'accept.yaml: entry 1 of accept has the unknown key "why"; it takes address, finding, reason, environment.',
  ],
])("%j is refused in one sentence", (yaml, sentence) => {
  expect(() => read(yaml)).toThrow(sentence);
});

test("every finding's name can be accepted, and none is given twice", () => {
  expect(new Set(KNOWN).size).toBe(KNOWN.length);
  expect(found(reviewOf([DELETED]))).toEqual(["bucket-deleted aws_s3_bucket.old"]);
});
