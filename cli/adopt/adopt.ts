import { basename } from "node:path";
import {
  adoptedFile,
  adoptedText,
  isAdopted,
  readAdopted,
  type AdoptedBucket,
  type AdoptedRecord,
} from "../../environment/adopted";
import { environmentId } from "../../environment/find";
import type { EnvironmentFile } from "../access-point/argument";
import type { Aws } from "../adapters/aws/aws";
import { writeWhole } from "../adapters/files";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";
import { callerIdentity } from "../live/identity";
import { changeSentence, changesSince, type RecordedMember } from "./changes";
import { findingsOf } from "./findings";
import { inspectBucket } from "./inspect";
import type { Finding, Inspection } from "./inspection";
import { findingsBetween } from "./pairs";
import { isManaged, recordOf } from "./record";
import { findingsText, linesOf, titleOf } from "./render";

export interface AdoptOptions {
  readonly bucket?: readonly string[];
  readonly check?: boolean;
}

export interface AdoptResult {
  readonly ok: boolean;
  readonly json: object;
}

/** Inspects the buckets of an environment, and writes their record unless something prevents the adoption. */
export async function adopt(
  aws: Aws,
  { environment, file }: EnvironmentFile,
  { bucket: chosen = [], check = false }: AdoptOptions,
  terminal: Pick<Terminal, "say" | "progress">,
): Promise<AdoptResult> {
  const members = Object.entries(environment.regions).map(([region, { bucket, adopt: value }]) => ({
    region,
    bucket,
    required: chosen.includes(bucket) || Boolean(value),
  }));
  const names = members.map(({ bucket }) => bucket);
  const unknown = chosen.find((bucket) => !names.includes(bucket));
  if (unknown !== undefined) {
    throw new UserError(
      `${unknown} is not a bucket of ${basename(file)}. Its buckets are ${names.join(", ")}. Add the bucket to the file first.`,
      ExitStatus.usage,
    );
  }
  const record = recordIn(file);
  if (check)
    return checkRecord(
      aws,
      { members: members.filter(({ bucket }) => record?.buckets[bucket]), record, file },
      terminal,
    );
  const some = members.filter(({ bucket }) => chosen.length === 0 || chosen.includes(bucket));
  const { account } = await callerIdentity(aws);
  const inspected = await Promise.all(
    some.map(async ({ region, bucket, required }) => {
      terminal.progress(`Read the configuration of ${bucket} in ${region} …`);
      const inspection = await inspectBucket(aws, { account, bucket, region, members: names });
      const earlier = record?.buckets[bucket];
      const findings = findingsOf(inspection, { environment, required, ...(earlier && { earlier }) });
      return { inspection, findings, earlier };
    }),
  );
  const inspections = inspected.map(({ inspection }) => inspection);
  const between = findingsBetween(inspections, chosen.length === 0 ? members.length : inspections.length);
  const all = [...inspected.flatMap(({ findings }) => findings), ...between];
  const ok = !all.some(({ kind }) => kind === "prevents");
  for (const { inspection, findings } of inspected)
    terminal.say(`${findingsText(titleOf(inspection), findings)}\n`);
  if (between.length > 0) terminal.say(`${findingsText("Between the buckets", between)}\n`);

  const existing = inspected.filter(({ inspection }) => inspection.place.kind === "here");
  const name = basename(adoptedFile(file));
  if (!ok) terminal.say(`The buckets cannot be adopted. ${name} is unchanged.`);
  else if (existing.length === 0) terminal.say(`None of the buckets exists. ${name} is unchanged.`);
  else {
    const buckets: Record<string, AdoptedBucket> = { ...record?.buckets };
    for (const { inspection, earlier } of existing)
      buckets[inspection.bucket] = recordOf(inspection, earlier);
    const written = await writeWhole(adoptedFile(file), adoptedText({ buckets }));
    terminal.say(
      `Lines for ${basename(file)}:\n\n${linesOf(
        environment,
        existing.map(({ inspection }) => inspection),
      )}\n`,
    );
    terminal.say(
      `${name} is ${written}. Commit it. Then run mrap plan ${environmentId(file)}, and review the imports before you deploy.`,
    );
  }
  return { ok, json: jsonOf(inspected, between, ok) };
}

function recordIn(file: string): AdoptedRecord | undefined {
  const record = readAdopted(file);
  if (record !== undefined && !isAdopted(record))
    throw new UserError(`${basename(file)} ${record.message}. To fix it, ${record.fix}.`);
  return record;
}

interface Recorded {
  readonly members: readonly RecordedMember[];
  readonly record: AdoptedRecord | undefined;
  readonly file: string;
}

async function checkRecord(
  aws: Aws,
  { members, record, file }: Recorded,
  terminal: Pick<Terminal, "say" | "progress">,
): Promise<AdoptResult> {
  const name = basename(adoptedFile(file));
  if (record === undefined || members.length === 0)
    throw new UserError(
      `${name} describes no bucket of ${basename(file)}. Run mrap adopt ${environmentId(file)} first.`,
    );
  const changes = await changesSince(aws, members, record, (line) => terminal.progress(line));
  for (const change of changes) terminal.say(changeSentence(change, file));
  if (changes.length === 0) terminal.say(`The buckets have what ${name} says.`);
  const json = changes.map(({ bucket, changed, reason }) => ({ bucket, changed, ...(reason && { reason }) }));
  return { ok: changes.length === 0, json: { changes: json } };
}

function jsonOf(
  inspected: ReadonlyArray<{ readonly inspection: Inspection; readonly findings: readonly Finding[] }>,
  between: readonly Finding[],
  ok: boolean,
): object {
  return {
    adoptable: ok,
    buckets: inspected.map(({ inspection, findings }) => ({
      bucket: inspection.bucket,
      region: inspection.region,
      exists: inspection.place.kind === "here",
      adopted: isManaged(inspection),
      ...(inspection.size && { size: inspection.size }),
      findings,
    })),
    findings: between,
  };
}
