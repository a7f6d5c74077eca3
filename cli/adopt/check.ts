/** Compares the buckets and the access point with their record, and prints what changed. */
import { basename } from "node:path";
import { adoptedFile, type AdoptedRecord } from "../../environment/adopted";
import { environmentId } from "../../environment/find";
import type { EnvironmentFile } from "../access-point/argument";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { UserError } from "../errors";
import { listed } from "../text/listed";
import { accessPointChange, accessPointSentence } from "./access-point-changes";
import { changeSentence, changesSince } from "./changes";
import { deployedSentence } from "./record";

export interface CheckResult {
  readonly ok: boolean;
  readonly json: object;
}

/** The result of `mrap adopt --check`. */
export async function checkRecord(
  aws: Aws,
  { environment, file }: EnvironmentFile,
  record: AdoptedRecord | undefined,
  terminal: Pick<Terminal, "say" | "progress">,
): Promise<CheckResult> {
  const name = basename(adoptedFile(file));
  const members = Object.entries(environment.regions)
    .map(([region, { bucket }]) => ({ region, bucket }))
    .filter(({ bucket }) => record?.buckets[bucket]);
  const recorded = record?.accessPoint;
  if (record === undefined || (members.length === 0 && recorded === undefined))
    throw new UserError(
      `${name} describes no bucket of ${basename(file)}. Run mrap adopt ${environmentId(file)} first.`,
    );
  const {
    changes: buckets,
    adopted,
    deployed,
  } = await changesSince(aws, environment, members, record, (line) => terminal.progress(line));
  if (recorded) terminal.progress(`Compare the access point ${recorded.name} with its record …`);
  const accessPoint = recorded && (await accessPointChange(aws, environment, recorded));
  const sentences = [
    ...buckets.map((change) => changeSentence(change, file)),
    ...(accessPoint ? [accessPointSentence(accessPoint, file)] : []),
  ];
  for (const sentence of sentences) terminal.say(sentence);
  for (const { bucket, parts } of deployed) terminal.say(deployedSentence(bucket, parts));
  if (sentences.length === 0) {
    const subjects = [
      ...members.map(({ bucket }) => bucket).filter((one) => !deployed.some(({ bucket }) => bucket === one)),
      ...(recorded ? [`the access point ${recorded.name}`] : []),
    ];
    if (subjects.length > 0) terminal.say(`No change since ${name} was written: ${listed(subjects)}.`);
    if (adopted.length > 0)
      terminal.say(
        `${listed(adopted)} ${adopted.length === 1 ? "is" : "are"} adopted already: only Object Lock, the lifecycle rules, the notifications and the tags were compared. mrap verify ${environmentId(file)} compares the rest.`,
      );
  }
  const changes = [...buckets, ...(accessPoint ? [accessPoint] : [])].map(
    ({ unread: _, ...change }) => change,
  );
  return { ok: sentences.length === 0, json: { changes, deployed } };
}
