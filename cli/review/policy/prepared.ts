import { conditionText } from "./conditions";
import { FIELDS, type PolicyStatement } from "./document";
import { Part, fold, named } from "./part";

/** A statement that is compared in both directions, with many others: what does not depend on them is computed once. */
export class Prepared {
  readonly principals: Part;
  readonly actions: Part;
  readonly resources: Part;
  /** Equal for statements with the same conditions. */
  readonly conditions: string;
  /** Differs only if the contents differ, and costs less. */
  readonly shape: string;
  private facts?: string;

  constructor(readonly statement: PolicyStatement) {
    this.principals = new Part("Principal", named(statement, "Principal"));
    this.actions = new Part("Action", named(statement, "Action"));
    this.resources = new Part("Resource", named(statement, "Resource"));
    this.conditions = statement.conditions
      .map((each) => conditionText({ ...each, key: each.key.toLowerCase(), values: [...each.values].sort() }))
      .sort()
      .join("\n");
    this.shape = [this.principals, this.actions, this.resources].map((part) => part.shape).join();
  }

  /** Equal for statements that say the same, in whatever order. */
  get content(): string {
    return (this.facts ??= JSON.stringify([
      FIELDS.map((field) => {
        const { not, values } = named(this.statement, field);
        if (values.length === 1) return [not, fold(field, values[0] ?? "")];
        return [not, values.map((value) => fold(field, value)).sort()];
      }),
      this.conditions,
    ]));
  }
}

const prepared = new WeakMap<PolicyStatement, Prepared>();

export function prepare(statement: PolicyStatement): Prepared {
  const known = prepared.get(statement);
  if (known) return known;
  const made = new Prepared(statement);
  prepared.set(statement, made);
  return made;
}
