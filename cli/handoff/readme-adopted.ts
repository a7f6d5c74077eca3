/** The README's section about buckets that existed before the environment. */
import type { Configuration, JsonObject } from "../synthesized/configuration";
import { code } from "./markdown";
import type { ReadmeParts } from "./readme-parts";

/** Nothing without adopted buckets. */
export function adopted({
  configuration: { statements, elements },
  form,
}: Pick<ReadmeParts, "form"> & {
  readonly configuration: Pick<Configuration, "statements" | "elements">;
}): string[] {
  const imported = new Set(statements.flatMap(({ type, body }) => (type === "import" ? [body.to] : [])));
  const buckets = elements
    .filter(({ kind, type, label }) => kind === "resource" && imported.has(`${type}.${label}`))
    .filter(({ type }) => type === "aws_s3_bucket");
  if (buckets.length === 0) return [];
  const names = buckets.map(({ type, label }) => code(`${type}.${label}`)).join(", ");
  const place = form === "hcl" ? "`imports.tf`" : "`main.tf.json`";
  const conditions = buckets.some(({ body }) => (body.lifecycle as JsonObject | undefined)?.postcondition);
  return [
    [
      "## Adopted buckets",
      `${names} existed before this configuration. The \`import\` blocks in ${place} have no effect on resources that the state has. With an empty state, Terraform imports the buckets and creates none of them.`,
      "This folder has no tests for `terraform test`: Terraform cannot import with mocked providers.",
      ...(conditions
        ? [
            "Each of these buckets has `postcondition` blocks. If its policy, its rules or its versioning change outside Terraform, the plan fails and names the bucket. The messages name `mrap adopt`, a command of the CDKTF project. Here, undo the change, or change the configuration and the condition together.",
          ]
        : []),
    ].join("\n\n"),
  ];
}
