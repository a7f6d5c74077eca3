/** The README's sections about tasks: take over, route, change, add a Region. */
import { objectLockParagraphs } from "./readme-object-lock";
import { CONTROL_PLANE_REGION, ROUTES_REGIONS } from "../../constructs/limits";
import type { Configuration, Element, JsonObject } from "../synthesized/configuration";
import { compareFiles, fileOf } from "./layout";
import { bullets, code, numbered, shell } from "./markdown";
import { stateWords } from "./readme-state";
import type { ReadmeParts } from "./readme-parts";
import { TESTS } from "./tests-file";

export function takeOver({ configuration, locked, trialState }: ReadmeParts): string {
  const remote = stateWords(configuration);
  const init = `\`terraform init\`${remote?.needs === undefined ? "" : `, with ${remote.needs}`}.`;
  return [
    "## Take over the state",
    remote
      ? `The state is in ${remote.place}. This configuration describes what that state contains.`
      : "The state of this trial is a local file. This configuration describes what that state contains.",
    numbered([
      "Stop deploying from the CDKTF project. A state must have one owner.",
      ...(remote
        ? []
        : [`Copy ${code(trialState)} from the CDKTF project to \`terraform.tfstate\` in this folder.`]),
      locked ? init : `${init} It writes \`.terraform.lock.hcl\`. Commit that file.`,
      "`terraform plan` reports **No changes.** All addresses are unchanged, so there is nothing to import or move.",
      "Commit this folder to your own repository.",
    ]),
    ...(locked
      ? [
          "`.terraform.lock.hcl` pins the provider version. Its checksums may cover one platform only. Add others with " +
            "`terraform providers lock -platform=linux_amd64 -platform=darwin_arm64`.",
        ]
      : []),
  ].join("\n\n");
}

/** Routing is no part of the configuration: what sets it, the first time and in a failover. */
export function routing({ configuration, routes }: ReadmeParts): string {
  const updates = routes.map(
    ({ bucket, active }) => `    Bucket=${bucket},TrafficDialPercentage=${active ? 100 : 0}`,
  );
  const passive = routes.filter(({ active }) => !active).map(({ region }) => region);
  const runbooks = configuration.elements.filter(({ type }) => type === "aws_ssm_document");
  return [
    "## Set the initial routing",
    "Terraform does not manage the routing of the access point. AWS activates every Region when it creates the access " +
      "point." +
      (passive.length === 0
        ? " This environment starts with every Region active, so a new access point needs no change. This command sets that routing:"
        : ` This environment starts with ${passive.join(", ")} as passive. After the access point is created for the first time, set that routing:`),
    shell(
      "aws s3control submit-multi-region-access-point-routes \\",
      `  --region ${CONTROL_PLANE_REGION} \\`,
      '  --account-id "$(aws sts get-caller-identity --query Account --output text)" \\',
      '  --mrap "$(terraform output -raw access_point_arn)" \\',
      "  --route-updates \\",
      ...updates.map((line, index) => (index < updates.length - 1 ? `${line} \\` : line)),
    ),
    "100 makes a Region active and 0 makes it passive. The new routing takes up to 2 minutes to take effect. To see " +
      "it, run `aws s3control get-multi-region-access-point-routes` with the same `--region`, `--account-id` and `--mrap`.",
    "## Fail over",
    "Run the same command with other percentages. Send the new active Region and the new passive Region in one command: " +
      "at least one Region must be active at any time. The Region of `--region` only receives the request. " +
      `If it is lost, use another one of ${listed(ROUTES_REGIONS)}. A failover ` +
      "does not change the state, and `terraform apply` does not change the routing.",
    ...(runbooks.length > 0
      ? [
          `The AWS Systems Manager document in ${code("failover.tf")} does the same from the console or with ` +
            "`aws ssm start-automation-execution`.",
        ]
      : []),
  ].join("\n\n");
}

export function change({ configuration, form, files }: ReadmeParts): string {
  const argument = configuration.backend.name === "cloud" ? "terraform.cloud" : "terraform.backend";
  const backend = form === "hcl" ? "`backend.tf`" : `${code(argument)} in \`main.tf.json\``;
  const move =
    stateWords(configuration)?.move ?? "`terraform init -migrate-state`. A backend accepts no variables";
  const synced = JSON.stringify(configuration.elements).includes('"replica_modifications"');
  const forced = configuration.elements.some(
    ({ body, path }) => body["force_destroy"] === true && path[0] !== "Repair",
  );
  const isProtected = configuration.elements.some(
    ({ body }) => (body["lifecycle"] as JsonObject | undefined)?.["prevent_destroy"] === true,
  );
  return [
    "## Change a value",
    bullets([
      "To change a value, copy `terraform.tfvars.example` to `terraform.tfvars` and edit it. The example contains today's " +
        "values. None of them is secret, so commit `terraform.tfvars`.",
      ...(files.includes(TESTS)
        ? [
            "Before you apply a change, run the tests: `terraform init -backend=false && terraform test`. They plan with mocked " +
              "providers and need no network and no credentials.",
          ]
        : []),
      `To move the state, edit ${backend} and run ${move}.`,
    ]),
    ...(synced
      ? [
          "**Apply twice after a change of a bucket.** Version 5 of the AWS provider turns replica modification sync off when " +
            "it updates a bucket in place, for example when `tags` change. The next plan shows this as drift of the " +
            "replication configuration, and the next apply turns the sync on again. Repeat `terraform apply` until " +
            "`terraform plan` reports no changes.",
        ]
      : []),
    ...(forced || isProtected
      ? [
          "**Apply before you destroy.** The provider reads `force_destroy` from the state, not from the configuration. " +
            "After a change of `force_destroy`, run `terraform apply` before `terraform destroy`.",
        ]
      : []),
    ...objectLockParagraphs(configuration),
  ].join("\n\n");
}

/** By hand, what the CDKTF project does for one more Region in its environment file. */
export function addRegion({ configuration, variables, form, files: written }: ReadmeParts): string {
  const buckets = configuration.elements.filter(
    ({ type, path }) => type === "aws_s3_bucket" && path[0] !== "Repair",
  );
  const label = buckets[0]?.label;
  if (label === undefined) return "";
  const perRegion = configuration.elements.filter((element) => belongsTo(element, label));
  const files = [...new Set(perRegion.map(fileOf))].sort(compareFiles);
  const region = label.replace(/_/g, "-");
  const where = form === "hcl" ? "" : " All steps edit `main.tf.json`.";
  const mentions = (name: string) => form === "hcl" && JSON.stringify(configuration.elements).includes(name);
  const bucketNames = variables.some(({ name }) => name === "bucket_names");
  const accessPoint =
    configuration.elements.find(({ type }) => type === "aws_s3control_multi_region_access_point")?.label ??
    "this";
  return [
    "## Add a Region",
    "AWS cannot add a bucket to an existing access point. A changed set of buckets replaces the access point, and clients " +
      "lose its ARN, alias and host name. Therefore create a second access point and move the clients." +
      where,
    numbered([
      `Copy the provider with the alias ${code(label)}, with the new Region and alias.`,
      ...(bucketNames ? ["Add the Region to the type and the value of the variable `bucket_names`."] : []),
      `Copy each resource and data source of ${region}` +
        (form === "hcl" ? ` in ${listed(files.map(code))}` : "") +
        `: the ones with the label ${code(label)} or a label that begins with ${code(`${label}_`)}. Change the label, ` +
        "the provider and the Region in the names.",
      "Let every bucket replicate to the new bucket, and the new bucket to every other bucket. " +
        (form === "hcl" && buckets.length > 2
          ? "Add the new bucket at the end of `local.replication_destinations`, from which all rules are made. "
          : "Add a rule to each replication configuration, and the bucket's ARN to the statement `WriteReplicas` of each " +
            "replication role. ") +
        "Add the versioning resource of the new bucket to each `depends_on`.",
      ...(mentions("OnlyThroughAccessPoint")
        ? [
            "Add the new replication role to the exempt principals of the statement `OnlyThroughAccessPoint` " +
              "(`local.direct_access_principals`). Without it, the role cannot read the buckets.",
          ]
        : []),
      "Add a second `aws_s3control_multi_region_access_point` with its policy, another label and another name. Name all " +
        "buckets in it. A bucket can belong to several access points.",
      `Let the policies that name ${code(`aws_s3control_multi_region_access_point.${accessPoint}.arn`)} name both access points: the bucket ` +
        "policies, the VPC endpoint policies and the policies of your applications.",
      (written.includes(TESTS) ? `Extend the lists in ${code(TESTS)} and run \`terraform test\`. ` : "") +
        "Run `terraform apply` until `terraform plan` reports no changes.",
      "Copy existing objects to the new bucket with S3 Batch Replication. Replication rules do not cover objects that " +
        "existed before the rules." +
        (mentions("InitiateReplication")
          ? " First add the new bucket to the statements of the role `batch_replication`."
          : ""),
      "Set the initial routing of the new access point. Move the clients to its ARN.",
      "When no client uses the old access point, remove it. If it has `prevent_destroy`, remove that argument first.",
    ]),
  ].join("\n\n");
}

function belongsTo({ label }: Element, region: string): boolean {
  return label === region || label.startsWith(`${region}_`);
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)!}`;
}

/** The Region of the provider without an alias, where AWS manages access points. */
export function controlPlaneOf({ providers }: Configuration): string | undefined {
  const region = providers.find(({ body }) => body["alias"] === undefined)?.body["region"];
  return typeof region === "string" ? region : undefined;
}
