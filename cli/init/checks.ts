import type { Environment } from "../../environment/load";
import type { Account, NameOwner } from "./account";

/** One line about the new environment. */
export interface InitCheck {
  readonly level: "ok" | "error" | "not known";
  readonly text: string;
}

/** Checks the environment against the account, without changing anything. The questions are asked at once. */
export async function checkEnvironment(account: Account, environment: Environment): Promise<InitCheck[]> {
  const { regions, state } = environment;
  const buckets = Object.entries(regions).map(([region, { bucket }]) => ({ region, bucket, owned: false }));
  const asked =
    state !== "local" && "bucket" in state
      ? [...buckets, { region: state.region, bucket: state.bucket, owned: true }]
      : buckets;
  const owners = await Promise.all(asked.map(({ bucket, region }) => account.owner(bucket, region)));
  return [
    accountCheck(account),
    ...regionChecks(account, Object.keys(regions)),
    ...asked.map((one, index) => bucketCheck(one, owners[index]!)),
  ];
}

function accountCheck({ id }: Account): InitCheck {
  return "value" in id
    ? { level: "ok", text: `The credentials belong to the account ${id.value}.` }
    : { level: "not known", text: `The account is not known. ${id.unknown}` };
}

function regionChecks({ id, regions: enabled }: Account, members: readonly string[]): InitCheck[] {
  if (enabled === undefined)
    return "value" in id
      ? [
          {
            level: "not known",
            text: "The enabled Regions are not known: ec2:DescribeRegions did not answer or is denied.",
          },
        ]
      : [];
  const off = members.filter((one) => !enabled.includes(one));
  if (off.length === 0) return [{ level: "ok", text: "Every Region is enabled in the account." }];
  return off.map((region) => ({
    level: "error",
    text: `${region} is not enabled in the account. Enable it in the account settings before you deploy.`,
  }));
}

function bucketCheck(
  { bucket, region, owned }: { readonly bucket: string; readonly region: string; readonly owned: boolean },
  owner: NameOwner,
): InitCheck {
  switch (owner) {
    case "free":
      return { level: "ok", text: `The bucket name ${bucket} is free.` };
    case "ours":
      return owned
        ? {
            level: "ok",
            text: `The state bucket ${bucket} exists. mrap state create adds the settings that it lacks.`,
          }
        : {
            level: "error",
            text: `The bucket ${bucket} exists already, and a deploy would try to create it. Choose another name.`,
          };
    case "taken":
      return {
        level: "error",
        text: `The bucket name ${bucket} is taken, or you may not see the bucket. Choose another name.`,
      };
    case "unknown":
      return {
        level: "not known",
        text: `Whether the bucket name ${bucket} is free in ${region} is not known.`,
      };
  }
}
