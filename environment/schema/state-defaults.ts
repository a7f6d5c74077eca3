/** The defaults of the state that depend on the name of the access point. */
import type * as z from "zod/mini";
import { defaultStateKey } from "../../constructs/defaults";
import type { state } from "./state";
import type { OtherBackend, otherBackends } from "./state-backends";

type Written = z.output<typeof state>;
type Section<Name extends OtherBackend> = z.output<(typeof otherBackends)[Name]>;
type With<T, Key extends keyof T> = T & { [K in Key]-?: NonNullable<T[K]> };

/** The state with all defaults that a schema can fill in. */
export type State =
  | "local"
  | With<Extract<Written, { readonly region: string }>, "key">
  | { readonly cloud: With<Section<"cloud">, "workspace"> }
  | { readonly http: Section<"http"> }
  | { readonly gcs: With<Section<"gcs">, "prefix"> }
  | { readonly azurerm: With<Section<"azurerm">, "key"> };

/** Fills in these defaults. `name` is the name of the access point. */
export function completedState(written: Written, name: string): State {
  if (written === "local" || "http" in written) return written;
  if ("cloud" in written) return { cloud: { ...written.cloud, workspace: written.cloud.workspace ?? name } };
  if ("gcs" in written) return { gcs: { ...written.gcs, prefix: written.gcs.prefix ?? name } };
  if ("azurerm" in written)
    return { azurerm: { ...written.azurerm, key: written.azurerm.key ?? defaultStateKey(name) } };
  return { ...written, key: written.key ?? defaultStateKey(name) };
}
