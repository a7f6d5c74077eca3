import { isList, isMapping, type Value } from "./values";

/** A resource as the plan's `configuration` describes it. */
export interface Configured {
  readonly expressions: Value;
  /** The commands of its provisioners, as far as they are written out. */
  readonly commands: readonly string[];
}

/** Every resource of every module, by module path, mode, type and name. */
export function configured(configuration: unknown): ReadonlyMap<string, Configured> {
  const found = new Map<string, Configured>();
  const walk = (module: unknown, path: readonly string[]): void => {
    const current = module as Value;
    if (!isMapping(current)) return;
    for (const resource of isList(current.resources) ? current.resources : []) {
      if (!isMapping(resource)) continue;
      const { mode, type, name } = resource;
      if (typeof mode !== "string" || typeof type !== "string" || typeof name !== "string") continue;
      found.set(`${path.join(".")}|${mode}|${type}|${name}`, {
        expressions: resource.expressions,
        commands: (isList(resource.provisioners) ? resource.provisioners : []).flatMap((provisioner) =>
          constants(provisioner),
        ),
      });
    }
    if (!isMapping(current.module_calls)) return;
    for (const [name, call] of Object.entries(current.module_calls)) {
      if (isMapping(call)) walk(call.module, [...path, name]);
    }
  };
  const value = configuration as Value;
  if (isMapping(value)) walk(value.root_module, []);
  return found;
}

function constants(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(constants);
  return isMapping(value) ? Object.values(value).flatMap(constants) : [];
}

/** What an expression refers to, wherever it stands in nested blocks. */
export function references(expression: Value): readonly string[] {
  if (isList(expression)) return expression.flatMap(references);
  if (!isMapping(expression)) return [];
  const own = isList(expression.references)
    ? expression.references.filter((each) => typeof each === "string")
    : [];
  return [
    ...own,
    ...Object.entries(expression).flatMap(([key, each]) => (key === "references" ? [] : references(each))),
  ];
}
