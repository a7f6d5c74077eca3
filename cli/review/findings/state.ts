import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { movedTo } from "../lifecycle-blocks";
import { also, say, type Text } from "../text";
import { equal, isList, isMapping, type Mapping, type Value } from "../values";

/** The arguments that say where the state is. Others can be secrets, and are not read. */
const PLACE = [
  "bucket",
  "key",
  "region",
  "workspace_key_prefix",
  "workspace_dir",
  "path",
  "container_name",
  "storage_account_name",
  "resource_group_name",
  "prefix",
  "organization",
  "hostname",
  "workspaces",
  "schema_name",
  "address",
  "secret_suffix",
  "namespace",
  "subscription_id",
  "scheme",
  "host",
  "config_context",
  "endpoint",
  "endpoints",
];
/** The same, with credentials in them: their values are not shown. */
const SECRET_PLACE = ["conn_str"];
/** The arguments that lock the state. */
const LOCK = ["use_lockfile", "dynamodb_table", "lock_address", "tablestore_table"];

interface Backend {
  readonly type: string;
  readonly settings: Mapping;
}

const first = (value: Value): Value => (isList(value) ? value[0] : value);
const blocks = (value: Value): readonly Mapping[] => (isList(value) ? value : [value]).filter(isMapping);

/** The backend of a synthesized configuration; without a block it is the local one. */
function backend(configuration: unknown): Backend {
  for (const block of blocks((configuration as Mapping).terraform)) {
    const cloud = first(block.cloud);
    if (isMapping(cloud)) return { type: "cloud", settings: cloud };
    const backends = first(block.backend);
    const [type, raw] = Object.entries(isMapping(backends) ? backends : {})[0] ?? [];
    if (type === undefined) continue;
    const settings = first(raw);
    return { type, settings: isMapping(settings) ? settings : {} };
  }
  return { type: "local", settings: {} };
}

const get = ({ settings }: Backend, name: string): Value =>
  Object.hasOwn(settings, name) ? settings[name] : undefined;
/** Without the user, the password and the query of a URL. */
const shown = (value: Value): string =>
  value === undefined || value === null
    ? "(none)"
    : (typeof value === "string" ? value : JSON.stringify(value))
        .replace(/(:\/\/)[^/@\s"]*@/g, "$1")
        .replace(/(:\/\/[^?\s"]*\?)[^\s"]*/g, "$1…");
const locked = (value: Value): boolean =>
  value !== undefined && value !== null && value !== false && value !== "false" && value !== "";

const hit = (attribute: string, cause: Text): Hit => ({ address: "terraform.backend", attribute, cause });

function* moved({ configurations }: Context): Iterable<Hit> {
  if (!configurations) return;
  const [before, after] = [backend(configurations.before), backend(configurations.after)];
  if (before.type !== after.type) {
    yield hit("backend", say`the backend ${before.type} becomes ${after.type}`);
    return;
  }
  for (const name of PLACE) {
    const [old, now] = [get(before, name), get(after, name)];
    if (!equal(old, now))
      yield hit(`backend.${before.type}.${name}`, say`${name} from ${shown(old)} to ${shown(now)}`);
  }
  for (const name of SECRET_PLACE)
    if (!equal(get(before, name), get(after, name)))
      yield hit(`backend.${before.type}.${name}`, say`${name} changes`);
}

function* unlocked({ configurations }: Context): Iterable<Hit> {
  if (!configurations) return;
  const [before, after] = [backend(configurations.before), backend(configurations.after)];
  const had = LOCK.filter((name) => locked(get(before, name)));
  // Consul locks by default.
  const off = ({ settings }: Backend): boolean => settings.lock === false || settings.lock === "false";
  if (before.type === after.type && off(after) && !off(before))
    yield hit(`backend.${after.type}.lock`, say`${"lock"} is switched off`);
  if (had.length > 0 && !LOCK.some((name) => locked(get(after, name))) && before.type === after.type)
    yield hit(`backend.${before.type}.${had[0] ?? ""}`, say`${had.join(", ")} is removed or switched off`);
}

/** The Region and the account of a provider. */
const TARGET = [
  "region",
  "profile",
  "assume_role",
  "allowed_account_ids",
  "forbidden_account_ids",
  "endpoints",
  "assume_role_with_web_identity",
  "access_key",
  "shared_credentials_files",
  "shared_config_files",
];
/** Credentials can be among these, so only the role is shown. */
const CREDENTIALS = /^(endpoints|assume_role|assume_role_with_web_identity|access_key)$/;

function providers(configuration: unknown): ReadonlyMap<string, Mapping> {
  const found = new Map<string, Mapping>();
  for (const root of blocks((configuration as Mapping).provider)) {
    for (const [name, list] of Object.entries(root)) {
      for (const block of blocks(list))
        found.set(
          typeof block.alias === "string" ? `${name}.${block.alias}` : name,
          resolved(block, configuration as Mapping),
        );
    }
  }
  return found;
}

/** A block with the values of the variables and locals that its arguments consist of. */
const resolved = (block: Mapping, configuration: Mapping): Mapping =>
  Object.fromEntries(
    Object.entries(block).map(([name, value]) => {
      let current = value;
      for (let depth = 0; depth < 5 && typeof current === "string"; depth++) {
        const [, kind, key = ""] = /^\$\{(var|local)\.([\w-]+)\}$/.exec(current) ?? [];
        if (kind === undefined) break;
        const known = blocks(kind === "var" ? configuration.variable : configuration.locals).flatMap(
          (each) => (Object.hasOwn(each, key) ? [kind === "var" ? first(each[key]) : each[key]] : []),
        )[0];
        const next = kind === "var" && isMapping(known) ? known.default : known;
        if (next === undefined || (kind === "var" && !isMapping(known))) break;
        current = next;
      }
      return [name, current];
    }),
  );

function* redirected({ configurations }: Context): Iterable<Hit> {
  if (!configurations) return;
  const after = providers(configurations.after);
  for (const [name, old] of providers(configurations.before)) {
    const now = after.get(name);
    if (!now) continue;
    for (const attribute of TARGET) {
      const [one, other] = [old, now].map((block) =>
        Object.hasOwn(block, attribute) ? block[attribute] : undefined,
      );
      if (equal(one, other)) continue;
      yield {
        address: `provider.${name}`,
        attribute,
        cause: CREDENTIALS.test(attribute)
          ? say`${attribute} changes${attribute === "access_key" ? [] : roles(one, other)}${also(one, other)}`
          : say`${attribute} from ${shown(one)} to ${shown(other)}`,
      };
    }
  }
}

/** By address: the provider that a resource of the root module names. */
function providerOf(configuration: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const root of blocks((configuration as Mapping).resource)) {
    for (const [type, names] of Object.entries(root)) {
      for (const group of blocks(names)) {
        for (const [resource, body] of Object.entries(group)) {
          const given = blocks(body).map((block) => block.provider)[0];
          const text = typeof given === "string" ? given.replace(/^\$\{(.*)\}$/, "$1") : undefined;
          found.set(`${type}.${resource}`, text ?? type.split("_")[0] ?? type);
        }
      }
    }
  }
  return found;
}

/** Resources that another provider manages from now on, in another Region or account. */
function* handedOver({ configurations }: Context): Iterable<Hit> {
  if (!configurations) return;
  const [before, after] = [providers(configurations.before), providers(configurations.after)];
  const moved = movedTo(configurations.after);
  const now = providerOf(configurations.after);
  for (const [address, old] of providerOf(configurations.before)) {
    const target = moved(address);
    const other = now.get(target);
    if (other === undefined || other === old) continue;
    const [one, two] = [before.get(old) ?? {}, after.get(other) ?? {}];
    const differs = TARGET.find(
      (attribute) =>
        !equal(get({ type: "", settings: one }, attribute), get({ type: "", settings: two }, attribute)),
    );
    if (differs === undefined) continue;
    yield {
      address: target,
      attribute: "provider",
      cause: say`its provider changes from ${old} to ${other}, which has another ${differs}`,
    };
  }
}

const roleOf = (value: Value): string => {
  const block = first(value);
  return isMapping(block) && typeof block.role_arn === "string" ? block.role_arn : "(none)";
};
const roles = (before: Value, after: Value): Text => say`: role ${roleOf(before)} becomes ${roleOf(after)}`;

/** A resource that the target branch has too: without an access point, only this tells that the state is lost. */
function existing({ changes, configurations }: Context): Change | undefined {
  const before = configurations && providerOf(configurations.before);
  return changes.find(
    ({ action, type, name }) => action === "create" && before?.has(`${type}.${name}`) === true,
  );
}

/** A first plan, or a plan that has lost its state. */
function* allNew(context: Context): Iterable<Hit> {
  const { plan, configurations } = context;
  if (plan.hasState) return;
  const made = context
    .of("aws_s3control_multi_region_access_point")
    .filter((change) => change.action === "create");
  const count = context.changes.filter((change) => change.action === "create").length;
  const change = made[0] ?? existing(context);
  if (!change) return;
  const moves =
    configurations && !equal(backend(configurations.before).settings, backend(configurations.after).settings);
  yield {
    address: change.address,
    severity: moves ? "danger" : "warning",
    cause: say`the state is empty, and ${count} resources are created`,
  };
}

export const state: readonly Family[] = [
  {
    id: "state-moved",
    severity: "danger",
    title: "The state moves to another place",
    why: "Unless someone moves the state too, Terraform starts with an empty one. It creates everything again, or fails on names that exist, and no longer manages what exists.",
    instead:
      "Move the state once by hand with terraform init -migrate-state, and check that a plan finds no changes. Merge after that.",
    find: moved,
  },
  {
    id: "state-lock-off",
    severity: "danger",
    title: "The state is no longer locked",
    why: "Two applies at the same time can overwrite each other's state. Terraform then loses track of resources.",
    instead: "Keep use_lockfile = true, or the lock table.",
    find: unlocked,
  },
  {
    id: "provider-changed",
    severity: "danger",
    title: "A provider works in another Region or account",
    why: "Terraform then looks for existing resources in the wrong place, and creates them again there.",
    instead: "Add a provider with a new alias for the new Region or account.",
    *find(context) {
      yield* redirected(context);
      yield* handedOver(context);
    },
  },
  {
    id: "everything-created",
    severity: "warning",
    varies: true,
    title: "The plan creates everything: Terraform's state is empty",
    why: "That is right for the first deployment. If this environment is deployed already, its name or the key of its state has changed, and the existing resources are no longer managed.",
    instead: "If the environment exists, restore its name and the key of its state.",
    find: allNew,
  },
];
