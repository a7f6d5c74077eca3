import type { Family } from "../finding";
import { say, type Text } from "../text";
import { isList, isMapping, type Value } from "../values";

/** The arguments that say where the state is. The others may be secrets, and are not even looked at. */
const PLACE = [
  "bucket",
  "key",
  "region",
  "workspace_key_prefix",
  "path",
  "container_name",
  "storage_account_name",
  "prefix",
  "organization",
  "hostname",
  "schema_name",
];

interface Backend {
  readonly type: string;
  readonly place: ReadonlyMap<string, string>;
}

/** The backend of a synthesized configuration; without a block it is the local one. */
function backend(configuration: unknown): Backend {
  const first = (value: Value): Value => (isList(value) ? value[0] : value);
  const root = configuration as Value;
  for (const block of isMapping(root) ? (isList(root.terraform) ? root.terraform : [root.terraform]) : []) {
    if (!isMapping(block)) continue;
    const backends = first(block.backend ?? null);
    const [type, raw] = isMapping(block.cloud)
      ? ["cloud", block.cloud]
      : (Object.entries(isMapping(backends) ? backends : {})[0] ?? []);
    if (type === undefined) continue;
    const settings = first(raw ?? null);
    const place = PLACE.flatMap((name) => {
      const value = isMapping(settings) ? settings[name] : undefined;
      return typeof value === "string" ? [[name, value] as const] : [];
    });
    return { type, place: new Map(place) };
  }
  return { type: "local", place: new Map() };
}

export const state: Family = {
  id: "state-moved",
  severity: "danger",
  title: "The state moves to another place",
  why: "Unless the old state is carried over, Terraform starts from nothing: it makes everything a second time or fails on names that are taken, and what exists is nobody's.",
  instead:
    "Move it by hand, once, with terraform init -migrate-state, and check that a plan finds no changes; then merge.",
  *find({ configurations }) {
    if (!configurations) return;
    const [before, after] = [backend(configurations.before), backend(configurations.after)];
    const hit = (attribute: string, cause: Text) => ({ address: "terraform.backend", attribute, cause });
    if (before.type !== after.type) {
      yield hit("backend", say`the backend ${before.type} becomes ${after.type}`);
      return;
    }
    for (const name of PLACE) {
      const [old, now] = [before.place.get(name), after.place.get(name)];
      if (old !== now)
        yield hit(
          `backend.${before.type}.${name}`,
          say`${name} from ${old ?? "(none)"} to ${now ?? "(none)"}`,
        );
    }
  },
};
