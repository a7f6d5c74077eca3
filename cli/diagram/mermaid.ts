import {
  distributions,
  eventRules,
  isFullMesh,
  pairsOf,
  stateLines,
  summary,
  type Architecture,
} from "./architecture";
import { watched } from "./cards";

/** More pairs of Regions than this are drawn as one mesh: nobody can follow single lines among so many. */
const PAIRS = 6;

/** The picture of an environment as a Mermaid flowchart, for pages that draw Mermaid themselves. */
export function drawMermaid(architecture: Architecture): string {
  const { name, regions, change, state, controlPlane, controlRegions, runbook, announcement, cloudFront } =
    architecture;
  const { previous } = change ?? {};
  const ids = new Map(regions.map(({ region }, index) => [region, `r${index + 1}`]));
  const inside = regions.filter(({ endpoint }) => endpoint).map(({ region }) => region);
  const pairs = pairsOf(architecture);
  const mesh = isFullMesh(architecture) && pairs.length > PAIRS;
  return [
    `%% ${summary(architecture)}`,
    "flowchart LR",
    `  apps["Applications"]`,
    `  mrap(["Multi-Region Access Point<br/>${escape(name)}<br/>created in ${controlPlane}"])`,
    ...(architecture.onlyFromEndpoints ? [] : [`  apps -->|"SigV4A, TLS"| mrap`]),
    ...(previous
      ? [
          `  previous(["Previous access point<br/>${escape(previous.name)}<br/>until clients have moved"])`,
          ...(architecture.onlyFromEndpoints ? [] : [`  apps -->|"until they move"| previous`]),
          ...(inside.length > 0 ? [`  vpc --> previous`] : []),
          `  control --> previous`,
        ]
      : []),
    ...(inside.length > 0
      ? [
          `  vpc["VPC endpoints<br/>${inside.map(escape).join("<br/>")}"] -->|"private"| mrap`,
          `  apps -->|"in a VPC"| vpc`,
        ]
      : []),
    ...(cloudFront > 0
      ? [`  cloudfront["CloudFront<br/>${distributions(cloudFront)}"] -->|"reads"| mrap`]
      : []),
    `  operator["mrap failover"] -->|"routing"| control["Control Regions<br/>${controlRegions.join("<br/>")}"] --> mrap`,
    ...(runbook.length > 0
      ? [`  runbook["Runbook<br/>${runbook.map(escape).join("<br/>")}"] --> control`]
      : []),
    ...(announcement === undefined
      ? []
      : [
          `  control -->|"CloudTrail"| announcement["Notification<br/>${eventRules(announcement)}<br/>topic in ${announcement.topic}"]`,
        ]),
    ...regions.flatMap((region) => [
      `  ${ids.get(region.region)}[("${[region.region, escape(region.bucket), region.routing, ...watched(region)].join("<br/>")}")]:::${region.routing}`,
      ...[
        ...((change?.members.includes(region.region) ?? true) ? ["mrap"] : []),
        ...(previous?.members.includes(region.region) ? ["previous"] : []),
      ].map((from) => `  ${from} ${region.routing === "active" ? "==>" : "-.->"} ${ids.get(region.region)}`),
    ]),
    ...(mesh
      ? [
          `  mesh{{"replication: every bucket<br/>to every other one"}}`,
          ...regions.map(({ region }) => `  ${ids.get(region)} <--> mesh`),
        ]
      : pairs.map(({ from, to, both }) => `  ${ids.get(from)} ${both ? "<-->" : "-->"} ${ids.get(to)}`)),
    ...(state
      ? [`  terraform["Terraform"] --> state[("State<br/>${stateLines(state).map(escape).join("<br/>")}")]`]
      : []),
    "  classDef active stroke:#1a7f37,stroke-width:3px",
    "  classDef passive stroke-dasharray:6 5",
    "",
  ].join("\n");
}

/** Mermaid reads `#…;` as a character by its code, inside quotes too. */
function escape(text: string): string {
  return text.replace(/[^\w .:/-]/gu, (character) => `#${character.codePointAt(0)};`);
}
