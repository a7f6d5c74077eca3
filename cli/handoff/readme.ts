import type { Configuration, JsonObject } from "../synthesized/configuration";
import { toLiteral } from "./fold";
import { fileOf, CONTENTS } from "./layout";
import { bullets, code, table } from "./markdown";
import type { ReadmeParts } from "./readme-parts";
import { addRegion, change, controlPlaneOf, routing, takeOver } from "./readme-tasks";
import { adopted } from "./readme-adopted";
import { inline } from "./render";
import { inlineType } from "./types";

/** Labels of one type that the table lists one by one. */
const MOST_LABELS = 20;

/** The README of a handover: tasks first, then what must not change, then tables of everything. */
export function readme(parts: ReadmeParts): string {
  const { name, configuration, variables, form } = parts;
  const sections = [
    `# ${name}`,
    `This Terraform root module manages the Amazon S3 Multi-Region Access Point \`${name}\`, with its buckets, ` +
      "replication, access policies and monitoring. It needs Terraform and the AWS provider only.",
    takeOver(parts),
    ...adopted(parts),
    routing(parts),
    change(parts),
    addRegion(parts),
    "## What not to change",
    fixed(configuration),
    "## Files",
    table(
      ["File", "Contents"],
      parts.files.map((file) => [code(file), contentOf(file)]),
    ),
    "## Requirements",
    table(
      ["Name", "Version"],
      [
        ["terraform", code(configuration.requiredVersion)],
        ...Object.entries(configuration.requiredProviders).map(([provider, settings]) => {
          const { source, version } = settings as Record<string, string>;
          return [`${provider} (${code(source ?? provider)})`, code(version ?? "")];
        }),
      ],
    ),
    "## Providers",
    table(
      ["Provider", "Region", "Manages"],
      configuration.providers.map(({ name: provider, body }) => {
        const { alias, region } = body as { alias?: string; region: string };
        return alias === undefined
          ? [code(provider), code(region), "global resources: IAM roles, the access point, the dashboard"]
          : [code(`${provider}.${alias}`), code(region), `the bucket in ${region} and its resources`];
      }),
    ),
    "## Resources",
    table(["Type", "Labels", ...(form === "hcl" ? ["File"] : [])], resources(configuration, form)),
  ];
  if (variables.length > 0) {
    sections.push(
      "## Inputs",
      table(
        ["Name", "Description", "Type", "Default"],
        variables.map((one) => [
          code(one.name),
          one.description,
          code(inlineType(one.type)),
          code(inline(toLiteral(one.default))),
        ]),
      ),
    );
  }
  if (configuration.outputs.length > 0) {
    sections.push(
      "## Outputs",
      table(
        ["Name", "Description"],
        configuration.outputs.map((output) => [
          code(output.name),
          (output.body["description"] ?? "") as string,
        ]),
      ),
    );
  }
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function fixed(configuration: Configuration): string {
  const { elements } = configuration;
  const has = (type: string) => elements.some((element) => element.type === type);
  const isProtected = elements.some(
    ({ body }) => (body["lifecycle"] as JsonObject | undefined)?.["prevent_destroy"] === true,
  );
  const control = controlPlaneOf(configuration);
  return bullets([
    "The access point's name, set of buckets and public access block. AWS cannot change them. Terraform would create a new " +
      "access point with a new ARN, alias and host name, and every client would have to move." +
      (isProtected ? " `prevent_destroy` rejects such a plan." : ""),
    "The names and Regions of the buckets. Another name or Region is a new, empty bucket.",
    "Resource labels and provider aliases. A new address destroys and creates the resource, unless you add a `moved` block.",
    "Versioning, and replication from every bucket to every other bucket. S3 does not replicate replicas.",
    "The policy resource of the access point. AWS cannot delete the policy, so removing the resource leaves the last policy " +
      "in effect. To take access away, remove principals from the statements.",
    ...(has("aws_cloudwatch_metric_alarm")
      ? [
          "The Region of each alarm. S3 publishes each replication metric in one Region only. An alarm in another Region never fires.",
        ]
      : []),
    ...(has("aws_vpc_endpoint")
      ? [
          "`private_dns_enabled` and the service name of the VPC endpoints. This service works with the private DNS name only.",
        ]
      : []),
    ...(control === undefined
      ? []
      : [
          `The Region of the provider without an alias. AWS manages access points in ${control}, wherever the buckets are.`,
        ]),
  ]);
}

function resources(configuration: Configuration, form: "hcl" | "json"): string[][] {
  const rows = new Map<string, { labels: string[]; files: Set<string> }>();
  for (const element of configuration.elements) {
    const type = `${element.kind === "data" ? "data." : ""}${element.type}`;
    const row = rows.get(type) ?? { labels: [], files: new Set() };
    rows.set(type, row);
    row.labels.push(element.label);
    row.files.add(fileOf(element));
  }
  return [...rows]
    .sort(
      ([one], [other]) =>
        Number(one.startsWith("data.")) - Number(other.startsWith("data.")) || (one < other ? -1 : 1),
    )
    .map(([type, { labels, files }]) => [
      code(type),
      labels.length > MOST_LABELS
        ? `${labels.length}, from ${code(labels[0]!)} to ${code(labels.at(-1)!)}`
        : labels.map(code).join(", "),
      ...(form === "hcl" ? [[...files].map(code).join(", ")] : []),
    ]);
}

function contentOf(file: string): string {
  if (file.startsWith("tests/")) return "Tests that need no network and no credentials.";
  return CONTENTS[file] ?? "";
}
