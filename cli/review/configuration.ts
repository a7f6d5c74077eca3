import { isList, isMapping, type Mapping, type Value } from "./values";

/** A resource as the plan's `configuration` describes it. */
export interface Configured {
  readonly expressions: Value;
  /** The key of its provider in `providers`. */
  readonly provider: Value;
  /** The commands of its provisioners, as far as they are written out. */
  readonly commands: readonly string[];
  readonly provisioners: number;
}

/** A module as the plan's `configuration` describes it. */
export interface ConfiguredModule {
  readonly outputs: Mapping;
  /** The expressions of its call; none for the root module. */
  readonly inputs: Mapping;
}

export interface Configuration {
  /** By module path, mode, type and name; see `key`. */
  readonly resources: ReadonlyMap<string, Configured>;
  /** By module path. */
  readonly modules: ReadonlyMap<string, ConfiguredModule>;
  readonly providers: Mapping;
}

/** The module's path without the keys of its instances, and the resource's name in it. */
export const key = (module: string | undefined, mode: string, type: string, name: string): string =>
  `${modulePath(module)}|${mode}|${type}|${name}`;

export const modulePath = (module: string | undefined): string =>
  module === undefined
    ? ""
    : [...module.matchAll(/module\.([^.[]+)(?:\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\])?(?:\.|$)/g)]
        .map((match) => match[1])
        .join(".");

const mapping = (value: Value): Mapping => (isMapping(value) ? value : {});

/** Reads the configuration of every module. */
export function readConfigured(configuration: unknown): Configuration {
  const resources = new Map<string, Configured>();
  const modules = new Map<string, ConfiguredModule>();
  const walk = (current: Value, inputs: Mapping, path: readonly string[]): void => {
    if (!isMapping(current)) return;
    modules.set(path.join("."), { outputs: mapping(current.outputs), inputs });
    for (const resource of isList(current.resources) ? current.resources : []) {
      if (!isMapping(resource)) continue;
      const { mode, type, name } = resource;
      if (typeof mode !== "string" || typeof type !== "string" || typeof name !== "string") continue;
      const provisioners = isList(resource.provisioners) ? resource.provisioners : [];
      resources.set(`${path.join(".")}|${mode}|${type}|${name}`, {
        expressions: resource.expressions,
        provider: resource.provider_config_key,
        commands: provisioners.flatMap(constants),
        provisioners: provisioners.length,
      });
    }
    for (const [name, call] of Object.entries(mapping(current.module_calls))) {
      if (isMapping(call)) walk(call.module, mapping(call.expressions), [...path, name]);
    }
  };
  const value = mapping(configuration as Value);
  walk(value.root_module, {}, []);
  return { resources, modules, providers: mapping(value.provider_config) };
}

function constants(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(constants);
  return isMapping(value) ? Object.values(value).flatMap(constants) : [];
}

/** The references of an expression, at any depth of nested blocks. */
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
