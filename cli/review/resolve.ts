import type { Change } from "./change";
import { key, modulePath, type Configuration } from "./configuration";
import type { Plan } from "./plan";
import { LATER, parsePolicy, type PolicyDocument } from "./policy/document";
import { plannedPolicy, type ExpressionReader } from "./policy/planned";
import { UNKNOWN, at, isList, isMapping, type Value } from "./values";

/** A reference and nothing else: `aws_s3_bucket.a.arn`, `data.aws_iam_policy_document.p.json`, `module.m.out`. */
export const REFERENCE = /^[A-Za-z_][\w-]*(\.[\w-]+|\[\d+\]|\["[^"\\]*"\])+$/;
const DEEPEST = 20;

/**
 * Looks up, in the plan's configuration, what an attribute will be that is known only after the apply. Only an expression
 * that is exactly a reference, or a template of references, has a value here. A function around it can change anything.
 */
export class Resolver {
  private readonly changes = new Map<string, Change>();
  private depth = 0;

  constructor(
    private readonly plan: Plan,
    private readonly configuration: Configuration,
    private readonly account: () => string | undefined,
  ) {
    for (const change of plan.changes)
      if (change.deposed === undefined) this.changes.set(change.address, change);
  }

  /** The planned value of an attribute, or UNKNOWN. */
  attribute(change: Change, path: readonly (string | number)[]): Value {
    const value = at(change.after, ...path);
    if (value !== UNKNOWN) return value;
    const text = this.text(this.expression(change, path), change.module);
    return text === undefined || text.includes(LATER) ? UNKNOWN : text;
  }

  /** The same, with a name for a resource that does not exist yet. */
  symbol(change: Change, path: readonly (string | number)[]): string | undefined {
    const value = at(change.after, ...path);
    if (value !== UNKNOWN) return typeof value === "string" ? value : undefined;
    const text = this.text(this.expression(change, path), change.module);
    return text === LATER ? undefined : text;
  }

  /** The name of an attribute that AWS sets when it creates the resource, as `symbol` writes it. */
  unborn(change: Change, attribute: string): string {
    const { address, module } = change;
    return `${LATER}${module === undefined ? address : address.slice(module.length + 1)}.${attribute}`;
  }

  /** The ARN that a resource will have, or a name for it. */
  identity(change: Change): string | undefined {
    const value = at(change.after, "arn");
    if (typeof value === "string") return value;
    return value === UNKNOWN
      ? (this.derived(change, ["arn"]) ?? `${LATER}${change.type}.${change.name}.arn`)
      : undefined;
  }

  expression(change: Change, path: readonly (string | number)[]): Value {
    const configured = this.configuration.resources.get(
      key(change.module, change.managed ? "managed" : "data", change.type, change.name),
    );
    return at(configured?.expressions, ...path);
  }

  /** The document of a policy attribute that is not known yet, if it is exactly that of a data source. */
  policy(change: Change, path: readonly (string | number)[]): PolicyDocument | undefined {
    return this.document(this.expression(change, path), change.module);
  }

  /** The same without the proof that nothing changes the document on the way: what is known about HCL. */
  likelyPolicy(change: Change, path: readonly (string | number)[]): PolicyDocument | undefined {
    const expression = this.expression(change, path);
    const references = at(expression, "references");
    const names = new Set(
      (isList(references) ? references : []).flatMap((each) =>
        typeof each === "string"
          ? (/^(data\.aws_iam_policy_document\.[\w-]+(?:\[[^\]]*\])?)\./.exec(each)?.[1] ?? [])
          : [],
      ),
    );
    const [name] = names;
    return names.size === 1 && name !== undefined
      ? this.dataSource(`${name}.json`, change.module)
      : undefined;
  }

  private document(expression: Value, module: string | undefined): PolicyDocument | undefined {
    const text = at(expression, "constant_value");
    const reference = typeof text === "string" ? exactReference(text) : undefined;
    return reference === undefined ? undefined : this.dataSource(reference, module);
  }

  private dataSource(reference: string, module: string | undefined): PolicyDocument | undefined {
    const match = /^(data\.aws_iam_policy_document\.[\w-]+(?:\[[^\]]*\])?)\.(?:json|minified_json)$/.exec(
      reference,
    );
    if (!match) return undefined;
    const address = `${module === undefined ? "" : `${module}.`}${match[1] ?? ""}`;
    const change = this.changes.get(address);
    if (!change) return parsePolicy(at(this.plan.read.get(address) as Value, "json"));
    const known = parsePolicy(at(change.after, "json"));
    if (known) return known;
    if (this.depth > DEEPEST) return undefined;
    this.depth++;
    try {
      return plannedPolicy(change.after, this.expression(change, []), this.reader(change.module));
    } finally {
      this.depth--;
    }
  }

  private reader(module: string | undefined): ExpressionReader {
    return {
      list: (expression) => this.list(expression, module),
      text: (expression) => this.text(expression, module),
      document: (expression, index) => {
        const texts = at(expression, "constant_value");
        const each = isList(texts) ? texts[index] : undefined;
        const reference = typeof each === "string" ? exactReference(each) : undefined;
        return reference === undefined ? undefined : this.dataSource(reference, module);
      },
    };
  }

  private list(expression: Value, module: string | undefined): readonly string[] | undefined {
    const texts = at(expression, "constant_value");
    if (!isList(texts)) return undefined;
    return texts.map((each) => (typeof each === "string" ? this.template(each, module) : LATER));
  }

  /** Undefined if there is no such expression, LATER if its value is not known. */
  text(expression: Value, module: string | undefined): string | undefined {
    if (!isMapping(expression)) return undefined;
    const text = expression.constant_value;
    if (typeof text === "string") return this.template(text, module);
    return text === undefined || text === null ? LATER : JSON.stringify(text);
  }

  private template(text: string, module: string | undefined): string {
    if (!/[$%]\{/.test(text)) return text;
    if (text.includes("%{")) return LATER;
    let result = "";
    let from = 0;
    for (const match of text.matchAll(/(\$?)\$\{([^{}]*)\}/g)) {
      const inner = (match[2] ?? "").trim();
      result += text.slice(from, match.index);
      from = match.index + match[0].length;
      if (match[1] === "$") {
        result += match[0].slice(1);
        continue;
      }
      const value = REFERENCE.test(inner) ? this.lookup(inner, module) : LATER;
      if (value === LATER) return LATER;
      result += value;
    }
    const rest = text.slice(from);
    return rest.includes("${") ? LATER : result + rest;
  }

  /** The value of a reference; LATER and its address if it names a resource that is to be created. */
  private lookup(reference: string, module: string | undefined): string {
    if (this.depth > DEEPEST) return LATER;
    this.depth++;
    try {
      return this.find(reference, module);
    } finally {
      this.depth--;
    }
  }

  private find(reference: string, module: string | undefined): string {
    const steps = [...reference.matchAll(/[A-Za-z_][\w-]*|\[\d+\]|\["[^"]*"\]|(?<=\.)\d+/g)].map(
      (match) => match[0],
    );
    const [first, second = "", third = ""] = steps;
    const path = modulePath(module);
    if (first === "var" && steps.length === 2) {
      if (path === "") return asText(this.plan.variables.get(second));
      const inputs = this.configuration.modules.get(path)?.inputs ?? {};
      const input = Object.hasOwn(inputs, second) ? inputs[second] : undefined;
      return this.text(input, parent(module)) ?? LATER;
    }
    if (first === "module" && steps.length === 3) {
      const inner = path === "" ? second : `${path}.${second}`;
      const outputs = this.configuration.modules.get(inner)?.outputs ?? {};
      const output = Object.hasOwn(outputs, third) ? outputs[third] : undefined;
      return (
        this.text(
          at(output, "expression"),
          module === undefined ? `module.${second}` : `${module}.module.${second}`,
        ) ?? LATER
      );
    }
    if (first === "local" || first === "each" || first === "count" || first === "self" || first === "path")
      return LATER;
    const size = first === "data" ? 3 : 2;
    const indexed = /^\[/.test(steps[size] ?? "");
    const name = steps.slice(0, size).join(".") + (indexed ? (steps[size] ?? "") : "");
    const address = `${module === undefined ? "" : `${module}.`}${name}`;
    const attribute = steps
      .slice(size + (indexed ? 1 : 0))
      .map((step) => (/^\[\d+\]$/.test(step) ? Number(step.slice(1, -1)) : step.replace(/^\["|"\]$/g, "")));
    const change = this.changes.get(address);
    const value = change
      ? at(change.after, ...attribute)
      : at(this.plan.read.get(address) as Value, ...attribute);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      return String(value);
    if (value !== UNKNOWN || !change) return LATER;
    // Other providers' values can be anything, such as the name of a foreign account's role.
    return (
      this.derived(change, attribute) ?? (change.type.startsWith("aws_") ? `${LATER}${reference}` : LATER)
    );
  }

  /** The answer of AWS follows from the name. */
  private derived(change: Change, attribute: readonly (string | number)[]): string | undefined {
    const wanted = attribute.length === 1 ? attribute[0] : undefined;
    const text = (name: string): string | undefined => {
      const value = at(change.after, name);
      return typeof value === "string" ? value : undefined;
    };
    if (change.type === "aws_s3_bucket") {
      const bucket = text("bucket");
      if (bucket === undefined) return undefined;
      if (wanted === "arn") return `arn:aws:s3:::${bucket}`;
      return wanted === "id" || wanted === "bucket" ? bucket : undefined;
    }
    if (change.type === "aws_iam_role") {
      const [name, account] = [text("name"), this.account()];
      if (wanted === "id" || wanted === "name") return name;
      if (wanted === "arn" && name !== undefined && account !== undefined)
        return `arn:aws:iam::${account}:role${text("path") ?? "/"}${name}`;
    }
    return undefined;
  }
}

export const parent = (module: string | undefined): string | undefined => {
  const cut = module?.replace(/(^|\.)module\.[^.[]+(\[[^\]]*\])?$/, "");
  return cut === "" ? undefined : cut;
};

const asText = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : LATER;

/** The reference in a template that is nothing else. */
export function exactReference(text: string): string | undefined {
  const inner = /^\$\{([^{}]*)\}$/.exec(text)?.[1]?.trim();
  return inner !== undefined && REFERENCE.test(inner) ? inner : undefined;
}
