import { differences } from "./attributes";
import { configured, references, type Configured } from "./configuration";
import { drifts, type Drift } from "./drift";
import type { Change, Plan } from "./plan";
import { parsePolicy, plannedPolicy, type Policy } from "./policy";
import { comparePolicies } from "./policy-difference";
import { UNKNOWN, at, isList, isMapping, text } from "./values";

/** Two synthesized configurations, the target branch's and the pull request's, for what no plan shows. */
export interface Configurations {
  readonly before: unknown;
  readonly after: unknown;
}

/** What a finding can ask of a plan; every index is made once. */
export class Context {
  private readonly types = new Map<string, Change[]>();
  private gone?: Set<string>;
  private drifted?: readonly Drift[];
  private resources?: ReadonlyMap<string, Configured>;

  constructor(
    readonly plan: Plan,
    readonly configurations?: Configurations,
  ) {
    for (const change of plan.changes) {
      const same = this.types.get(change.type);
      if (same) same.push(change);
      else this.types.set(change.type, [change]);
    }
  }

  /** Every managed resource of these types, unchanged ones too. */
  of(...types: readonly string[]): readonly Change[] {
    return types.flatMap((type) => (this.types.get(type) ?? []).filter((change) => change.managed));
  }

  /** The data sources of a type. */
  data(type: string): readonly Change[] {
    return (this.types.get(type) ?? []).filter((change) => !change.managed);
  }

  /** Is the bucket of that name deleted by this plan? Then what hangs on it goes with it, and is no finding of its own. */
  bucketGoes(name: string | undefined): boolean {
    this.gone ??= new Set(
      this.of("aws_s3_bucket")
        .filter((change) => change.action === "delete")
        .flatMap((change) => text(at(change.before, "bucket")) ?? []),
    );
    return name !== undefined && this.gone.has(name);
  }

  /** What really drifted. */
  get drift(): readonly Drift[] {
    return (this.drifted ??= drifts(this.plan));
  }

  /** What the configuration says of a resource. */
  configured(change: Change): Configured | undefined {
    this.resources ??= configured(this.plan.configuration);
    return this.resources.get(
      key(change.module, change.managed ? "managed" : "data", change.type, change.name),
    );
  }
}

/**
 * The document that a policy attribute gets during the apply, as far as the plan tells: where anything that a document
 * depends on changes, Terraform puts off the data source that writes it, and the plan shows its blocks instead.
 */
export function plannedDocument(
  context: Context,
  change: Change,
  path: readonly string[],
): Policy | undefined {
  const expressions = context.configured(change)?.expressions;
  const names = references(at(expressions ?? null, ...path)).flatMap(
    (reference) => /^data\.aws_iam_policy_document\.([\w-]+)/.exec(reference)?.[1] ?? [],
  );
  if (new Set(names).size !== 1) return undefined;
  const all = context
    .data("aws_iam_policy_document")
    .filter((data) => data.name === names[0] && data.module === change.module);
  const source = all.find((data) => data.index === change.index) ?? (all.length === 1 ? all[0] : undefined);
  return source && plannedPolicy(source.after);
}

/** Does the plan only write the same policy again, because its data source was put off? */
export function rewrites(context: Context, change: Change): boolean {
  const { before, after } = change;
  if (!isMapping(after) || !Object.values(after).some((value) => value === UNKNOWN || isList(value)))
    return false;
  const found = differences(before, after, 3);
  return found.every(({ path, before: old, after: now }) => {
    const policy = now === UNKNOWN ? parsePolicy(old) : undefined;
    const planned = policy && plannedDocument(context, change, path.split("."));
    return (
      policy !== undefined &&
      planned?.whole === true &&
      comparePolicies(policy, planned).statements.length === 0
    );
  });
}

/** The module's path without the instances' keys, and the resource's name in it. */
export const key = (module: string | undefined, mode: string, type: string, name: string): string =>
  `${modulePath(module)}|${mode}|${type}|${name}`;

const modulePath = (module: string | undefined): string =>
  [...(module ?? "").matchAll(/module\.([^.[]+)(?:\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\])?(?:\.|$)/g)]
    .map((match) => match[1])
    .join(".");
