import {
  distributions,
  eventRules,
  isFullMesh,
  pairsOf,
  stateLines,
  summary,
  type Architecture,
} from "./architecture";
import { lockSentences } from "./object-lock";

/** The picture in words, for those who cannot see it. */
export function describe(architecture: Architecture): string {
  const { regions, change, state, controlRegions, runbook, announcement, cloudFront } = architecture;
  const of = (routing: string): string =>
    regions
      .filter((one) => one.routing === routing)
      .map(({ region, bucket }) => `${region} (${bucket})`)
      .join(", ") || "none";
  return [
    `${summary(architecture)}.`,
    ...(architecture.adopted
      ? ["The access point existed before the environment. Its policy and its routing are not changed."]
      : []),
    ...(change
      ? [
          `The new access point ${architecture.name} is over ${change.members.join(", ")}. Clients move to it from ${change.previous.name}, which is over ${change.previous.members.join(", ")}.`,
        ]
      : []),
    `Active: ${of("active")}. Passive: ${of("passive")}.`,
    isFullMesh(architecture)
      ? "Every bucket replicates to every other one."
      : `Replication: ${pairsOf(architecture)
          .map(({ from, to, both }) => `${from} ${both ? "and" : "to"} ${to}`)
          .join(", ")}.`,
    ...keySentences(architecture),
    ...lockSentences(architecture),
    ...bucketSentences(architecture),
    ...(cloudFront > 0 ? [`CloudFront reads through the access point (${distributions(cloudFront)}).`] : []),
    `${controlRegions.join(", ")} serve the failover controls.`,
    ...(runbook.length > 0 ? [`A runbook in ${runbook.join(" and ")} fails over without mrap.`] : []),
    ...(announcement === undefined
      ? []
      : [`A topic in ${announcement.topic} receives routing changes (${eventRules(announcement)}).`]),
    state
      ? `Terraform's state is in ${stateLines(state)[0]} (${stateLines(state)[1]}).`
      : "Terraform's state is a local file.",
  ].join(" ");
}

/** Which keys encrypt the objects. */
function keySentences({ regions }: Architecture): string[] {
  const of = (kind: "created" | "existing"): string =>
    regions
      .filter(({ key }) => key === kind)
      .map(({ region }) => region)
      .join(", ");
  const [created, existing] = [of("created"), of("existing")];
  return [
    ...(created ? [`A KMS key of the stack encrypts the objects in ${created}.`] : []),
    ...(existing ? [`An existing KMS key encrypts the objects in ${existing}.`] : []),
  ];
}

/** Which buckets existed before, and where the job reports are. */
function bucketSentences({ regions }: Architecture): string[] {
  const adopted = regions.filter((one) => one.adopted).map(({ bucket }) => bucket);
  const jobs = regions.filter((one) => one.jobs).map(({ region }) => region);
  return [
    ...(adopted.length > 0 ? [`Adopted buckets, which Terraform never deletes: ${adopted.join(", ")}.`] : []),
    ...(jobs.length > 0 ? [`A bucket for the reports of jobs is in ${jobs.join(", ")}.`] : []),
  ];
}
