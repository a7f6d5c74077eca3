/** The completion report of a job. Ledger: batch-report */
import { createHash } from "node:crypto";
import { reasonIn } from "./failure-reasons";
import { idOf } from "./versions";

/** Reads an object of the job bucket. Undefined if it does not exist. */
export type ReadObject = (key: string) => Promise<string | undefined>;

/** The report, or why it cannot be read. */
export type Report = { readonly reasons: ReadonlyMap<string, string> } | { readonly unreadable: string };

/** Reads the failed tasks of a job: the reason by version. */
export async function readReport(jobId: string, read: ReadObject): Promise<Report> {
  const place = `reports/job-${jobId}/manifest.json`;
  const text = await read(place);
  if (text === undefined) return { unreadable: `there is no ${place}` };
  const manifest = parseManifest(text);
  if (manifest === undefined) return { unreadable: `${place} is not the manifest of a report` };
  const reasons = new Map<string, string>();
  for (const { key, md5 } of manifest.failed) {
    const csv = await read(key);
    if (csv === undefined) return { unreadable: `there is no ${key}` };
    if (md5 !== undefined && createHash("md5").update(csv).digest("hex") !== md5)
      return { unreadable: `${key} is damaged: its checksum is another one` };
    for (const row of parseCsv(csv)) {
      const value = (name: string): string => row[manifest.columns.indexOf(name)] ?? "";
      const [name, versionId] = [decoded(value("Key")), value("VersionId")];
      if (name === undefined || name === "" || row.length < manifest.columns.length)
        return { unreadable: `${key} is not a report in the form that its manifest names` };
      const fields = ["ErrorCode", "HTTPStatusCode", "ResultMessage"].map(value);
      reasons.set(idOf({ key: name, versionId }), reasonIn(fields));
    }
  }
  return { reasons };
}

interface Manifest {
  readonly columns: readonly string[];
  readonly failed: readonly { readonly key: string; readonly md5?: string }[];
}

function parseManifest(text: string): Manifest | undefined {
  try {
    const { ReportSchema, Results } = JSON.parse(text) as {
      ReportSchema?: unknown;
      Results?: { TaskExecutionStatus?: string; Key?: string; MD5Checksum?: string }[];
    };
    if (typeof ReportSchema !== "string" || !Array.isArray(Results)) return undefined;
    const columns = ReportSchema.split(",").map((column) => column.trim());
    if (!columns.includes("Key") || !columns.includes("VersionId")) return undefined;
    const failed = Results.filter(({ TaskExecutionStatus }) => TaskExecutionStatus === "failed");
    if (failed.some(({ Key }) => typeof Key !== "string")) return undefined;
    return {
      columns,
      failed: failed.map(({ Key, MD5Checksum }) => ({ key: Key!, ...(MD5Checksum && { md5: MD5Checksum }) })),
    };
  } catch {
    return undefined;
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return undefined;
  }
}

/** Reads CSV with quoted fields, in which a quote is doubled. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\r?\n|$)/y;
  field.lastIndex = 0;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) return [...rows, [text.slice(0, 80)]];
    row.push(match[1] !== undefined ? match[1].replace(/""/g, '"') : (match[2] ?? "").replace(/\r$/, ""));
    if (match[3] !== ",") {
      rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push([...row, ""]);
  return rows;
}
