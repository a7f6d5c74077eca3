import type { Configuration, JsonObject } from "../synthesized/configuration";
import { fileOf, CONTENTS } from "./layout";
import type { Lifted } from "./lift";
import { inline } from "./render";
import { toLiteral } from "./fold";
import { inlineType } from "./types";

export interface ReadmeParts extends Lifted {
  readonly name: string;
  readonly form: "hcl" | "json";
  /** The files beside the README. */
  readonly files: readonly string[];
  readonly locked: boolean;
  /** The state of a trial, in the project that the hand-over comes from. */
  readonly trialState: string;
}

/** Labels of one type that the table names one by one. */
const MOST_LABELS = 20;

/** The hand-over's README: what is in it, how to take the state over, and what not to change. */
export function readme(parts: ReadmeParts): string {
  const { name, configuration, variables, form } = parts;
  const sections = [
    `# ${name}`,
    `The Terraform configuration of the Amazon S3 Multi-Region Access Point \`${name}\`, with its buckets, replication, ` +
      `access policies and monitoring. It is a root module which stands on its own: nothing here needs Node.js or CDKTF.`,
    takeOver(parts),
    "## Change something",
    change(parts),
    "## What not to change",
    fixed(configuration),
    "## Files",
    table(
      ["File", "What is in it"],
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
      ["Provider", "Region", "For"],
      configuration.providers.map(({ name: provider, body }) => {
        const { alias, region } = body as { alias?: string; region: string };
        return alias === undefined
          ? [
              code(provider),
              code(region),
              "what belongs to no Region: IAM roles, the access point, the dashboard",
            ]
          : [code(`${provider}.${alias}`), code(region), `the bucket in ${region} and what belongs to it`];
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
  return `${sections.join("\n\n")}\n`;
}

function takeOver({ configuration, locked, trialState }: ReadmeParts): string {
  const { backend } = configuration;
  const { bucket, key, region } = backend.body as Record<string, string>;
  const remote = backend.name === "s3";
  const steps = [
    "See to it that nobody deploys from the CDKTF project any more: one state, one owner.",
    ...(remote
      ? []
      : [
          `Copy the trial's state, \`${trialState}\` in the CDKTF project, to \`terraform.tfstate\` in this folder.`,
        ]),
    "`terraform init`" +
      (locked ? "" : ", which also writes `.terraform.lock.hcl`: commit it") +
      (remote ? ", with credentials that may read and write the state bucket." : "."),
    "`terraform plan`: **No changes.** The addresses are those of the state; there is nothing to import and to move.",
    "Commit this folder to a repository of yours.",
  ];
  const where = remote
    ? `The state lies in the bucket \`${bucket}\` (${region}) as \`${key}\`. `
    : "The state of this trial is a file. ";
  return [
    "## Take the state over",
    `${where}This configuration describes what that state holds:`,
    steps.map((step, index) => `${index + 1}. ${step}`).join("\n"),
    locked
      ? "`.terraform.lock.hcl` holds the provider's version. Its checksums may be of one platform only; " +
        "`terraform providers lock -platform=linux_amd64 -platform=darwin_arm64` adds others."
      : "",
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

function change({ configuration, form }: ReadmeParts): string {
  const file = form === "hcl" ? "`backend.tf`" : "`terraform.backend` in `main.tf.json`";
  return [
    "- A value: set the variable in a `terraform.tfvars` file. The defaults are today's values.",
    `- Where the state lies: ${file}, which takes no variables, then \`terraform init -migrate-state\`.` +
      (configuration.backend.name === "s3"
        ? " Without editing it: `terraform init -migrate-state -backend-config=region=…`."
        : ""),
    "- Then `terraform init -backend=false && terraform test`: the tests plan with mocked providers, without network or " +
      "credentials.",
    "- A failover is not a change of this configuration: it is made through the routes of the access point " +
      "(`aws s3control submit-multi-region-access-point-routes`), so that it works while a Region is lost.",
  ].join("\n");
}

function fixed({ elements, providers }: Configuration): string {
  const has = (type: string) => elements.some((element) => element.type === type);
  const isProtected = elements.some(
    ({ body }) => (body["lifecycle"] as JsonObject | undefined)?.["prevent_destroy"] === true,
  );
  const lines = [
    "- The access point's name, its set of buckets and its public access block: AWS cannot change them. Terraform would " +
      "make a new access point with another ARN, alias and host name, and every client would have to follow." +
      (isProtected ? " `prevent_destroy` refuses that." : ""),
    "- The buckets' names and Regions: another one is another, empty bucket.",
    "- Labels and provider aliases: a changed address is a destroy and create, unless a `moved` block goes with it.",
    "- Versioning, and replication from every bucket to every other one: S3 does not replicate replicas.",
    "- The access point's policy resource: AWS cannot delete the policy. Take principals out of it instead.",
    ...(has("aws_cloudwatch_metric_alarm")
      ? [
          "- The Region of each alarm: S3 publishes its replication metrics in one Region only, and an alarm elsewhere never fires.",
        ]
      : []),
    ...(has("aws_vpc_endpoint")
      ? [
          "- `private_dns_enabled` and the service's name of the VPC endpoints: only the private name works for this service.",
        ]
      : []),
  ];
  const control = providers.find(({ body }) => body["alias"] === undefined)?.body["region"];
  if (typeof control === "string")
    lines.push(
      `- The provider without an alias: ${control} is where AWS manages access points, whatever their Regions.`,
    );
  return lines.join("\n");
}

function resources(configuration: Configuration, form: "hcl" | "json"): string[][] {
  const rows = new Map<string, { labels: string[]; file: string }>();
  for (const element of configuration.elements) {
    const type = `${element.kind === "data" ? "data." : ""}${element.type}`;
    const row = rows.get(type) ?? { labels: [], file: fileOf(element) };
    rows.set(type, { ...row, labels: [...row.labels, element.label] });
    if (row.file !== fileOf(element)) rows.get(type)!.file = "several";
  }
  return [...rows]
    .sort(
      ([one], [other]) =>
        Number(one.startsWith("data.")) - Number(other.startsWith("data.")) || (one < other ? -1 : 1),
    )
    .map(([type, { labels, file }]) => [
      code(type),
      labels.length > MOST_LABELS
        ? `${labels.length}, from ${code(labels[0]!)} to ${code(labels.at(-1)!)}`
        : labels.map(code).join(", "),
      ...(form === "hcl" ? [file === "several" ? "several" : code(file)] : []),
    ]);
}

function contentOf(file: string): string {
  if (file.startsWith("tests/")) return "Tests that need neither network nor credentials.";
  if (file === ".terraform.lock.hcl") return "The provider's version and checksums.";
  if (file === "main.tf.json") return "The whole configuration, in Terraform's JSON syntax.";
  return CONTENTS[file] ?? "";
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `| ${head.map(() => "---").join(" | ")} |`, ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");
}

/** As code, with as many backticks as the text needs. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
}
