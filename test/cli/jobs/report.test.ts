import { createHash } from "node:crypto";
import { fixOf, reasonIn } from "../../../cli/jobs/failure-reasons";
import { parseCsv, readReport } from "../../../cli/jobs/report";

const schema = "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage";
const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

function files(
  csv: string,
  more: object = {},
  checksum = md5(csv),
): (key: string) => Promise<string | undefined> {
  const Results = [{ TaskExecutionStatus: "failed", Key: "failed.csv", MD5Checksum: checksum }];
  const all: Record<string, string> = {
    "reports/job-1/manifest.json": JSON.stringify({ ReportSchema: schema, Results, ...more }),
    "failed.csv": csv,
  };
  return (key) => Promise.resolve(all[key]);
}

test("reads the reason of each version, whatever is in its key", async () => {
  const csv =
    'b,a%20b%2Cc,v1,failed,DstPutObjectNotPermitted,400,"a ""quoted"", message"\n' +
    "b,d+e,v2,failed,400,PermanentFailure,Replication failed: DstBucketNotFound\n";
  expect(await readReport("1", files(csv))).toEqual({
    reasons: new Map([
      ["v1 a b,c", "DstPutObjectNotPermitted"],
      ["v2 d e", "DstBucketNotFound"],
    ]),
  });
});

test.each([
  ["no report", () => Promise.resolve(undefined), "there is no reports/job-1/manifest.json"],
  ["no JSON", () => Promise.resolve("<html>"), "reports/job-1/manifest.json is not the manifest of a report"],
  [
    "no schema",
    files("", { ReportSchema: 1 }),
    "reports/job-1/manifest.json is not the manifest of a report",
  ],
  ["another checksum", files("a", {}, "0"), "failed.csv is damaged: its checksum is another one"],
  ["another form", files("\0 no report"), "failed.csv is not a report in the form that its manifest names"],
  [
    "a row that is cut off",
    files("b,k,v1,fai"),
    "failed.csv is not a report in the form that its manifest names",
  ],
  [
    "a broken key",
    files("b,%E0%A4%A,v,failed,x,1,y\n"),
    "failed.csv is not a report in the form that its manifest names",
  ],
])("says why it cannot read %s", async (_, read, unreadable) => {
  expect(await readReport("1", read)).toEqual({ unreadable });
});

test("reads CSV with line ends of Windows and without a last line end", () => {
  expect(parseCsv('a,"b\n""c"""\r\n,d')).toEqual([
    ["a", 'b\n"c"'],
    ["", "d"],
  ]);
  expect(parseCsv("")).toEqual([]);
});

test("has a fix for a reason that AWS added later, too", () => {
  expect(reasonIn(["SomethingNew", "400", ""])).toBe("SomethingNew");
  expect(reasonIn(["", "400", ""])).toBe("no reason given");
  expect(fixOf("SomethingNew")).toBe(
    "See Amazon S3 replication failure reasons in the Amazon S3 User Guide.",
  );
});
