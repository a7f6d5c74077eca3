import { dynamicBlock } from "../../../cli/handoff/dynamic";

const rule = (id: string, priority: number, bucket: string) => ({
  id,
  priority,
  status: "Enabled",
  filter: [{}],
  destination: { bucket, metrics: { status: "Enabled" } },
});

test("blocks of one structure become entries with the values that differ", () => {
  const bodies = [rule("to-b", 1, "${aws_s3_bucket.b.arn}"), rule("to-c", 2, "${aws_s3_bucket.c.arn}")];
  expect(dynamicBlock("rule", bodies)).toEqual({
    rows: [
      { id: "to-b", bucket: "${aws_s3_bucket.b.arn}" },
      { id: "to-c", bucket: "${aws_s3_bucket.c.arn}" },
    ],
    content: {
      id: "${rule.value.id}",
      priority: "${rule.key + 1}",
      status: "Enabled",
      filter: [{}],
      destination: { bucket: "${rule.value.bucket}", metrics: { status: "Enabled" } },
    },
  });
});

test("one value that differs needs no attribute name", () => {
  expect(dynamicBlock("region", [{ bucket: "a" }, { bucket: "b" }])).toEqual({
    rows: ["a", "b"],
    content: { bucket: "${region.value}" },
  });
});

test("a number that is not the position is an entry of its own", () => {
  expect(dynamicBlock("rule", [{ priority: 2 }, { priority: 4 }])?.rows).toEqual([2, 4]);
});

test("two values with the same last key have their path as the name", () => {
  const bodies = [
    { one: { id: "a" }, other: { id: "b" } },
    { one: { id: "c" }, other: { id: "d" } },
  ];
  expect(dynamicBlock("x", bodies)?.rows).toEqual([
    { one_id: "a", other_id: "b" },
    { one_id: "c", other_id: "d" },
  ]);
});

test("values that always are the same as each other are one attribute", () => {
  const bodies = [
    { name: "a", label: "a" },
    { name: "b", label: "b" },
  ];
  expect(dynamicBlock("x", bodies)).toEqual({
    rows: ["a", "b"],
    content: { name: "${x.value}", label: "${x.value}" },
  });
});

test.each([
  ["another argument", [{ a: 1 }, { b: 1 }]],
  ["another type", [{ a: "1" }, { a: true }]],
  ["a list of another length", [{ a: ["x"] }, { a: ["x", "y"] }]],
  [
    "too many differences",
    [1, 2].map((n) => ({ a: `a${n}`, b: `b${n}`, c: `c${n}`, d: `d${n}`, e: `e${n}` })),
  ],
  ["no difference", [{ a: 1 }, { a: 1 }]],
  ["one block", [{ a: 1 }]],
])("%s is not folded", (_, bodies) => {
  expect(dynamicBlock("x", bodies as never)).toBeUndefined();
});
