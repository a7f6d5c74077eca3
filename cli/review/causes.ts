import { differences, literal, step, type Difference } from "./attributes";
import type { Change } from "./change";
import { also, join, say, shorten, type Text } from "./text";
import { at, type Value } from "./values";

const REASONS = new Map(
  Object.entries({
    replace_because_cannot_update: "it cannot be changed in place",
    replace_because_tainted: "it is tainted: an earlier apply did not finish creating it",
    replace_by_request: "requested with -replace",
    replace_by_triggers: "replace_triggered_by names a resource that changes",
    delete_because_no_resource_config: "it is no longer in the configuration",
    delete_because_no_module: "its module is no longer in the configuration",
    delete_because_wrong_repetition: "count or for_each was added or removed",
    delete_because_count_index: "its index is out of range for count",
    delete_because_each_key: "its key is no longer in for_each",
    delete_because_no_move_target: "it was moved to an address that is not in the configuration",
    read_because_config_unknown: "its arguments are known only after the apply",
    read_because_dependency_pending: "a dependency of it changes",
    read_because_check_nested: "a check reads it",
  }),
);

/** Terraform's reason in words; a reason that this code does not know is shown as it is. */
export function reason(change: Change): Text | undefined {
  if (change.reason === undefined) return undefined;
  const known = REASONS.get(change.reason);
  return known === undefined ? say`${change.reason}` : [known];
}

/** The same, as the end of a sentence. */
export function why(change: Change): Text {
  if (change.reason === "replace_because_cannot_update") return [];
  const words = reason(change);
  return words ? [" (", ...words, ")"] : [];
}

/** The path of an attribute, with the indexes of single blocks left out. */
export const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, each) => (typeof each === "number" ? (each === 0 ? text : `${text}[${each}]`) : step(text, each)),
    "",
  );

const SHORT = 120;
const short = (value: Value): string => shorten(literal(value), SHORT);

/** `name` from "a" to "b". */
export function fromTo({ path, before, after, policy }: Difference): Text {
  const cut = policy || [before, after].some((each) => literal(each).length > SHORT);
  const rest = cut ? also(before, after) : [];
  if (policy) return say`${path} changes${rest}`;
  if (before === undefined) return say`${path} becomes ${short(after)}${rest}`;
  if (after === undefined) return say`${path} is removed (it was ${short(before)})${rest}`;
  return say`${path} from ${short(before)} to ${short(after)}${rest}`;
}

/** The cause of a replacement: the attributes with their values, or Terraform's reason. */
export function causes(change: Change): Text {
  const texts = change.replacePaths.slice(0, 5).map((path) => {
    const [before, after] = [at(change.shown.before, ...path), at(change.shown.after, ...path)];
    const found = differences(before, after, 3);
    const prefix = pathText(path);
    if (found.length === 0) return say`${prefix} forces it`;
    return join(
      found.map((one) =>
        fromTo({
          ...one,
          path: one.path === "" ? prefix : `${prefix}${one.path.startsWith("[") ? "" : "."}${one.path}`,
        }),
      ),
      ", ",
    );
  });
  if (texts.length === 0) return reason(change) ?? ["the plan does not give a reason"];
  return [...join(texts, "; "), ...why(change)];
}
