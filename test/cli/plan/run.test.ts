/** `mrap plan` with a program in place of Terraform, which prints a state and notes its commands. */
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { planText } from "../../../cli/plan/render";
import { planStatus, runPlan, type PlanOptions, type PlanResult } from "../../../cli/plan/run";
import { adoptedText, type AdoptedRecord } from "../../../environment/adopted";
import { readIdentity } from "../../../environment/identity";
import { folderWith, removeFolders, SHORTEST } from "../../environment/support";

const TRIAL = `${SHORTEST}protect: false\nfailover: { announceChanges: false }\n`;
const EMPTY_PLAN = JSON.stringify({
  format_version: "1.2",
  terraform_version: "1.11.4",
  complete: true,
  resource_changes: [],
});

const saved = { ...process.env };
afterEach(() => {
  process.env = { ...saved };
});
afterAll(removeFolders);

const provider = (alias: string) => `provider["registry.terraform.io/hashicorp/aws"].${alias}`;
const bucket = (name: string, region: string) => ({
  mode: "managed",
  type: "aws_s3_bucket",
  provider: provider(region.replaceAll("-", "_")),
  instances: [{ attributes: { bucket: name, region, force_destroy: true } }],
});
/** A state in which a bucket in sa-east-1 is left. */
const STATE = {
  resources: [
    bucket("one-in-ireland", "eu-west-1"),
    bucket("two-in-virginia", "us-east-1"),
    bucket("left-in-brazil", "sa-east-1"),
    {
      mode: "managed",
      type: "aws_s3control_multi_region_access_point",
      instances: [
        {
          attributes: {
            alias: "abc.mrap",
            details: [
              { name: "my-mrap", region: [{ bucket: "one-in-ireland" }, { bucket: "two-in-virginia" }] },
            ],
          },
        },
      ],
    },
  ],
};

interface Planned {
  readonly result: PlanResult;
  readonly commands: readonly string[];
  readonly folder: string;
}

async function planned(
  text: string,
  state: object | "",
  more: Partial<PlanOptions> = {},
  record?: object,
  adopted?: AdoptedRecord,
  others: Readonly<Record<string, string>> = {},
): Promise<Planned> {
  const folder = folderWith({
    ...others,
    "e.yaml": text,
    ...(record && { "e.identity.json": JSON.stringify(record) }),
    ...(adopted && { "e.adopted.yaml": adoptedText(adopted) }),
    "state.json": state === "" ? "" : JSON.stringify(state),
    "plan.json": EMPTY_PLAN,
    terraform: `#!/bin/sh
echo "$1" >> ${"$"}NOTES/commands
case "$1" in
  state) cat "$NOTES/state.json" ;;
  plan) for word in "$@"; do case "$word" in -out=*) echo x > "\${word#-out=}" ;; esac; done ;;
  show) cat "$NOTES/plan.json" ;;
esac
`,
  });
  const binary = join(folder, "terraform");
  chmodSync(binary, 0o755);
  Object.assign(process.env, {
    NOTES: folder,
    TERRAFORM_BINARY_NAME: binary,
    CDKTF_OUTDIR: join(folder, "cdktf.out"),
  });
  const result = await runPlan(join(folder, "e.yaml"), {
    progress: () => undefined,
    warn: () => undefined,
    ...more,
  });
  const commands = readFileSync(join(folder, "commands"), "utf8").trim().split("\n");
  return { result, commands, folder };
}

const aliases = (folder: string): string[] => {
  const json = readFileSync(join(folder, "cdktf.out", "stacks", "e", "cdk.tf.json"), "utf8");
  return (JSON.parse(json) as { provider: { aws: { region: string }[] } }).provider.aws
    .map(({ region }) => region)
    .sort();
};

test("plans and reviews, keeps the provider of a Region in the state, and deletes the plan", async () => {
  const { result, commands, folder } = await planned(TRIAL, STATE);
  expect(commands).toEqual(["init", "state", "plan", "show"]);
  expect(planStatus(result)).toBe(0);
  expect(planText(result, false)).toContain("e: No changes");
  expect(aliases(folder)).toContain("sa-east-1");
  expect(readIdentity(join(folder, "e.yaml"))).toMatchObject({
    providers: ["ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1"].filter((one) =>
      aliases(folder).includes(one),
    ),
  });
  expect(readdirSync(join(folder, "cdktf.out", "stacks", "e"))).toEqual(["cdk.tf.json"]);
});

test("forgets the provider of a Region without resources", async () => {
  const state = { resources: STATE.resources.filter((_, index) => index !== 2) };
  const record = { name: "my-mrap", regions: {}, providers: ["eu-west-1", "sa-east-1", "us-east-1"] };
  const { folder } = await planned(TRIAL, state, {}, record);
  expect(readIdentity(join(folder, "e.yaml"))).toMatchObject({
    providers: expect.not.arrayContaining(["sa-east-1"]),
  });
});

test("a change that Terraform would refuse is reported without a plan", async () => {
  const { result, commands } = await planned(SHORTEST.replace("two-in-virginia", "new-in-virginia"), STATE);
  expect(commands).toEqual(["init", "state"]);
  expect(planStatus(result)).toBe(1);
  expect(planText(result, false)).toBe(
    `The file replaces the bucket two-in-virginia in us-east-1 with new-in-virginia. AWS replaces the access point my-mrap: its alias abc.mrap is lost, and every client needs the new alias. The objects are not copied to new-in-virginia.

Next steps:
  - To keep the access point, write regions.us-east-1.bucket: two-in-virginia.
  - To change it nevertheless, follow docs/change.md: it takes protect: false and a time without service.

Terraform was not asked for a plan. Nothing was changed.`,
  );
});

test("the new access point of an interrupted deploy is reported with the command that adds it to the state", async () => {
  const text = `${TRIAL.replace("name: my-mrap", "name: my-mrap-2").replace("us-east-1", "ap-south-1").replace("two-in-virginia", "three-in-mumbai")}previous:
  name: my-mrap
  regions: { eu-west-1: { bucket: one-in-ireland }, us-east-1: { bucket: two-in-virginia } }
`;
  const regions = { "eu-west-1": "one-in-ireland", "us-east-1": "two-in-virginia" };
  const record = { name: "my-mrap", stateName: "my-mrap", regions, providers: [] };
  const state = structuredClone(STATE) as unknown as {
    resources: { instances: { attributes: Record<string, unknown> }[] }[];
  };
  state.resources[3]!.instances[0]!.attributes["account_id"] = "123456789012";
  const aws = (name: string) => async () => ({
    deployed: { name, alias: "new.mrap", regions },
    stateKeys: [],
  });
  const { result, commands } = await planned(text, state, { askAws: aws("my-mrap-2") }, record);
  expect(commands).toEqual(["init", "state"]);
  expect(planStatus(result)).toBe(1);
  expect(planText(result, false)).toContain(
    "The access point my-mrap-2 (new.mrap) exists in AWS, but Terraform's state does not have it. An interrupted deploy leaves this behind. A deploy would try to create my-mrap-2 again and fail.",
  );
  expect(planText(result, false)).toContain(
    "cd cdktf.out/stacks/e && terraform import aws_s3control_multi_region_access_point.my_mrap_2 123456789012:my-mrap-2",
  );
  // Before the first deploy, the buckets belong to the previous access point.
  const first = await planned(text, state, { askAws: aws("my-mrap") }, record);
  expect(first.commands).toEqual(["init", "state", "plan", "show"]);
});

test("the buckets of another access point are a rename, and the record keeps its name", async () => {
  const deployed = {
    name: "photos",
    alias: "abc.mrap",
    regions: { "eu-west-1": "one-in-ireland", "us-east-1": "two-in-virginia" },
  };
  const stateKeys = ["photos/terraform.tfstate"];
  const { result, commands, folder } = await planned(SHORTEST, "", {
    askAws: async () => ({ deployed, stateKeys }),
  });
  expect(commands).toEqual(["init", "state"]);
  expect(result.changes).toMatchObject([{ kind: "renamed" }]);
  expect(planText(result, false)).toContain(
    "The state bucket contains other states: photos/terraform.tfstate.",
  );
  expect(readIdentity(join(folder, "e.yaml"))).toMatchObject({ name: "photos" });
});

test("an access point of that name without a state is reported", async () => {
  const deployed = { name: "my-mrap", alias: "abc.mrap", regions: STATE_REGIONS };
  const { result } = await planned(SHORTEST, "", { askAws: async () => ({ deployed, stateKeys: [] }) });
  expect(result.changes).toMatchObject([
    {
      kind: "not-in-state",
      sentence:
        "The access point my-mrap (abc.mrap) exists in AWS, but Terraform's state is empty. A deploy would try to create the environment again.",
    },
  ]);
  expect(planStatus(result)).toBe(1);
});

test("an access point to adopt is in AWS and not in the state", async () => {
  const deployed = { name: "my-mrap", alias: "abc.mrap", regions: STATE_REGIONS };
  const text = `${SHORTEST.replace(/ireland/, "ireland, adopt: true").replace(/virginia/, "virginia, adopt: true")}accessPoint: adopt\n`;
  const adopted: AdoptedRecord = {
    buckets: { "one-in-ireland": { region: "eu-west-1" }, "two-in-virginia": { region: "us-east-1" } },
    accessPoint: {
      name: "my-mrap",
      account: "123456789012",
      alias: "abc.mrap",
      regions: STATE_REGIONS,
      publicAccessBlock: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    },
  };
  const askAws = async () => ({ deployed, stateKeys: [] });
  const { result, commands } = await planned(text, "", { askAws }, undefined, adopted);
  expect(commands).toEqual(["init", "state", "plan", "show"]);
  expect(result.changes).toEqual([]);
});

test("a change of Regions without a state is reported, and the record keeps the first name", async () => {
  const record = {
    name: "photos-2",
    stateName: "photos",
    regions: { ...STATE_REGIONS, "ap-south-1": "three-in-mumbai" },
    providers: [],
    protect: true,
    previous: { name: "photos", regions: STATE_REGIONS },
    generations: ["photos", "photos-2"],
  };
  const file = `name: photos-2
previous:
  name: photos
  regions:
    eu-west-1: { bucket: one-in-ireland }
    us-east-1: { bucket: two-in-virginia }
regions:
  eu-west-1: { bucket: one-in-ireland }
  us-east-1: { bucket: two-in-virginia }
  ap-south-1: { bucket: three-in-mumbai }
state: local
`;
  const deployed = { name: "photos", alias: "abc.mrap", regions: STATE_REGIONS };
  const askAws = async () => ({ deployed, stateKeys: [] });
  const { result, folder } = await planned(file, "", { askAws }, record);
  expect(result.changes[0]).toMatchObject({ kind: "not-in-state" });
  expect(planStatus(result)).toBe(1);
  expect(readIdentity(join(folder, "e.yaml"))).toMatchObject({ name: "photos-2", stateName: "photos" });
});

const STATE_REGIONS = { "eu-west-1": "one-in-ireland", "us-east-1": "two-in-virginia" };

test("AWS that cannot be asked is a warning, and --out keeps the plan", async () => {
  const warnings: string[] = [];
  const out = join(folderWith({}), "photos.tfplan");
  const { result } = await planned(SHORTEST, "", {
    out,
    warn: (line) => warnings.push(line),
    askAws: () => Promise.reject(new Error("No credentials.")),
  });
  expect(warnings).toEqual([
    "Not known: whether the buckets belong to a deployed access point. No credentials.",
  ]);
  expect(result.review).toBeDefined();
  expect(existsSync(out)).toBe(true);
});

test("errors in the file stop before Terraform", async () => {
  await expect(planned("name: A\n", "")).rejects.toThrow("has 3 errors");
});

test("a bucket of another file in the folder stops before Terraform", async () => {
  const twin = SHORTEST.replace("my-mrap", "twin").replace("one-in-ireland", "three-in-ireland");
  await expect(planned(TRIAL, "", {}, undefined, undefined, { "twin.yaml": twin })).rejects.toThrow(
    `e.yaml:4:24  regions.us-east-1.bucket
  is also a bucket of twin.yaml. Both environments would create it
  got:     two-in-virginia
  fix:     choose another name`,
  );
});
