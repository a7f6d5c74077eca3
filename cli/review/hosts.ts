import { createHash } from "node:crypto";
import type { Finding } from "./finding";
import type { Review } from "./review";
import { jsonText, plain, visible } from "./text";
import { verdictText } from "./wording";

const open = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter((finding) => finding.accepted === undefined);
const sentence = ({ family, address, cause }: Finding): string =>
  visible(`${family.title}: ${address}: ${plain(cause)}`);

/** GitLab's Code Quality report. GitLab shows what a merge request adds and removes. */
export function gitlab({ findings, notJudged }: Review): string {
  const issue = (check: string, severity: string, address: string, description: string): unknown => ({
    check_name: check,
    description,
    severity,
    // GitLab needs a different one for each issue.
    fingerprint: createHash("sha256").update(`${check}\n${address}\n${description}`).digest("hex"),
    location: { path: "cdk.tf.json", lines: { begin: 1 } },
  });
  const issues = [
    ...open(findings).map((finding) =>
      issue(
        finding.family.id,
        finding.severity === "danger" ? "blocker" : "major",
        finding.address,
        sentence(finding),
      ),
    ),
    ...notJudged.map(({ address, reason }) =>
      issue("not-judged", "minor", address, visible(`Not judged: ${address}: ${reason}`)),
    ),
  ];
  return `${jsonText(issues)}\n`;
}

/** The format of `conftest test --output json`, for Atlantis and other policy checks. */
export function conftest(review: Review): string {
  const { findings, notJudged, options } = review;
  const entry = (finding: Finding): unknown => ({
    msg: sentence(finding),
    metadata: {
      finding: finding.family.id,
      severity: finding.severity,
      address: finding.address,
      cause: finding.hash ?? null,
      why: finding.family.why,
      instead: finding.family.instead,
    },
  });
  const result = {
    filename: options.name ?? "plan.json",
    namespace: "mrap.review",
    successes: findings.length + notJudged.length === 0 ? 1 : 0,
    warnings: [
      ...open(findings)
        .filter((finding) => finding.severity === "warning")
        .map(entry),
      ...notJudged.map(({ address, reason }) => ({
        msg: visible(`Not judged: ${address}: ${reason}`),
        metadata: { address, severity: null },
      })),
    ],
    failures: open(findings)
      .filter((finding) => finding.severity === "danger")
      .map(entry),
    exceptions: findings
      .filter((finding) => finding.accepted !== undefined)
      .map((finding) => ({
        msg: sentence(finding),
        metadata: { reason: visible(finding.accepted ?? ""), verdict: verdictText(review) },
      })),
  };
  return `${jsonText([result])}\n`;
}
