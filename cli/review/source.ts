import type { Change } from "./change";
import { modulePath, type Configuration } from "./configuration";
import { REFERENCE, exactReference, parent, type Resolver } from "./resolve";
import { at, isList, own, type Value } from "./values";

/** A planned resource, and the attribute of it that an expression names. */
interface Source {
  readonly change: Change;
  readonly attribute: string;
}

interface Input {
  readonly expression: Value;
  readonly module: string | undefined;
}

const DEEPEST = 20;

/** Follows references, through the variables and outputs of modules, to the resources of a plan. */
export class Sources {
  private readonly changes: ReadonlyMap<string, Change>;
  private depth = 0;

  constructor(
    changes: readonly Change[],
    private readonly configuration: Configuration,
    private readonly resolver: Resolver,
  ) {
    this.changes = new Map(changes.map((change) => [change.address, change]));
  }

  /**
   * The planned resource that an attribute refers to, and the attribute of it. In HCL, the plan shows the references but
   * no function around them: there, only the sole reference of an expression counts.
   */
  of(change: Change, path: readonly (string | number)[]): Source | undefined {
    return this.sourceOf(this.resolver.expression(change, path), change.module);
  }

  private sourceOf(expression: Value, module: string | undefined): Source | undefined {
    const constant = at(expression, "constant_value");
    const named = at(expression, "references");
    const reference =
      typeof constant === "string"
        ? exactReference(constant)
        : constant === undefined && isList(named)
          ? soleReference(named)
          : undefined;
    if (reference === undefined || this.depth > DEEPEST) return undefined;
    this.depth++;
    try {
      const input = this.inputOf(reference, module);
      if (input) return this.sourceOf(input.expression, input.module);
    } finally {
      this.depth--;
    }
    const [, local, attribute] = /^([a-z]\w*\.[\w-]+(?:\[[^\]]*\])?)\.(\w+)$/.exec(reference) ?? [];
    const change = this.changes.get(`${module === undefined ? "" : `${module}.`}${local ?? ""}`);
    return change && attribute !== undefined ? { change, attribute } : undefined;
  }

  /** The expression behind a variable of a module or an output of one, and the module that it is written in. */
  private inputOf(reference: string, module: string | undefined): Input | undefined {
    const [first, second = "", third = "", ...rest] = reference.split(".");
    const path = modulePath(module);
    if (first === "var" && third === "" && path !== "") {
      const inputs = this.configuration.modules.get(path)?.inputs ?? {};
      return { expression: own(inputs, second), module: parent(module) };
    }
    if (first !== "module" || third === "" || rest.length > 0 || second.includes("[")) return undefined;
    const outputs = this.configuration.modules.get(path === "" ? second : `${path}.${second}`)?.outputs ?? {};
    return {
      expression: at(own(outputs, third), "expression"),
      module: module === undefined ? `module.${second}` : `${module}.module.${second}`,
    };
  }
}

/** The only reference of an expression. Terraform also lists the resource of each reference, without an attribute. */
function soleReference(named: readonly Value[]): string | undefined {
  const all = named.filter((each) => typeof each === "string");
  const [longest = ""] = [...all].sort((one, other) => other.length - one.length);
  const only =
    all.length === named.length && all.every((each) => longest === each || isPrefix(each, longest));
  return only && REFERENCE.test(longest) ? longest : undefined;
}

const isPrefix = (short: string, long: string): boolean =>
  long.startsWith(`${short}.`) || long.startsWith(`${short}[`);
