import type { Environment } from "../../environment/load";
import { bytes } from "../text/numbers";
import type { FoundAccessPoint } from "./access-point-inspection";
import type { Finding, FindingKind, Inspection } from "./inspection";

const TITLES: Readonly<Record<FindingKind, string>> = {
  prevents: "Prevents the adoption",
  overwrites: "Is overwritten",
  changes: "Changes",
  note: "Note",
};

/** The findings of one bucket, or between buckets. */
export function findingsText(title: string, findings: readonly Finding[]): string {
  const kinds: readonly FindingKind[] = ["prevents", "overwrites", "changes", "note"];
  const parts = kinds.flatMap((kind) => {
    const some = findings.filter((finding) => finding.kind === kind);
    if (some.length === 0) return [];
    return [`  ${TITLES[kind]}:`, ...some.map(({ text, fix }) => `    - ${text}${fix ? ` ${fix}` : ""}`)];
  });
  return [title, ...parts].join("\n");
}

/** The title of a bucket. */
export function titleOf({ bucket, region, size }: Inspection): string {
  if (size === undefined) return `${bucket} (${region})`;
  const about = {
    cloudwatch: "according to CloudWatch",
    listing: "listed",
    "partial-listing": "or more, listed in part",
  };
  return `${bucket} (${region}): ${size.objects.toLocaleString("en-US")} object versions, ${bytes(size.bytes)}, ${about[size.source]}`;
}

/** The lines for the environment file. @param accessPoint the access point, if it is adopted, too */
export function linesOf(
  environment: Environment,
  inspections: readonly Inspection[],
  accessPoint?: FoundAccessPoint,
): string {
  const passive = (region: string): boolean => {
    const route = accessPoint?.routing?.find((one) => one.region === region);
    return route ? !route.active : environment.regions[region]?.routing === "passive";
  };
  const regions = inspections.flatMap(({ region, bucket }) => [
    `  ${region}:`,
    `    bucket: ${bucket}`,
    ...(passive(region) ? ["    routing: passive"] : []),
    "    adopt: true",
  ]);
  const keys = inspections.flatMap(({ region, existing: { encryption } }) =>
    encryption?.algorithm === "aws:kms" && encryption.key !== undefined
      ? [`    ${region}: ${encryption.arn ?? encryption.key}`]
      : [],
  );
  return [
    ...(regions.length > 0 ? ["regions:", ...regions] : []),
    ...(accessPoint ? ["accessPoint: adopt"] : []),
    ...(keys.length > 0 ? ["encryption:", "  type: kms", "  keys:", ...keys] : []),
  ].join("\n");
}
