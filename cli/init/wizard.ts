import { ACCESS_POINT_REGIONS } from "../../constructs/limits";
import { principalRule } from "../../environment/rules/iam";
import { accessPointNameRule, bucketRule, stateBucketRule } from "../../environment/rules/names";
import { vpcRule } from "../../environment/rules/network";
import type { Rule } from "../../environment/rules/rule";
import { UserError } from "../errors";
import type { Account } from "./account";
import type { Answers, Given, RegionAnswer } from "./answers";
import { isMemberRegion, mistakeIn } from "./given";
import { proposeBucket, proposeRegions, proposeStateBucket, proposeStateRegion } from "./propose";

/** How the wizard speaks. */
export interface Dialog {
  /** Reads one line. Undefined at the end of the input. */
  ask(question: string): Promise<string | undefined>;
  warn(line: string): void;
}

const { minimum, maximum } = ACCESS_POINT_REGIONS;

/**
 * Asks for everything that the command line does not give. Each question has a proposal in brackets, which Enter accepts.
 * @throws UserError if the input ends
 */
export async function askForAnswers(
  dialog: Dialog,
  account: Account,
  given: Given,
  currentRegion: string | undefined,
): Promise<Answers> {
  const ask = questioner(dialog);
  const name = given.name ?? (await ask("Name of the access point", "photos", ruled(accessPointNameRule)));
  const regions =
    given.regions.length > 0
      ? given.regions
      : (await askForRegions(ask, account, currentRegion)).map((region) => ({ region }));
  const names = regions.map(({ region }) => region);
  const buckets: string[] = [];
  for (const one of regions) {
    const proposal = await proposeBucket(account, name, one.region, one.region);
    buckets.push(
      ("bucket" in one ? one.bucket : undefined) ??
        (await ask(`Bucket in ${one.region}`, proposal, ruled(bucketRule))),
    );
  }
  const passive =
    given.passive ??
    words(
      await ask("Passive Regions, separated by spaces", "", (text) => {
        const unknown = words(text).find((one) => !names.includes(one));
        if (unknown !== undefined) return `'${unknown}' is not one of ${names.join(", ")}.`;
        return names.every((one) => words(text).includes(one))
          ? "One Region at least must be active."
          : undefined;
      }),
    );
  const networks = given.networks ?? (await askForNetworks(ask, account, names));
  const state = await askForState(ask, account, given, name, names);
  const principals = (text: string): string | undefined =>
    words(text)
      .map((one) => mistakeIn(one, principalRule))
      .find((one) => one !== undefined);
  const readers = given.readers ?? words(await ask("ARNs of readers, separated by spaces", "", principals));
  const writers = given.writers ?? words(await ask("ARNs of writers, separated by spaces", "", principals));
  return {
    name,
    regions: regions.map(({ region }, index): RegionAnswer => {
      const vpc = networks[region];
      return {
        region,
        bucket: buckets[index]!,
        routing: passive.includes(region) ? "passive" : "active",
        ...(vpc !== undefined && { vpc }),
      };
    }),
    state,
    readers,
    writers,
  };
}

type Question = (
  text: string,
  proposal: string | undefined,
  problem: (answer: string) => string | undefined,
) => Promise<string>;

/** Asks again until the answer is accepted. */
function questioner(dialog: Dialog): Question {
  return async (text, proposal, problem) => {
    const hint = proposal === undefined ? "" : ` [${proposal === "" ? "none" : proposal}]`;
    for (;;) {
      const line = await dialog.ask(`${text}${hint}: `);
      if (line === undefined) throw new UserError("The input ended. Nothing was written.");
      const answer = line.trim() === "" ? (proposal ?? "") : line.trim();
      const why = answer === "" && proposal === "" ? undefined : problem(answer);
      if (why === undefined) return answer;
      dialog.warn(why);
    }
  };
}

async function askForRegions(
  ask: Question,
  { regions: enabled }: Account,
  currentRegion: string | undefined,
): Promise<string[]> {
  const answer = await ask(
    `Regions (${minimum} to ${maximum}), separated by spaces`,
    proposeRegions(currentRegion).join(" "),
    (text) => {
      const found = words(text);
      const wrong = found.find((one) => !isMemberRegion(one));
      if (wrong !== undefined) return `'${wrong}' is not a Region that a Multi-Region Access Point supports.`;
      const off = enabled && found.find((one) => !enabled.includes(one));
      if (off !== undefined)
        return `${off} is not enabled in this account. Enable it first, or choose another Region.`;
      if (new Set(found).size < found.length)
        return "An access point has one bucket in each Region. Name each once.";
      return found.length < minimum || found.length > maximum
        ? `An access point has ${minimum} to ${maximum} Regions, and this is ${found.length}.`
        : undefined;
    },
  );
  return words(answer);
}

async function askForNetworks(
  ask: Question,
  account: Account,
  regions: readonly string[],
): Promise<Record<string, string>> {
  const networks: Record<string, string> = {};
  for (const region of regions) {
    const found = await account.defaultVpc(region);
    const about = found === undefined ? "" : `, or default for ${found}`;
    const vpc = await ask(`VPC for an endpoint in ${region} (its ID${about})`, "", ruled(vpcRule));
    if (vpc !== "") networks[region] = vpc;
  }
  return networks;
}

async function askForState(
  ask: Question,
  account: Account,
  given: Given,
  name: string,
  members: readonly string[],
): Promise<Answers["state"]> {
  if (given.stateBucket === "local") return "local";
  const region =
    given.stateRegion ??
    (await ask("Region of the state bucket", proposeStateRegion(members, account.regions), (text) =>
      /^[a-z]{2}(-[a-z]+)+-\d$/.test(text) ? undefined : `'${text}' is not the name of a Region.`,
    ));
  const bucket =
    given.stateBucket ??
    (await ask("State bucket, or local", await proposeStateBucket(account, name, region), (text) =>
      text === "local" ? undefined : mistakeIn(text, stateBucketRule),
    ));
  return bucket === "local" ? "local" : { bucket, region };
}

function ruled(rule: Rule): (answer: string) => string | undefined {
  return (answer) => mistakeIn(answer, rule);
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((one) => one !== "");
}
