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
import { adoptAccessPoint } from "./access-point";
import { accessPointRecord } from "./access-point-record";
import { checkRecord } from "./check";
import { findingsOf } from "./findings";
import { inspectBucket } from "./inspect";
import { resultJson } from "./json";
import { findingsBetween } from "./pairs";
import { recordOf } from "./record";
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
  { bucket: chosen = [], accessPoint: point, check = false }: AdoptOptions,
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
  if (point !== undefined && point !== environment.name) {
    throw new UserError(
      `${point} is not the access point of ${basename(file)}, which is ${environment.name}. Write name: ${point} in the file first.`,
      ExitStatus.usage,
    );
  }
  const record = recordIn(file);
  if (check) return checkRecord(aws, environmentFile, record, terminal);
  const everything = chosen.length === 0 && point === undefined;
  const some = members.filter(({ bucket }) => everything || chosen.includes(bucket));
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
  const between = findingsBetween(
    inspections,
    everything ? members.length : inspections.length,
    Boolean(environment.objectLock),
  );
  const accessPoint =
    everything || point !== undefined
      ? await adoptAccessPoint(aws, {
          account,
          environment,
          required: point !== undefined || Boolean(environment.accessPoint),
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
  const name = basename(adoptedFile(file));
  if (!ok) terminal.say(`The adoption is not possible. ${name} is unchanged.`);
  else if (existing.length === 0 && !accessPoint?.adopts)
    terminal.say(`None of them exists, or needs an adoption. ${name} is unchanged.`);
  else {
    const buckets: Record<string, AdoptedBucket> = { ...record?.buckets };
    for (const { inspection, earlier } of existing)
      buckets[inspection.bucket] = recordOf(inspection, earlier);
    // An access point that was not inspected keeps its record, and one that does not exist loses it.
    const recorded = accessPoint
      ? accessPoint.adopts &&
        accessPointRecord(accessPoint.inspection, accessPoint.adopts, record?.accessPoint)
      : record?.accessPoint;
    const written = await writeWhole(
      adoptedFile(file),
      adoptedText({ buckets, ...(recorded && { accessPoint: recorded }) }),
    );
    const lines = linesOf(
      environment,
      existing.map(({ inspection }) => inspection),
      accessPoint?.adopts,
    );
    terminal.say(`Lines for ${basename(file)}:\n\n${lines}\n`);
    terminal.say(
      `${name} is ${written}. Commit it. Then run mrap plan ${environmentId(file)}, and review the imports before you deploy.`,
    );
  }
  return { ok, json: resultJson({ ok, inspected, between, ...(accessPoint && { accessPoint }) }) };
}

function recordIn(file: string): AdoptedRecord | undefined {
  const record = readAdopted(file);
  if (record !== undefined && !isAdopted(record))
    throw new UserError(`${basename(file)} ${record.message}. To fix it, ${record.fix}.`);
  return record;
}
