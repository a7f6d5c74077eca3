import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { reviewPlan, ReviewError, type ReviewFormat } from "../../../cli/review/library";
import { runReview } from "../../../cli/review/run";
import { SCENARIOS } from "./scenario";

const text = gunzipSync(readFileSync(join(SCENARIOS, "bucket-deleted/plan.json.gz"))).toString();
const folder = mkdtempSync(join(tmpdir(), "review-"));
const file = join(folder, "plan.json");
beforeAll(() => writeFileSync(file, text));
afterAll(() => rmSync(folder, { recursive: true }));

test("the findings of a plan are data, from text and from an object", () => {
  const review = reviewPlan(text, { name: "photos" });
  expect(review.verdict).toBe("danger");
  expect(review.name).toBe("photos");
  expect(review.findings[0]).toMatchObject({ finding: "bucket-deleted", severity: "danger", accepted: null });
  expect(review.changes.length).toBeGreaterThan(0);
  const { plan: _, ...fromObject } = reviewPlan(JSON.parse(text) as object, { name: "photos" });
  expect(JSON.stringify({ ...review, plan: undefined })).toBe(JSON.stringify(fromObject));
});

test("the fields are those of the JSON format", () => {
  const { render, ...fields } = reviewPlan(text);
  expect(JSON.parse(render("json"))).toEqual(fields);
});

test.each(["markdown", "terminal", "json", "sarif", "junit", "gitlab", "conftest"] as ReviewFormat[])(
  "renders %s as mrap review does",
  (format) => {
    const { output } = runReview(file, { failOn: "never", format }, false, false);
    expect(reviewPlan(text).render(format)).toBe(output);
  },
);

test("the terminal has colors on request only", () => {
  const review = reviewPlan(text);
  expect(review.render("terminal")).not.toContain("\u001b[");
  expect(review.render("terminal", { color: true })).toContain("\u001b[");
});

test("the text of an exceptions file accepts a finding", () => {
  const [finding] = reviewPlan(text).findings;
  const exceptions = [
    "accept:",
    `  - address: ${finding!.address}`,
    `    finding: ${finding!.finding}`,
    `    cause: ${finding!.causeHash!}`,
    "    reason: the bucket moved",
    "    expires: 2026-12-01",
    "",
  ].join("\n");
  const accepted = reviewPlan(text, { exceptions, now: new Date("2026-11-01") });
  expect(accepted.findings.find(({ causeHash }) => causeHash === finding!.causeHash)!.accepted).toBe(
    "the bucket moved",
  );
  const late = reviewPlan(text, { exceptions, now: new Date("2027-01-01") });
  expect(late.findings.every((one) => one.accepted === null)).toBe(true);
});

test("a moved state is a finding if both configurations are given", () => {
  const state = (key: string) => ({ terraform: { backend: { s3: { bucket: "a", key } } } });
  const { findings } = reviewPlan(text, { configurations: { before: state("a"), after: state("b") } });
  expect(findings.map(({ finding }) => finding)).toContain("state-moved");
});

test.each([
  [
    "{}",
    "the plan: this JSON is not a Terraform plan; create it with: terraform plan -out plan.out && terraform show -json plan.out.",
  ],
  [
    "no",
    "the plan: this is not JSON; create it with: terraform plan -out plan.out && terraform show -json plan.out.",
  ],
])("text that is no plan is rejected with one sentence: %s", (wrong, message) => {
  expect(() => reviewPlan(wrong)).toThrow(ReviewError);
  expect(() => reviewPlan(wrong)).toThrow(message);
});
