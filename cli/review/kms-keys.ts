import type { Change } from "./change";
import type { Context } from "./context";
import { isLater } from "./policy/document";
import { at, isNothing, text } from "./values";

const KEYS = ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key"] as const;

/** A KMS key that an attribute names. */
export interface KmsKey {
  /** The ARN, or the name of a key that the plan creates. Equal names are equal keys. */
  readonly id: string;
  /** The resource of the key, if it is part of the plan. */
  readonly change: Change | undefined;
  readonly region: string | undefined;
  /** Undefined for a key that the plan creates: it is in the account of its provider. */
  readonly account: string | undefined;
}

const KEY_ARN = /^arn:aws[\w-]*:kms:([a-z0-9-]+):(\d{12}):key\//;

/**
 * The key that an attribute will name. Undefined if nothing in the plan tells, if the attribute names the key that AWS
 * manages, and for an alias.
 */
export function kmsKey(
  context: Context,
  change: Change,
  path: readonly (string | number)[],
): KmsKey | undefined {
  const value = at(change.after, ...path);
  const known = text(value) ?? context.resolver.symbol(change, path);
  const source = known === undefined || isLater(known) ? context.sources.of(change, path) : undefined;
  if (source) return isKey(source.change, source.attribute) ? plannedKey(context, source.change) : undefined;
  return known === undefined || known === "" ? undefined : namedKey(context, known);
}

const isKey = ({ type }: Change, attribute: string): boolean =>
  KEYS.some((each) => each === type) && ["arn", "id", "key_id"].includes(attribute);

interface Keys {
  /** By ARN and by ID. */
  readonly existing: ReadonlyMap<unknown, Change>;
  /** How many keys have a name before they are created: modules can repeat it. */
  readonly named: ReadonlyMap<string, number>;
}

const known = new WeakMap<Context, Keys>();

function keysOf(context: Context): Keys {
  const done = known.get(context);
  if (done) return done;
  const existing = new Map<unknown, Change>();
  const named = new Map<string, number>();
  for (const change of context.of(...KEYS)) {
    for (const attribute of ["arn", "key_id"]) {
      const id = text(at(change.before, attribute));
      if (id !== undefined) existing.set(id, change);
    }
    const name = context.resolver.unborn(change, "arn");
    named.set(name, (named.get(name) ?? 0) + 1);
  }
  const found = { existing, named };
  known.set(context, found);
  return found;
}

/** A key by its ARN or its ID. */
function namedKey(context: Context, name: string): KmsKey | undefined {
  const change = keysOf(context).existing.get(name);
  if (change) return plannedKey(context, change);
  const [, region, account] = KEY_ARN.exec(name) ?? [];
  return region === undefined ? undefined : { id: name, change: undefined, region, account };
}

/** Undefined if the plan deletes or replaces the key, or creates another key of the same name in another module. */
function plannedKey(context: Context, change: Change): KmsKey | undefined {
  if (change.action === "delete" || change.action === "replace") return undefined;
  const arn = text(at(change.after, "arn")) ?? text(at(change.before, "arn"));
  if (arn !== undefined) {
    const [, region, account] = KEY_ARN.exec(arn) ?? [];
    return { id: arn, change, region, account };
  }
  const id = context.resolver.unborn(change, "arn");
  return keysOf(context).named.get(id) === 1
    ? { id, change, region: regionOf(context, change), account: undefined }
    : undefined;
}

/** The Region of a resource: its own argument in AWS provider 6, or else the Region of its provider. */
export function regionOf(context: Context, change: Change): string | undefined {
  const own = text(at(change.after, "region")) ?? text(at(change.before, "region"));
  if (own !== undefined && own !== "") return own;
  const key = text(context.configured(change)?.provider);
  if (key === undefined) return undefined;
  const region = at(context.configuration.providers, key, "expressions", "region");
  const found = isNothing(region) ? undefined : context.resolver.text(region, undefined);
  return found === undefined || isLater(found) ? undefined : found;
}
