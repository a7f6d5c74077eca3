import { compactTable, table } from "../../../cli/text/table";

const head = ["REGION", "ROUTING", "BUCKET"];
const rows = [
  ["ap-south-1", { text: "active", style: "strong" as const }, "example-photos-mumbai"],
  ["us-east-1", "passive", "example-photos-virginia"],
];
const paint = (_: string, text: string): string => `<${text}>`;

test("the columns are aligned, also where a cell is emphasized", () => {
  expect(table(head, rows, { columns: 60, paint })).toEqual([
    "REGION      ROUTING  BUCKET",
    "ap-south-1  <active>   example-photos-mumbai",
    "us-east-1   passive  example-photos-virginia",
  ]);
});

test("a cell of the widest column continues on the next line if there is not enough room", () => {
  expect(table(head, rows, { columns: 36 })).toEqual([
    "REGION     ROUTING BUCKET",
    "ap-south-1 active  example-photos-mu",
    "                   mbai",
    "us-east-1  passive example-photos-vi",
    "                   rginia",
  ]);
});

test("on a narrow screen each row is a list of its cells", () => {
  const lines = table(head, rows, { columns: 26 });
  expect(lines).toEqual([
    "ap-south-1",
    "  routing  active",
    "  bucket   example-photos-",
    "           mumbai",
    "us-east-1",
    "  routing  passive",
    "  bucket   example-photos-",
    "           virginia",
  ]);
});

test("a compact table has one line for each row: it leaves out columns, then cuts cells", () => {
  expect(compactTable(head, rows, { columns: 26, leaveOut: [2], paint })).toEqual([
    "REGION      ROUTING",
    "ap-south-1  <active>",
    "us-east-1   passive",
  ]);
  expect(compactTable(head, rows, { columns: 26 })).toEqual([
    "REGION   ROUTING BUCKET",
    "ap-sout… active  example-…",
    "us-east… passive example-…",
  ]);
});

test.each([20, 40, 80, 200])("no table is wider than %d columns", (columns) => {
  for (const line of [...table(head, rows, { columns }), ...compactTable(head, rows, { columns })])
    expect(line.length).toBeLessThanOrEqual(columns);
});
