import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fold, toExpression, toLiteral } from "../../../cli/handoff/fold";
import { parseTemplate, plain, raw, type Expression } from "../../../cli/handoff/expression";
import { plainBlock } from "../../../cli/handoff/hcl";
import { inline } from "../../../cli/handoff/render";
import { literal } from "../../../composition/literal";
import { terraformBinary } from "../../../local-aws/terraform";
import { text } from "./arbitrary";

const folder = mkdtempSync(join(tmpdir(), "handoff-text-"));
afterAll(() => rmSync(folder, { recursive: true }));

function terraform(...args: string[]): string {
  const { TF_CLI_CONFIG_FILE: _, ...env } = process.env;
  return execFileSync(terraformBinary(), args, { cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 26 });
}

/** Text of several lines. The first one is not indented. */
function lines(value: string): string {
  return `first\n\n  ${value}\n${value}\n`.normalize("NFC");
}

function between(reference: string, value: string): Expression {
  const parts = [raw(reference), value, raw(reference)].filter((part) => part !== "");
  return { kind: "template", parts };
}

test("the real Terraform returns any text unchanged: from HCL, from JSON and from variables in both", () => {
  const values = [...new Set(fc.sample(text, { numRuns: 400, seed: 20261123 }))];
  const names = values.map((_, index) => `v${index}`);
  const json = {
    variable: Object.fromEntries(names.map((name, index) => [`json_${name}`, { default: values[index] }])),
    output: Object.fromEntries(
      names.flatMap((name, index) => [
        [`json_${name}`, { value: literal(values[index]!) }],
        [`json_variable_${name}`, { value: `\${var.json_${name}}` }],
        [`json_key_${name}`, { value: { [literal(values[index]!)]: 1 } }],
      ]),
    ),
  };
  const hcl = names.flatMap((name, index) => [
    plainBlock(["variable", `hcl_${name}`], [["default", toLiteral(values[index]!)]]),
    plainBlock(["output", `hcl_${name}`], [["value", plain(values[index]!)]]),
    plainBlock(["output", `hcl_variable_${name}`], [["value", raw(`var.hcl_${name}`)]]),
    plainBlock(["output", `hcl_key_${name}`], [["value", toLiteral({ [values[index]!]: 1 })]]),
    // As lines if possible, also within a map.
    plainBlock(["output", `hcl_lines_${name}`], [["value", plain(lines(values[index]!))]]),
    plainBlock(
      ["output", `hcl_deep_${name}`],
      [["value", toLiteral({ a: [{ before: 0, b: lines(values[index]!), c: 1, deep: 2 }] })]],
    ),
    // With an interpolation on either side.
    plainBlock(["output", `hcl_template_${name}`], [["value", between(`var.hcl_${name}`, values[index]!)]]),
  ]);
  const native = hcl.join("\n");
  expect(native.match(/<<-EOT/g)!.length).toBeGreaterThan(100);
  writeFileSync(join(folder, "main.tf"), native);
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(json));
  terraform("fmt", "-check", "main.tf");
  terraform("init");
  terraform("plan", "-out=plan");
  const shown = JSON.parse(terraform("show", "-json", "plan")) as {
    planned_values: { outputs: Record<string, { value: unknown }> };
  };
  const planned = (name: string) => shown.planned_values.outputs[name]?.value;
  for (const [index, value] of values.entries()) {
    const name = `v${index}`;
    for (const way of ["json", "json_variable", "hcl", "hcl_variable"])
      expect([way, planned(`${way}_${name}`)]).toEqual([way, value]);
    for (const way of ["json", "hcl"]) expect(planned(`${way}_key_${name}`)).toEqual({ [value]: 1 });
    expect(planned(`hcl_lines_${name}`)).toBe(lines(value));
    expect(planned(`hcl_deep_${name}`)).toEqual({ a: [{ before: 0, b: lines(value), c: 1, deep: 2 }] });
    expect(planned(`hcl_template_${name}`)).toBe(value + value + value);
  }
}, 60_000);

test("the parser reads what the writer writes, in any nesting of expressions", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(parseTemplate(literal(value))).toEqual(plain(value));
      const nested = parseTemplate(`\${jsonencode({"k" = [${inline(plain(value))}, var.x]})}`);
      expect(nested).toEqual({
        kind: "call",
        name: "jsonencode",
        args: [
          {
            kind: "object",
            entries: [["k", { kind: "list", items: [plain(value), { kind: "raw", text: "var.x" }] }]],
          },
        ],
      });
    }),
  );
});

test("a default that replaces its variable is the text again", () => {
  fc.assert(
    fc.property(text, text, (value, around) => {
      const template = toExpression(`${literal(around)}|\${var.x["k"][0]}|${literal(around)}`);
      expect(fold(template, { x: { k: [value] } })).toEqual(plain(`${around}|${value}|${around}`));
    }),
  );
});
