import { families } from "./findings";
import type { Finding } from "./finding";
import type { Review } from "./review";
import { jsonText, plain, shorten, visible } from "./text";
import { verdictText } from "./wording";

const RULES = families.map((family) => family.id);
/** The file that stands for the configuration: a plan has no lines. */
const FILE = "cdk.tf.json";

/** SARIF 2.1.0, for code scanning. An accepted finding is a suppressed result. */
export function sarif(review: Review): string {
  const { findings, notJudged, options } = review;
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "mrap review",
            rules: families.map(({ id, title, why, instead, severity }) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text: why },
              help: { text: instead },
              defaultConfiguration: { level: level(severity) },
            })),
          },
        },
        automationDetails: { id: `mrap-review/${options.name ?? "plan"}/` },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notJudged.map(({ address, reason }) => ({
              level: "warning",
              message: { text: visible(`Not judged: ${address}: ${reason}`) },
            })),
          },
        ],
        properties: { verdict: verdictText(review), planSha256: options.hash },
        results: findings.map(result),
      },
    ],
  };
  return `${jsonText(document)}\n`;
}

const level = (severity: string): string => (severity === "danger" ? "error" : "warning");

const result = ({ family, severity, address, cause, hash, accepted }: Finding): unknown => ({
  ruleId: family.id,
  ruleIndex: RULES.indexOf(family.id),
  level: level(severity),
  message: { text: visible(`${address}: ${plain(cause)}`) },
  locations: [
    {
      physicalLocation: { artifactLocation: { uri: FILE }, region: { startLine: 1 } },
      logicalLocations: [{ fullyQualifiedName: visible(address), kind: "resource" }],
    },
  ],
  ...(hash === undefined ? {} : { partialFingerprints: { "cause/v1": hash } }),
  ...(accepted === undefined
    ? {}
    : {
        suppressions: [
          { kind: "external", status: "accepted", justification: visible(shorten(accepted, 1_000)) },
        ],
      }),
});
