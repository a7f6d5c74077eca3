import { existsSync } from "node:fs";
import { basename } from "node:path";
import {
  adoptedFile,
  adoptedText,
  endOf,
  isAdopted,
  readAdopted,
  type AdoptedBucket,
  type AdoptedRecord,
} from "../../environment/adopted";
import { environmentId } from "../../environment/find";
import type { Environment } from "../../environment/load";
import { bucketsElsewhere } from "../../environment/other-environments";
import type { EnvironmentFile } from "../access-point/argument";
import type { Aws } from "../adapters/aws/aws";
import { writeWhole } from "../adapters/files";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";
import { callerIdentity } from "../live/identity";
import { adoptAccessPoint } from "./access-point";
import { isManagedAccessPoint } from "./access-point-findings";
import { accessPointRecord } from "./access-point-record";
import { checkRecord } from "./check";
import { findingsOf } from "./findings";
import { inspectBucket } from "./inspect";
import { resultJson } from "./json";
import { findingsBetween } from "./pairs";
import { isManaged, recordOf } from "./record";
import { findingsText, linesOf, titleOf } from "./render";

export interface AdoptOptions {
  readonly bucket?: readonly string[];
  readonly accessPoint?: string;
  readonly check?: boolean;
}

export interface AdoptResult {
  readonly ok: boolean;
  readonly json: object;
}

/**
 * Inspects the buckets and the access point of an environment, and writes their record unless something prevents the
 * adoption.
 */
export async function adopt(
  aws: Aws,
  environmentFile: EnvironmentFile,
  { bucket: chosen = [], accessPoint: chosenPoint, check = false }: AdoptOptions,
  terminal: Pick<Terminal, "say" | "progress">,
): Promise<AdoptResult> {
  const { environment, file } = environmentFile;
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
  if (chosenPoint !== undefined && chosenPoint !== environment.name) {
    throw new UserError(
      `${chosenPoint} is not the access point of ${basename(file)}, which is ${environment.name}. Write name: ${chosenPoint} in the file first.`,
      ExitStatus.usage,
    );
  }
  refuseAtEnd(environment, file);
  const record = recordIn(file);
  if (check) return checkRecord(aws, environmentFile, record, terminal);
  const everything = chosen.length === 0 && chosenPoint === undefined;
  const some = members.filter(({ bucket }) => everything || chosen.includes(bucket));
  const elsewhere = bucketsElsewhere(file);
  const { account } = await callerIdentity(aws);
  const inspected = await Promise.all(
    some.map(async ({ region, bucket, required }) => {
      terminal.progress(`Read the configuration of ${bucket} in ${region} …`);
      const inspection = await inspectBucket(aws, { account, bucket, region, members: names });
      const earlier = record?.buckets[bucket];
      const alsoIn = elsewhere.get(bucket);
      const findings = findingsOf(inspection, {
        account,
        environment,
        required,
        ...(earlier && { earlier }),
        ...(alsoIn !== undefined && { alsoIn }),
      });
      return { inspection, findings, earlier };
    }),
  );
  const between = findingsBetween(
    inspected.map(({ inspection }) => inspection),
    everything ? members.length : inspected.length,
    Boolean(environment.objectLock),
  );
  const accessPoint =
    everything || chosenPoint !== undefined
      ? await adoptAccessPoint(aws, {
          account,
          environment,
          required: chosenPoint !== undefined || Boolean(environment.accessPoint),
          ...(record?.accessPoint && { earlier: record.accessPoint }),
          progress: (line) => terminal.progress(line),
        })
      : undefined;
  const all = [
    ...inspected.flatMap(({ findings }) => findings),
    ...between,
    ...(accessPoint?.findings ?? []),
  ];
  const ok = !all.some(({ kind }) => kind === "prevents");
  for (const { inspection, findings } of inspected)
    terminal.say(`${findingsText(titleOf(inspection), findings)}\n`);
  if (between.length > 0) terminal.say(`${findingsText("Between the buckets", between)}\n`);
  if (accessPoint) terminal.say(`${accessPoint.text}\n`);

  const existing = inspected.filter(({ inspection }) => inspection.place.kind === "here");
  const point = accessPoint?.adopts;
  if (!ok) terminal.say(preventedText(all.filter(({ kind }) => kind === "prevents").length, file));
  else if (existing.length === 0 && !point)
    terminal.say(`None of the buckets exists, so there is nothing to record. ${notWritten(file)}`);
  else {
    const buckets: Record<string, AdoptedBucket> = { ...record?.buckets };
    for (const { inspection, earlier } of existing)
      buckets[inspection.bucket] = recordOf(inspection, earlier, environment);
    // An access point that was not inspected keeps its record, and one that does not exist loses it.
    const recorded = accessPoint
      ? point && accessPointRecord(accessPoint.inspection, point, record?.accessPoint)
      : record?.accessPoint;
    const text = adoptedText({ buckets, ...(recorded && { accessPoint: recorded }) });
    const written = await writeWhole(adoptedFile(file), text);
    const inspections = existing.map(({ inspection }) => inspection);
    terminal.say(`Lines for ${basename(file)}:\n\n${linesOf(environment, inspections, point)}\n`);
    const imports = !inspections.every(isManaged) || (point !== undefined && !isManagedAccessPoint(point));
    terminal.say(nextStep(written, imports, file));
  }
  return { ok, json: resultJson({ ok, inspected, between, ...(accessPoint && { accessPoint }) }) };
}

/** @throws UserError if the adoption ends: a new record would lose the configuration from before the adoption */
function refuseAtEnd(environment: Environment, file: string): void {
  const end = endOf(environment);
  if (end === undefined) return;
  const id = environmentId(file);
  throw new UserError(
    `The adoption of ${id} ends (adopt: ${end}), and ${basename(adoptedFile(file))} keeps the configuration from before it. mrap verify ${id} compares the buckets with it. To adopt the buckets again, write adopt: true first.`,
  );
}

function preventedText(count: number, file: string): string {
  return `${count} ${count === 1 ? "finding prevents" : "findings prevent"} the adoption. ${notWritten(file)}`;
}

/** The record exists only if an earlier run wrote it. */
function notWritten(file: string): string {
  const name = basename(adoptedFile(file));
  return existsSync(adoptedFile(file)) ? `${name} is unchanged.` : `${name} was not written.`;
}

/** @param imports whether a part is not managed by an environment yet */
function nextStep(written: "written" | "replaced" | "unchanged", imports: boolean, file: string): string {
  const plan = `mrap plan ${environmentId(file)}${imports ? ", and review the imports before you deploy" : ""}.`;
  const next = written === "unchanged" ? `Run ${plan}` : `Commit it. Then run ${plan}`;
  return `${basename(adoptedFile(file))} is ${written}. ${next}`;
}

function recordIn(file: string): AdoptedRecord | undefined {
  const record = readAdopted(file);
  if (record !== undefined && !isAdopted(record))
    throw new UserError(`${basename(file)} ${record.message}. To fix it, ${record.fix}.`);
  return record;
}
