import { accountsOf } from "./accounts";
import { differences } from "./attributes";
import type { Change } from "./change";
import { key, readConfigured, type Configuration, type Configured } from "./configuration";
import { drifts, type Drift } from "./drift";
import type { Severity } from "./severity";
import { splitMoves } from "./moves";
import type { Plan } from "./plan";
import type { Accounts } from "./policy/audience";
import { comparePolicies } from "./policy/difference";
import { parsePolicy } from "./policy/document";
import { Resolver } from "./resolve";
import { Sources } from "./source";
import { UNKNOWN, at, equal, isList, isMapping, isMark, own, text, type Value } from "./values";

/** Two synthesized configurations, the target branch's and the pull request's, for what no plan shows. */
export interface Configurations {
  readonly before: unknown;
  readonly after: unknown;
}

/** A judged attribute that is not known before the apply. */
export interface Unresolved {
  readonly change: Change;
  readonly path: readonly (string | number)[];
  readonly severity: Severity;
}

interface Identities {
  readonly gone: ReadonlySet<string>;
  readonly made: ReadonlySet<string>;
  /** Buckets that are replaced by one of the same name. */
  readonly kept: ReadonlySet<string>;
}

/** The questions that a finding can ask about a plan. Every index is built once. */
export class Context {
  readonly configuration: Configuration;
  readonly resolver: Resolver;
  readonly sources: Sources;
  readonly unresolved = new Map<string, Unresolved>();
  /** The changes to judge, deferred ones included. One that moves from one object to another counts as two. */
  readonly changes: readonly Change[];
  private readonly types = new Map<string, Change[]>();
  private readonly joined = new Map<string, readonly Change[]>();
  private readonly written = new Map<Change, Configured | null>();
  private ids?: Identities;
  private drifted?: readonly Drift[];
  private accountsSeen?: Accounts;

  constructor(
    readonly plan: Plan,
    readonly configurations?: Configurations,
  ) {
    this.configuration = readConfigured(plan.configuration);
    this.resolver = new Resolver(plan, this.configuration, () => [...this.accounts.own][0]);
    this.sources = new Sources(plan.changes, this.configuration, this.resolver);
    const managed = [...plan.changes, ...plan.deferred].filter((change) => change.managed);
    this.changes = managed.flatMap((change) => splitMoves(change, this));
    for (const change of this.changes) {
      const same = this.types.get(change.type);
      if (same) same.push(change);
      else this.types.set(change.type, [change]);
    }
  }

  /** Every managed resource of these types, unchanged ones included. */
  of(...types: readonly string[]): readonly Change[] {
    const [first, ...rest] = types;
    if (first !== undefined && rest.length === 0) return this.types.get(first) ?? [];
    const key = types.join();
    const known = this.joined.get(key) ?? types.flatMap((type) => this.types.get(type) ?? []);
    this.joined.set(key, known);
    return known;
  }

  get accounts(): Accounts {
    return (this.accountsSeen ??= accountsOf(this.plan, this.configuration));
  }

  private get identities(): Identities {
    if (!this.ids) {
      const gone = new Set<string>();
      const made = new Set<string>();
      const kept = new Set<string>();
      for (const change of this.plan.changes) {
        if (!change.managed) continue;
        const add = (to: Set<string>, value: Value): void => {
          let last: string | undefined;
          for (const name of ["id", "bucket", "name", "arn", "url", "key_id"]) {
            const id = text(isMapping(value) ? own(value, name) : at(value, name));
            // An attachment's `bucket` is its owner's name.
            if (id === undefined || (name === "bucket" && change.type !== "aws_s3_bucket")) continue;
            // Often, the id is the name.
            if (id !== last) to.add(id);
            last = id;
          }
        };
        if (isAttachment(change.type)) continue;
        if (change.action === "delete" || change.action === "replace") add(gone, change.before);
        if (change.action === "create" && !change.imported) add(made, change.after);
        const bucket =
          change.type === "aws_s3_bucket" && change.action === "replace"
            ? text(at(change.before, "bucket"))
            : undefined;
        if (bucket !== undefined && bucket === text(at(change.after, "bucket"))) kept.add(bucket);
      }
      this.ids = { gone, made, kept };
    }
    return this.ids;
  }

  /** Is the bucket deleted by this plan? What is attached to it is deleted with it, and is no finding of its own. */
  bucketGoes(bucket: string | undefined): boolean {
    return bucket !== undefined && this.identities.gone.has(bucket) && !this.identities.kept.has(bucket);
  }
  /** Is the object with this id deleted or replaced by this plan? */
  isGone(id: string | undefined): boolean {
    return id !== undefined && this.identities.gone.has(id);
  }
  /** Is the object with this id created by this plan? */
  isMade(id: string | undefined): boolean {
    return id !== undefined && this.identities.made.has(id);
  }

  /** The drift that is none of Terraform's own making. */
  get drift(): readonly Drift[] {
    return (this.drifted ??= drifts(this.plan, this.configuration));
  }

  /** The configuration of a resource. */
  configured(change: Change): Configured | undefined {
    const known = this.written.get(change);
    if (known !== undefined) return known ?? undefined;
    const found = this.configuration.resources.get(
      key(change.module, change.managed ? "managed" : "data", change.type, change.name),
    );
    this.written.set(change, found ?? null);
    return found;
  }

  /** Is an attribute written in the configuration? True as well if the plan has no configuration for the resource. */
  isConfigured(change: Change, path: readonly (string | number)[]): boolean {
    const expressions = this.configured(change)?.expressions;
    return expressions === undefined || at(expressions, ...path) !== undefined;
  }

  /**
   * Does the code decide about an attribute of a change? It does if the configuration sets it, or if an update changes it to a
   * known value: an attribute that is removed from the code is not in the configuration any more.
   */
  decides(change: Change, path: readonly (string | number)[]): boolean {
    if (this.isConfigured(change, path)) return true;
    const [before, after] = [at(change.before, ...path), at(change.after, ...path)];
    return change.action === "update" && !isMark(after) && !equal(before, after);
  }

  /** The old and the new value of an attribute. A new value that is not known becomes a finding of its own. */
  pair(
    change: Change,
    path: readonly (string | number)[],
    severity: Severity = "danger",
  ): { before: Value; after: Value } {
    const before = at(change.before, ...path);
    const after = this.resolver.attribute(change, path);
    if (
      after === UNKNOWN &&
      ["update", "replace", "create"].includes(change.action) &&
      this.isConfigured(change, path)
    )
      this.unresolved.set(`${change.address} ${path.join(".")}`, { change, path, severity });
    return { before, after };
  }
}

/** Attached to another object, by whose name it is known. */
export const isAttachment = (type: string): boolean =>
  /^aws_s3_bucket_|^aws_iam_role_policy|_policy$|_attachment$|_alias$|_exclusive$|_grant$/.test(type);

/** Does the plan only write the same policy again, because its data source is deferred? */
export function rewrites(context: Context, change: Change): boolean {
  const { before, after } = change;
  if (!isMapping(after) || !Object.values(after).some((value) => value === UNKNOWN || isList(value)))
    return false;
  if (!change.isOpen) return equal(before, after);
  const found = differences(before, after, 3);
  return found.every(({ path, before: old, after: now }) => {
    const policy = now === UNKNOWN ? parsePolicy(old) : undefined;
    const planned = policy && context.resolver.policy(change, path.split("."));
    return (
      policy !== undefined &&
      planned?.whole === true &&
      comparePolicies(policy, planned).statements.length === 0
    );
  });
}
