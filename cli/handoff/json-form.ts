import type { Json, JsonObject } from "../synthesized/configuration";
import type { Lifted } from "./lift";
import { inlineType } from "./types";

/** The handover in Terraform's JSON syntax: one file. */
export function jsonForm({ configuration, variables }: Lifted): Map<string, string> {
  const { requiredVersion, requiredProviders, backend, statements } = configuration;
  const byName = (all: ReadonlyArray<{ name: string; body: JsonObject }>) =>
    Object.fromEntries(all.map(({ name, body }) => [name, body]));
  const elements = (kind: "data" | "resource") => {
    const types: Record<string, JsonObject> = {};
    for (const element of configuration.elements)
      if (element.kind === kind) (types[element.type] ??= {})[element.label] = element.body;
    return types;
  };
  const providers: Record<string, Json[]> = {};
  for (const { name, body } of configuration.providers) (providers[name] ??= []).push(body);
  const others: Record<string, Json[]> = {};
  for (const { type, body } of statements) (others[type] ??= []).push(body);

  const file = {
    terraform: {
      required_version: requiredVersion,
      required_providers: requiredProviders,
      ...(backend.name === "cloud" ? { cloud: backend.body } : { backend: { [backend.name]: backend.body } }),
    },
    provider: providers,
    variable: Object.fromEntries(
      variables.map(({ name, type, description, default: value, validations }) => [
        name,
        {
          description,
          type: inlineType(type),
          default: value,
          nullable: false,
          validation: validations.map(({ condition, message }) => ({
            condition: `\${${condition}}`,
            error_message: message,
          })),
        },
      ]),
    ),
    data: elements("data"),
    resource: elements("resource"),
    ...others,
    output: byName(configuration.outputs),
  };
  // Terraform rejects a property without a block.
  const present = Object.fromEntries(
    Object.entries(file).filter(([, blocks]) => Object.keys(blocks).length > 0),
  );
  return new Map([["main.tf.json", `${JSON.stringify(present, null, 2)}\n`]]);
}
